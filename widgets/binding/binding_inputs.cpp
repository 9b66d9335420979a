#include "widgets/binding/binding_inputs.h"

#include "core/run/training_options.h"
#include "widgets/common/format.h"
#include "widgets/common/option_form.h"
#include "widgets/common/section_header.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr const char *shownOptions[] = {"data.split", "data.validation_share", "data.largest_shift",
                                        "length.epochs"};
constexpr const char *gptTask = "gpt";

OptionTable shownTable()
{
    const OptionTable &all = trainingOptions("binding");
    std::vector<Option> shown;
    for (const char *name : shownOptions) {
        shown.push_back(all.at(name));
        shown.back().section = BindingInputs::tr("Training").toStdString();
    }
    return OptionTable(std::move(shown));
}

} // namespace

BindingInputs::BindingInputs(QAction *train, QWidget *parent) : QWidget(parent)
{
    buildWindows();
    buildTraining(train);
    auto *find = new QHBoxLayout;
    find->setContentsMargins(10, 0, 10, 6);
    find->setSpacing(6);
    find->addWidget(search_, 1);
    find->addWidget(scope_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header_);
    layout->addLayout(find);
    layout->addWidget(table_, 1);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(training_);
    tellCounts();
    tellSplit();
    setRuns({});
}

void BindingInputs::buildWindows()
{
    header_ = new SectionHeader(tr("Windows"), this);
    search_ = new QLineEdit(this);
    search_->setObjectName(QStringLiteral("binding.search"));
    search_->setPlaceholderText(tr("Position or name"));
    search_->setAccessibleName(tr("Find windows by position or name"));
    search_->setToolTip(tr("Lists the windows whose position or name holds the text."));
    search_->setClearButtonEnabled(true);
    scope_ = new QComboBox(this);
    scope_->setObjectName(QStringLiteral("binding.scope"));
    scope_->setAccessibleName(tr("Which windows"));
    scope_->setToolTip(
        tr("Windows of the validation split, which models were measured on, or all"));
    scope_->addItem(tr("Validation"));
    scope_->addItem(tr("All"));
    windows_ = new WindowTableModel(this);
    table_ = new QTableView(this);
    table_->setModel(windows_);
    setUpTable(table_, QStringLiteral("binding.windows"), tr("Windows"));
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setMinimumHeight(140);
    table_->horizontalHeader()->setSectionResizeMode(WindowTableModel::Window,
                                                     QHeaderView::Stretch);
    setCloseColumns(table_);
    const QFontMetrics metrics = table_->fontMetrics();
    for (int column = WindowTableModel::Motifs; column < WindowTableModel::ColumnCount; ++column) {
        const QString title =
            windows_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        table_->setColumnWidth(column, std::max(metrics.horizontalAdvance(title) + 26,
                                                metrics.horizontalAdvance("00.000") + 22));
    }
    table_->sortByColumn(WindowTableModel::Error, Qt::DescendingOrder);
    connect(search_, &QLineEdit::textChanged, this, [this](const QString &text) {
        const int64_t window = chosenWindow();
        windows_->setFilter(text);
        chooseWindow(window);
        tellCounts();
    });
    connect(scope_, &QComboBox::currentIndexChanged, this, [this](int index) {
        const int64_t window = chosenWindow();
        windows_->setScope(index == 0 ? WindowScope::Measured : WindowScope::All);
        chooseWindow(window);
        tellCounts();
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) {
                if (now.isValid())
                    Q_EMIT windowChosen(windows_->windowAt(now.row()));
            });
}

