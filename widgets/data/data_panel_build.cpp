// The actions, the toolbar and the parts of the Data panel.
#include "widgets/common/action_registry.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/data/check_view.h"
#include "widgets/data/data_panel.h"
#include "widgets/data/data_tree.h"
#include "widgets/data/pair_build_view.h"
#include "widgets/data/record_inspector.h"
#include "widgets/data/record_view.h"
#include "widgets/data/statistics_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace helicase {

QAction *DataPanel::registerAction(const QString &name, const QString &text,
                                   const QString &iconName, const QString &help,
                                   std::function<void()> function)
{
    return context().actions.add({.objectName = QStringLiteral("data.") + name,
                                  .text = text,
                                  .panel = id(),
                                  .icon = iconName,
                                  .help = help,
                                  .function = std::move(function)},
                                 this);
}

void DataPanel::buildActions()
{
    open_ = registerAction(QStringLiteral("open"), tr("Open…"), QStringLiteral("folder-open"),
                           tr("Opens files of labelled rows, pairs or sequences."),
                           [this] { askAndOpen(); });
    registerAction(QStringLiteral("open.folder"), tr("Open folder…"), QStringLiteral("folder"),
                   tr("Opens a folder with train.csv, dev.csv and test.csv."),
                   [this] { askAndOpenFolder(); });
    registerAction(QStringLiteral("remove"), tr("Remove from list"), QStringLiteral("minus"),
                   tr("Takes the chosen data set from the list; its files stay."),
                   [this] { removeFromList(); });
    registerAction(QStringLiteral("tokenizer.open"), tr("Open tokenizer…"),
                   QStringLiteral("tokens"), tr("Chooses the folder of a tokenizer."),
                   [this] { askAndUseTokenizer(); });
    setStandardAction(
        StandardAction::Reload,
        registerAction(QStringLiteral("reload"), tr("Read again"), QStringLiteral("refresh"),
                       tr("Reads the files of the data set again."), [this] { load(); }));
    setStandardAction(StandardAction::CopyTable,
                      registerAction(QStringLiteral("copy"), tr("Copy summary"),
                                     QStringLiteral("copy"),
                                     tr("Copies counts, checks and digests as text."),
                                     [this] { copySummary(); }));
    setStandardAction(StandardAction::Export,
                      registerAction(QStringLiteral("export"), tr("Export"),
                                     QStringLiteral("export"),
                                     tr("Saves the shown table as TSV, CSV, Markdown or LaTeX."),
                                     [this] { exportTable(); }));
    setStandardAction(StandardAction::Find,
                      registerAction(QStringLiteral("find.focus"), tr("Find in records"),
                                     QStringLiteral("search"),
                                     tr("Goes to the field that filters the records."), [this] {
                                         tabs_->setCurrentWidget(records_);
                                         records_->focusFind();
                                     }));
    buildUseActions();
}

void DataPanel::buildUseActions()
{
    registerAction(QStringLiteral("finetune"), tr("Fine-tune…"), QStringLiteral("panel-train"),
                   tr("Opens Train with this data set in the form; nothing is started."),
                   [this] { fineTune(); });
    registerAction(QStringLiteral("pairs"), tr("Build pairs…"), QStringLiteral("plus"),
                   tr("Cuts training pairs out of genomes, or out of an assembly."),
                   [this] { showPairBuilding(); });
    build_ = registerAction(QStringLiteral("build"), tr("Build"), QStringLiteral("play"),
                            tr("Writes the training pairs as the form says."),
                            [this] { buildPairs(); });
    registerAction(QStringLiteral("embed"), tr("Embed…"), QStringLiteral("panel-embeddings"),
                   tr("Computes a vector per sequence with a model or a baseline; for FASTA and "
                      "FASTQ."),
                   [this] { embed(); });
    registerAction(QStringLiteral("tokenize"), tr("Tokenize"), QStringLiteral("panel-annotate"),
                   tr("Opens the chosen row in Annotate."), [this] { tokenize(); });
    QAction *previous = registerAction(
        QStringLiteral("record.previous"), tr("Previous row"), QStringLiteral("chevron-left"),
        tr("Chooses the row above in the table."), [this] { records_->step(-1); });
    QAction *next = registerAction(
        QStringLiteral("record.next"), tr("Next row"), QStringLiteral("chevron-right"),
        tr("Chooses the row below in the table."), [this] { records_->step(1); });
    const auto toRemark = [this](int direction) {
        tabs_->setCurrentWidget(records_);
        records_->stepToRemark(direction);
    };
    setStandardAction(StandardAction::PreviousProblem,
                      registerAction(QStringLiteral("remark.previous"), tr("Previous doubtful row"),
                                     {}, tr("Chooses the row above that is remarked upon."),
                                     [toRemark] { toRemark(-1); }));
    setStandardAction(StandardAction::NextProblem,
                      registerAction(QStringLiteral("remark.next"), tr("Next doubtful row"), {},
                                     tr("Chooses the row below that is remarked upon."),
                                     [toRemark] { toRemark(1); }));
    setStandardAction(StandardAction::FindPrevious, previous);
    setStandardAction(StandardAction::FindNext, next);
}

