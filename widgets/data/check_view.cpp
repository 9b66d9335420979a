#include "widgets/data/check_view.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/data/data_words.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int buttonMargin = 6;
constexpr int buttonGap = 8;

struct RemovalWords {
    CheckKind kind;
    const char *remedy; // as the command line calls it
    QString text;
    QString help;
};

std::vector<RemovalWords> removals()
{
    const auto tr = [](const char *text) { return CheckView::tr(text); };
    return {
        {CheckKind::EmptyFields, "empty", tr("Remove them"),
         tr("Writes a new folder without rows that lack a sequence or a label.")},
        {CheckKind::Repeats, "repeats", tr("Remove repeats"),
         tr("Writes a new folder that has each sequence of a split once: its first row.")},
        {CheckKind::Overlap, "overlap", tr("Remove from train"),
         tr("Writes a new folder whose train lacks the sequences of dev and test, on both "
            "strands.")},
        {CheckKind::Contradiction, "contradictions", tr("Remove them"),
         tr("Writes a new folder without sequences that have several labels.")},
    };
}

QString textOfWords(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

CheckView::CheckView(QWidget *parent) : QWidget(parent)
{
    summary_ = mutedLabel({}, this);
    summary_->setObjectName(QStringLiteral("data.checks.summary"));
    summary_->setContentsMargins(12, 6, 12, 6);
    table_ = new QTableWidget(0, ColumnCount, this);
    setUpTable(table_, QStringLiteral("data.checks"), tr("Checks"));
    table_->setSortingEnabled(false);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setHorizontalHeaderLabels(
        {tr("Verdict"), tr("Check"), tr("Found"), tr("Rows"), tr("What can be done")});
    table_->horizontalHeaderItem(Rows)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->horizontalHeader()->setSectionResizeMode(Result, QHeaderView::Stretch);
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->setWordWrap(true);
    connect(table_->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int section) {
        if (section == Result)
            fitRows();
    });
    details_ = new QLabel(this);
    details_->setObjectName(QStringLiteral("data.checks.details"));
    details_->setWordWrap(true);
    details_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    details_->setAccessibleName(tr("The chosen check"));
    details_->setContentsMargins(12, 8, 12, 8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(summary_);
    layout->addWidget(table_, 1);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(details_);
    connect(table_, &QTableWidget::currentCellChanged, this, [this](int row) { showDetails(row); });
    connect(table_, &QTableWidget::cellActivated, this, [this](int row) { showRows(row); });
}

void CheckView::setLoaded(const std::shared_ptr<const LoadedData> &loaded)
{
    const int chosen = table_->currentRow();
    loaded_ = loaded;
    table_->setRowCount(0);
    summary_->clear();
    details_->clear();
    if (!loaded)
        return;
    for (const DataCheck &check : loaded->checks)
        addRow(check);
    const auto done = std::ranges::count_if(loaded->checks, [](const DataCheck &check) {
        return check.verdict != CheckVerdict::NotChecked;
    });
    summary_->setText(
        loaded->warningCount() == 0 ? tr("%1 checks done, nothing doubtful").arg(done)
        : loaded->warningCount() == 1
            ? tr("%1 checks done, 1 of them doubtful").arg(done)
            : tr("%1 checks done, %2 of them doubtful").arg(done).arg(loaded->warningCount()));
    fitColumns();
    table_->selectRow(chosen < 0 ? firstDoubt() : std::min(chosen, table_->rowCount() - 1));
}

// The buttons are no text of their cells: the table does not know their width.
void CheckView::fitColumns()
{
    table_->resizeColumnsToContents();
    int widest = table_->columnWidth(Remedy);
    for (int row = 0; row < table_->rowCount(); ++row) {
        const QWidget *remedies = table_->cellWidget(row, Remedy);
        if (!remedies)
            continue;
        int width = buttonMargin * 2;
        for (const QToolButton *button : remedies->findChildren<QToolButton *>()) {
            button->ensurePolished();
            width += button->sizeHint().width() + buttonGap;
        }
        widest = std::max(widest, width);
    }
    table_->setColumnWidth(Remedy, widest);
    fitRows();
}

// What was found may need several lines.
void CheckView::fitRows()
{
    constexpr int padding = 11;
    const int room = table_->columnWidth(Result) - 2 * padding;
    const int least = std::max(26, table_->fontMetrics().height() + 9);
    for (int row = 0; row < table_->rowCount(); ++row) {
        const QRect text =
            table_->fontMetrics().boundingRect(QRect(0, 0, std::max(1, room), 1'000),
                                               Qt::TextWordWrap, table_->item(row, Result)->text());
        table_->setRowHeight(row, std::max(least, text.height() + padding));
    }
}

void CheckView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    fitColumns();
}

int CheckView::firstDoubt() const
{
    const auto doubt = std::ranges::find_if(loaded_->checks, [](const DataCheck &check) {
        return check.verdict == CheckVerdict::Warning || check.verdict == CheckVerdict::Error;
    });
    return doubt == loaded_->checks.end() ? 0 : static_cast<int>(doubt - loaded_->checks.begin());
}

void CheckView::addRow(const DataCheck &check)
{
    const int row = table_->rowCount();
    table_->insertRow(row);
    auto *verdict = new QTableWidgetItem(verdictText(check.verdict));
    verdict->setIcon(icon(verdictIcon(check.verdict), shownColor(verdictColor(check.verdict))));
    verdict->setForeground(shownColor(verdictColor(check.verdict)));
    table_->setItem(row, VerdictColumn, verdict);
    table_->setItem(row, Title, new QTableWidgetItem(textOfWords(check.title)));
    auto *result = new QTableWidgetItem(textOfWords(check.result));
    result->setToolTip(textOfWords(check.result));
    table_->setItem(row, Result, result);
    auto *count = new QTableWidgetItem(
        check.rows.empty() ? QString() : countOf(std::ssize(check.rows), check.of));
    count->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table_->setItem(row, Rows, count);
    table_->setItem(row, Remedy, new QTableWidgetItem);
    if (QWidget *remedies = buildRemedies(check))
        table_->setCellWidget(row, Remedy, remedies);
}

QWidget *CheckView::buildRemedies(const DataCheck &check)
{
    if (check.rows.empty())
        return nullptr;
    const std::string_view kind = nameOf(check.kind);
    const QString name =
        QStringLiteral("data.checks.") + QString::fromUtf8(kind.data(), std::ssize(kind));
    auto *widget = new QWidget(table_);
    auto *layout = new QHBoxLayout(widget);
    layout->setContentsMargins(buttonMargin, 0, buttonMargin, 0);
    layout->setSpacing(buttonGap);
    const auto add = [&](const QString &text, const QString &suffix, const QString &help,
                         std::function<void()> function) {
        QToolButton *button = linkButton(text, name + suffix, widget);
        button->setToolTip(help);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(textOfWords(check.title), text));
        connect(button, &QToolButton::clicked, this, std::move(function));
        layout->addWidget(button);
    };
    add(tr("Show rows"), QStringLiteral(".show"), tr("Lists these rows under Records."),
        [this, row = table_->rowCount() - 1] { showRows(row); });
    if (hasLabels(loaded_->survey->kind))
        for (const RemovalWords &words : removals())
            if (words.kind == check.kind)
                add(words.text, QStringLiteral(".remedy"), words.help,
                    [this, remedy = QString::fromLatin1(words.remedy)] {
                        Q_EMIT removalRequested(remedy);
                    });
    if (check.kind == CheckKind::TooLong && check.verdict == CheckVerdict::Warning)
        add(tr("Raise limit to %1").arg(groupedNumber(longestTokens())), QStringLiteral(".remedy"),
            tr("Sets the limit in the toolbar to the longest sequence."),
            [this] { Q_EMIT limitRequested(longestTokens()); });
    layout->addStretch(1);
    return widget;
}

int64_t CheckView::longestTokens() const
{
    int64_t longest = 0;
    for (const SurveyRow &row : loaded_->survey->rows)
        longest = std::max(longest, row.tokens);
    return longest;
}

void CheckView::showDetails(int row)
{
    if (!loaded_ || row < 0 || row >= std::ssize(loaded_->checks)) {
        details_->clear();
        return;
    }
    const DataCheck &check = loaded_->checks[static_cast<size_t>(row)];
    details_->setText(
        textOfWords(check.title + ": " + check.result + ". " + check.details).trimmed());
}

void CheckView::showRows(int row)
{
    if (!loaded_ || row < 0 || row >= std::ssize(loaded_->checks))
        return;
    const DataCheck &check = loaded_->checks[static_cast<size_t>(row)];
    if (!check.rows.empty())
        Q_EMIT rowsChosen(textOfWords(check.title), check.rows);
}

} // namespace helicase