void BindingInputs::buildTraining(QAction *train)
{
    training_ = new QWidget(this);
    form_ = new OptionForm(shownTable(), QStringLiteral("binding"), {}, training_);
    backbone_ = new QComboBox(training_);
    backbone_->setObjectName(QStringLiteral("binding.backbone"));
    backbone_->setAccessibleName(tr("Backbone"));
    backbone_->setToolTip(tr("The run whose model the head reads"));
    backbone_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    backbone_->setMinimumContentsLength(10);
    splitNote_ = mutedLabel({}, training_);
    splitNote_->setObjectName(QStringLiteral("binding.split.note"));
    hint_ = mutedLabel({}, training_);
    hint_->setObjectName(QStringLiteral("binding.hint"));
    for (QLabel *label : {splitNote_, hint_})
        label->setWordWrap(true);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(12, 8, 12, 0);
    line->setSpacing(8);
    auto *name = new QLabel(tr("Backbone"), training_);
    name->setBuddy(backbone_);
    name->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    // Below each other with the form's.
    name->setMinimumWidth(name->fontMetrics().horizontalAdvance(
        QString::fromStdString(trainingOptions("binding").at("data.validation_share").label)));
    line->addWidget(name);
    line->addWidget(backbone_, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(12, 4, 12, 10);
    foot->setSpacing(6);
    foot->addWidget(splitNote_);
    foot->addWidget(hint_);
    foot->addWidget(primaryButton(train, training_), 0, Qt::AlignLeft);
    auto *layout = new QVBoxLayout(training_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(form_);
    layout->addLayout(foot);
    connect(form_, &OptionForm::changed, this, &BindingInputs::tellSplit);
    connect(backbone_, &QComboBox::currentIndexChanged, this,
            [this] { hint_->setVisible(backbone().isEmpty()); });
}

void BindingInputs::setData(std::shared_ptr<const BindingData> opened)
{
    data_ = std::move(opened);
    windows_->setData(data_);
    tellCounts();
    tellSplit();
}

void BindingInputs::setResult(std::shared_ptr<const BindingResult> result,
                              const std::string &candidate)
{
    const int64_t window = chosenWindow();
    windows_->setResult(std::move(result), candidate);
    chooseWindow(window);
    tellCounts();
}

void BindingInputs::setRuns(const std::vector<MeasurableRun> &runs)
{
    const QString former = backbone();
    const QSignalBlocker quiet(backbone_);
    backbone_->clear();
    std::vector<MeasurableRun> usable = runs;
    std::erase_if(usable, [](const MeasurableRun &run) { return run.task == "binding"; });
    std::ranges::stable_partition(usable,
                                  [](const MeasurableRun &run) { return run.task == gptTask; });
    for (const MeasurableRun &run : usable) {
        backbone_->addItem(run.name, run.folder);
        backbone_->setItemData(backbone_->count() - 1, QString::fromStdString(run.task),
                               Qt::UserRole + 1);
        backbone_->setItemData(backbone_->count() - 1, run.folder, Qt::ToolTipRole);
    }
    hint_->setText(usable.empty() ? tr("The project has no run to use as backbone: only the "
                                       "baseline is trained. Train makes one (task GPT).")
                                  : tr("Only the baseline is trained."));
    backbone_->addItem(tr("None"), QString());
    backbone_->setCurrentIndex(former.isEmpty() ? 0 : std::max(0, backbone_->findData(former)));
    hint_->setVisible(backbone().isEmpty());
}

QString BindingInputs::backbone() const
{
    return backbone_->currentData().toString();
}

QStringList BindingInputs::backboneWords() const
{
    const bool isGpt = languageModel() == backbone();
    return {"--model.backbone", isGpt ? "gpt" : "encoder", "--model.path", backbone()};
}

QString BindingInputs::languageModel() const
{
    const auto isGpt = [this](int index) {
        return backbone_->itemData(index, Qt::UserRole + 1).toString() == QLatin1String(gptTask);
    };
    if (isGpt(backbone_->currentIndex()))
        return backbone();
    for (int index = 0; index < backbone_->count(); ++index)
        if (isGpt(index))
            return backbone_->itemData(index).toString();
    return {};
}

// The number of steps follows from the epochs.
QStringList BindingInputs::optionWords() const
{
    return form_->changedWords() + QStringList{"--length.steps", "0"};
}

bool BindingInputs::hasErrors() const
{
    return form_->hasErrors();
}

void BindingInputs::focusSearch()
{
    search_->setFocus();
    search_->selectAll();
}

int64_t BindingInputs::chosenWindow() const
{
    const QModelIndex now = table_->currentIndex();
    return now.isValid() ? windows_->windowAt(now.row()) : -1;
}

void BindingInputs::chooseWindow(int64_t window)
{
    const int row = window < 0 ? -1 : windows_->rowOf(window);
    if (row >= 0) {
        table_->selectRow(row);
        table_->scrollTo(windows_->index(row, 0));
    }
}

void BindingInputs::step(int rows)
{
    const int count = windows_->rowCount();
    if (count > 0)
        table_->selectRow(std::clamp(table_->currentIndex().row() + rows, 0, count - 1));
}

void BindingInputs::tellCounts()
{
    const qint64 listed = windows_->rowCount();
    const qint64 all = data_ ? data_->windows() : 0;
    const bool isMeasured = scope_->currentIndex() == 0 && windows_->measured() > 0;
    header_->setSummary(!data_ ? QString()
                        : isMeasured
                            ? tr("%1 of %2 of validation")
                                  .arg(groupedNumber(listed), groupedNumber(windows_->measured()))
                            : countOf(listed, all));
}

void BindingInputs::tellSplit()
{
    const bool isByPosition = form_->text(QStringLiteral("data.split")) == QStringLiteral("auto");
    const auto overlapping = data_ ? data_->overlapping() : std::nullopt;
    splitNote_->setVisible(data_ != nullptr);
    if (!data_)
        return;
    if (!overlapping) {
        splitNote_->setText(tr("The names of the windows tell no positions: the split is random, "
                               "and whether windows overlap is not known."));
    } else if (*overlapping == 0) {
        splitNote_->setText(tr("No two windows overlap: a random split shares no bases."));
    } else {
        const double share = double(*overlapping) / double(data_->windows());
        const QString text = isByPosition
                                 ? tr("A random split would share bases: %1 windows (%2) overlap "
                                      "another one.")
                                 : tr("A random split shares bases between training and "
                                      "validation: %1 windows (%2) overlap another one.");
        splitNote_->setText(text.arg(countOf(*overlapping, data_->windows()), percent(share)));
    }
    const bool isWarning = !overlapping || (!isByPosition && *overlapping > 0);
    setRole(splitNote_, isWarning ? "warning" : "muted");
}

} // namespace helicase
