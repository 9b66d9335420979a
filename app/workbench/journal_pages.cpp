#include "app/workbench/journal_pages.h"

#include "widgets/common/icon.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace helicase {

namespace {

QHBoxLayout *buttonRow(QVBoxLayout *layout)
{
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(10, 4, 10, 4);
    layout->addLayout(row);
    layout->addWidget(horizontalLine());
    return row;
}

} // namespace

LogPage::LogPage(Journal &journal, QWidget *parent) : QWidget(parent), journal_(journal)
{
    auto *layout = new QVBoxLayout(this);
    QHBoxLayout *row = buttonRow(layout);
    level_ = new QComboBox(this);
    level_->setObjectName(QStringLiteral("log.level"));
    level_->setAccessibleName(tr("Lowest level shown"));
    level_->addItems({tr("All messages"), tr("Warnings and errors"), tr("Errors")});
    find_ = new QLineEdit(this);
    find_->setObjectName(QStringLiteral("log.find"));
    find_->setAccessibleName(tr("Find in the log"));
    find_->setPlaceholderText(tr("Find in the log"));
    find_->setClearButtonEnabled(true);
    find_->setMaximumWidth(280);
    auto *copy = new QPushButton(tr("Copy all"), this);
    copy->setObjectName(QStringLiteral("log.copy"));
    copy->setAccessibleName(tr("Copy the whole log"));
    row->addWidget(level_);
    row->addWidget(find_, 1);
    row->addStretch();
    row->addWidget(copy);
    view_ = new QPlainTextEdit(this);
    view_->setObjectName(QStringLiteral("log.view"));
    view_->setAccessibleName(tr("Log"));
    view_->setReadOnly(true);
    view_->setTabChangesFocus(true);
    view_->setMaximumBlockCount(Journal::largestLineCount);
    view_->setFont(monospacedFont());
    setRole(view_, "flat");
    layout->addWidget(view_, 1);
    connect(&journal_, &Journal::lineWritten, this, [this] { append(journal_.lines().back()); });
    connect(level_, &QComboBox::currentIndexChanged, this, &LogPage::rebuild);
    connect(find_, &QLineEdit::textChanged, this, &LogPage::rebuild);
    connect(copy, &QPushButton::clicked, this, [this] {
        view_->selectAll();
        view_->copy();
    });
    rebuild();
}

bool LogPage::isWanted(const LogLine &line) const
{
    return int(line.severity) >= level_->currentIndex() &&
           (find_->text().isEmpty() || line.text.contains(find_->text(), Qt::CaseInsensitive) ||
            line.place.contains(find_->text(), Qt::CaseInsensitive));
}

void LogPage::append(const LogLine &line)
{
    if (isWanted(line))
        view_->appendPlainText(QStringLiteral("%1  %2  %3: %4")
                                   .arg(line.time.toString(QStringLiteral("HH:mm:ss")),
                                        toString(line.severity).leftJustified(7), line.place,
                                        line.text));
}

void LogPage::rebuild()
{
    view_->clear();
    for (const LogLine &line : journal_.lines())
        append(line);
}

ProblemTableModel::ProblemTableModel(Journal &journal, QObject *parent)
    : QAbstractTableModel(parent), journal_(journal)
{
    connect(&journal_, &Journal::problemsChanged, this, [this] {
        beginResetModel();
        endResetModel();
    });
}

int ProblemTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(journal_.problems().size());
}

int ProblemTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemTableModel::data(const QModelIndex &index, int role) const
{
    const Problem &problem = journal_.problems().at(size_t(index.row()));
    const bool isError = problem.severity == Severity::Error;
    if (role == Qt::DecorationRole && index.column() == SeverityColumn)
        return icon(isError ? QStringLiteral("error") : QStringLiteral("warning"),
                    shownColor(isError ? ColorRole::Error : ColorRole::Warning));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case SeverityColumn:
        return toString(problem.severity);
    case Place:
        return problem.place;
    case Message:
        return problem.text;
    default:
        return {};
    }
}

QVariant ProblemTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SeverityColumn:
        return tr("Severity");
    case Place:
        return tr("Place");
    case Message:
        return tr("Message");
    default:
        return {};
    }
}

ProblemsPage::ProblemsPage(Journal &journal, QWidget *parent) : QWidget(parent), journal_(journal)
{
    auto *layout = new QVBoxLayout(this);
    QHBoxLayout *row = buttonRow(layout);
    action_ = new QPushButton(tr("Show"), this);
    action_->setObjectName(QStringLiteral("problems.action"));
    dismiss_ = new QPushButton(tr("Dismiss"), this);
    dismiss_->setObjectName(QStringLiteral("problems.dismiss"));
    for (QPushButton *button : {action_, dismiss_})
        button->setAccessibleName(button->text());
    row->addWidget(action_);
    row->addWidget(dismiss_);
    row->addStretch();
    model_ = new ProblemTableModel(journal_, this);
    table_ = new QTableView(this);
    table_->setModel(model_);
    setUpTable(table_, QStringLiteral("problems.table"), tr("Problems"));
    table_->setSortingEnabled(false);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setColumnWidth(ProblemTableModel::SeverityColumn, 110);
    table_->setColumnWidth(ProblemTableModel::Place, 160);
    table_->horizontalHeader()->setStretchLastSection(true);
    layout->addWidget(table_, 1);
    const auto act = [this] {
        const Problem *problem = selected();
        if (problem != nullptr && problem->action)
            std::function<void()>(problem->action)();
    };
    connect(action_, &QPushButton::clicked, this, act);
    connect(table_, &QTableView::activated, this, act);
    connect(dismiss_, &QPushButton::clicked, this, [this] {
        if (const Problem *problem = selected())
            journal_.resolve(QString(problem->id));
    });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ProblemsPage::refreshButtons);
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        table_->selectRow(0);
        refreshButtons();
    });
    refreshButtons();
}

const Problem *ProblemsPage::selected() const
{
    const int row = table_->currentIndex().row();
    return row >= 0 && row < int(journal_.problems().size()) ? &journal_.problems()[size_t(row)]
                                                             : nullptr;
}

void ProblemsPage::refreshButtons()
{
    const Problem *problem = selected();
    action_->setText(problem != nullptr && !problem->actionText.isEmpty() ? problem->actionText
                                                                          : tr("Show"));
    action_->setAccessibleName(action_->text());
    action_->setEnabled(problem != nullptr && problem->action != nullptr);
    dismiss_->setEnabled(problem != nullptr);
}

} // namespace helicase