void DataPanel::buildToolBar()
{
    const ActionRegistry &actions = context().actions;
    const auto button = [&](const char *name, ButtonText text) {
        return toolButton(actions.find(QLatin1String(name)), text, toolBar());
    };
    toolBar()->addWidget(button("data.open", ButtonText::Beside));
    toolBar()->addWidget(button("data.open.folder", ButtonText::WhileRoom));
    toolBar()->addWidget(button("data.reload", ButtonText::Hidden));
    toolBar()->addSeparator();
    auto *group = new QWidget(toolBar());
    group->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(group);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(6);
    layout->addWidget(mutedLabel(tr("Tokens by"), group));
    tokenizers_ = new QComboBox(group);
    tokenizers_->setObjectName(QStringLiteral("data.tokenizer"));
    tokenizers_->setAccessibleName(tr("Tokenizer"));
    tokenizers_->setToolTip(tr("The tokenizer that the lengths are counted with"));
    tokenizers_->setMinimumContentsLength(14);
    tokenizers_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    tokenizers_->addItem(tr("No tokenizer"), QString());
    tokenizers_->addItem(tr("Open tokenizer…"), QStringLiteral("?"));
    layout->addWidget(tokenizers_);
    layout->addWidget(mutedLabel(tr("Limit"), group));
    limit_ = new QLineEdit(group);
    limit_->setObjectName(QStringLiteral("data.limit"));
    limit_->setAccessibleName(tr("Limit in tokens"));
    limit_->setPlaceholderText(tr("none"));
    limit_->setToolTip(tr("Tokens that a model takes, special tokens included; longer rows count "
                          "as cut off."));
    limit_->setValidator(new QIntValidator(0, 1'000'000'000, limit_));
    limit_->setFixedWidth(limit_->fontMetrics().horizontalAdvance(QStringLiteral("1000000000")));
    layout->addWidget(limit_);
    layout->addWidget(mutedLabel(tr("tokens"), group));
    toolBar()->addWidget(group);
    toolBar()->addAtEnd(button("data.copy", ButtonText::WhileRoom));
    toolBar()->addAtEnd(button("data.export", ButtonText::Beside));
    connect(tokenizers_, &QComboBox::activated, this, [this](int item) {
        if (item == tokenizers_->count() - 1)
            askAndUseTokenizer();
        else
            useTokenizer(tokenizers_->itemData(item).toString());
    });
    connect(limit_, &QLineEdit::textChanged, this,
            [this](const QString &text) { setLimit(text.toLongLong()); });
}

QWidget *DataPanel::buildCentre()
{
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *heading = new QHBoxLayout;
    heading->setContentsMargins(12, 8, 12, 4);
    heading->setSpacing(8);
    title_ = titleLabel({}, centre);
    title_->setObjectName(QStringLiteral("data.title"));
    subtitle_ = new ElidedLabel({}, centre);
    subtitle_->setObjectName(QStringLiteral("data.subtitle"));
    setRole(subtitle_, "muted");
    heading->addWidget(title_);
    heading->addWidget(subtitle_, 1);
    layout->addLayout(heading);
    tabs_ = new QTabWidget(centre);
    tabs_->setObjectName(QStringLiteral("data.tabs"));
    tabs_->setAccessibleName(tr("Views of the data set"));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setDrawBase(false);
    records_ = new RecordView(tabs_);
    statistics_ = new StatisticsView(tabs_);
    checks_ = new CheckView(tabs_);
    tabs_->addTab(records_, tr("Records"));
    tabs_->addTab(statistics_, tr("Statistics"));
    pairs_ = new PairBuildView(build_, tabs_);
    tabs_->addTab(checks_, tr("Checks"));
    tabs_->addTab(pairs_, tr("Build"));
    layout->addWidget(tabs_, 1);
    auto *empty = new EmptyState(id(), QStringLiteral("panel-data"), tr("No data set is shown"),
                                 tr("Drop FASTA, FASTQ or CSV here."), this);
    empty->addButton(open_);
    empty->addButton(context().actions.find(QStringLiteral("data.open.folder")));
    empty->addButton(context().actions.find(QStringLiteral("data.pairs")));
    setEmptyState(empty);
    return centre;
}

void DataPanel::buildSides()
{
    tree_ = new DataTree;
    auto *left = new QWidget;
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(tree_, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 0, 8, 6);
    buttons->addStretch(1);
    buttons->addWidget(toolButton(open_, ButtonText::Hidden, left));
    buttons->addWidget(toolButton(context().actions.find(QStringLiteral("data.remove")),
                                  ButtonText::Hidden, left));
    layout->addLayout(buttons);
    setLeft(left, tr("Data sets"), 256);
    const ActionRegistry &actions = context().actions;
    inspector_ =
        new RecordInspector({.previous = actions.find(QStringLiteral("data.record.previous")),
                             .next = actions.find(QStringLiteral("data.record.next")),
                             .uses = {actions.find(QStringLiteral("data.finetune")),
                                      actions.find(QStringLiteral("data.embed")),
                                      actions.find(QStringLiteral("data.tokenize"))}});
    setRight(inspector_, tr("Record"), 264);
}

void DataPanel::connectParts()
{
    connect(&loader_, &DataLoader::progressed, this, [this](const QString &what, double fraction) {
        loadingText_ = what.left(1).toUpper() + what.mid(1);
        loadingFraction_ = fraction;
        if (!loadingShown_.isActive())
            showLoading();
    });
    connect(&loader_, &DataLoader::loaded, this, &DataPanel::take);
    connect(&loader_, &DataLoader::failed, this, &DataPanel::takeFailure);
    connect(&loadingShown_, &QTimer::timeout, this, &DataPanel::showLoading);
    connect(&keep_, &QTimer::timeout, this, &DataPanel::keepState);
    connect(tree_, &DataTree::chosen, this, &DataPanel::openPath);
    connect(records_, &RecordView::recordSelected, this, [this](qint64 record) {
        inspector_->setRecord(record);
        context().actions.find(QStringLiteral("data.tokenize"))->setEnabled(record >= 0);
    });
    connect(inspector_, &RecordInspector::recordChosen, this, [this](quint32 record) {
        tabs_->setCurrentWidget(records_);
        records_->select(record);
    });
    connect(statistics_, &StatisticsView::rowsChosen, this, &DataPanel::showRows);
    connect(tabs_, &QTabWidget::currentChanged, this, [this] {
        if (tabs_->currentWidget() == pairs_)
            showPairBuilding();
    });
    connect(checks_, &CheckView::rowsChosen, this, &DataPanel::showRows);
    connect(checks_, &CheckView::limitRequested, this, &DataPanel::setLimit);
    connect(checks_, &CheckView::removalRequested, this, &DataPanel::removeRows);
    // What was coloured for the other theme.
    connect(&context().theme, &Theme::changed, this, [this] {
        statistics_->setLoaded(loaded_);
        checks_->setLoaded(loaded_);
        inspector_->setRecord(inspector_->record());
        tree_->refreshColors();
    });
}

} // namespace helicase
