#include "widgets/evaluate/classification_view.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/evaluate/classification_tables.h"
#include "widgets/evaluate/confusion_matrix.h"
#include "widgets/evaluate/figure_parts.h"
#include "widgets/evaluate/ranking_plot.h"
#include "widgets/evaluate/table_export.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int mistakesTab = 1;
constexpr int narrowView = 600;

// Of a column whose title also has the arrow of sorting.
int titleWidth(const QAbstractItemModel &model, int column)
{
    constexpr int arrowAndPadding = 26;
    const QString title = model.headerData(column, Qt::Horizontal).toString();
    return std::max(56, QFontMetrics(secondaryFont()).horizontalAdvance(title) + arrowAndPadding);
}

QHBoxLayout *titleLine()
{
    auto *line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    return line;
}

} // namespace

ClassificationView::ClassificationView(Theme &theme, const QString &panel,
                                       ResultHead::Extent extent, QWidget *parent)
    : QWidget(parent), theme_(theme), panel_(panel), extent_(extent)
{
    setRole(this, "canvas");
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    head_ = new ResultHead(panel, extent, this);
    layout->addWidget(head_);
    layout->addWidget(horizontalLine(this));
    auto *figures = new QSplitter(Qt::Horizontal, this);
    figures->setChildrenCollapsible(false);
    figures->addWidget(buildMatrix());
    figures->addWidget(buildCurves());
    figures->setStretchFactor(0, 1);
    figures->setStretchFactor(1, 1);
    figures->setSizes({1000, 1000});
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(figures);
    splitter->addWidget(buildTables());
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({600, 400});
    layout->addWidget(splitter, 1);
    fillExportMenu();
    chooseCell(std::nullopt);
}

QString ClassificationView::named(const char *part) const
{
    return panel_ + QLatin1Char('.') + QLatin1String(part);
}

QString ClassificationView::fileName(const QString &what) const
{
    return record_ ? record_->name + QLatin1Char('-') + what : what;
}

void ClassificationView::fillExportMenu()
{
    QMenu *menu = head_->exportMenu();
    const auto addTable = [&](const QString &text, QTableView *table, const QString &name) {
        menu->addAction(text, this,
                        [this, table, name] { exportTableWithDialog(table, fileName(name)); });
    };
    menu->addAction(tr("Confusion matrix…"), this, &ClassificationView::exportWithDialog);
    menu->addAction(tr("ROC curves…"), this,
                    [this] { roc_->exportWithDialog(fileName(QStringLiteral("roc"))); });
    menu->addAction(tr("Precision-recall curves…"), this, [this] {
        precisionRecall_->exportWithDialog(fileName(QStringLiteral("precision-recall")));
    });
    menu->addSeparator();
    addTable(tr("Table of classes…"), classes_, QStringLiteral("classes"));
    addTable(tr("Table of mistakes…"), mistakes_, QStringLiteral("mistakes"));
}

QWidget *ClassificationView::buildMatrix()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(12, 8, 8, 6);
    layout->setSpacing(6);
    auto *line = titleLine();
    line->addWidget(sectionTitle(tr("Confusion matrix"), box));
    auto *hint = new ElidedLabel(tr("a cell lists its examples below"), box);
    setRole(hint, "muted");
    line->addWidget(hint, 1);
    layout->addLayout(line);
    matrix_ = new ConfusionMatrix(theme_, named("confusion"), box);
    layout->addWidget(matrix_, 1);
    connect(matrix_, &ConfusionMatrix::cellChosen, this, &ClassificationView::chooseCell);
    return box;
}

QWidget *ClassificationView::buildCurves()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(8, 8, 12, 6);
    layout->setSpacing(6);
    curves_ = new QStackedWidget(box);
    roc_ = new RankingPlot(theme_, RankingPlot::Kind::Roc, named("roc"), curves_);
    precisionRecall_ = new RankingPlot(theme_, RankingPlot::Kind::PrecisionRecall,
                                       named("precision_recall"), curves_);
    auto *line = titleLine();
    line->setSpacing(0);
    auto *group = new QButtonGroup(box);
    const std::pair<QString, RankingPlot *> kinds[] = {{tr("ROC"), roc_},
                                                       {tr("Precision-recall"), precisionRecall_}};
    for (const auto &[text, plot] : kinds) {
        auto *button = new QToolButton(box);
        button->setText(text);
        button->setObjectName(plot->objectName() + QStringLiteral(".show"));
        button->setAccessibleName(tr("Show the curves: %1").arg(text));
        button->setCheckable(true);
        button->setChecked(plot == roc_);
        setRole(button, "segment");
        group->addButton(button);
        line->addWidget(button);
        curves_->addWidget(plot);
        connect(button, &QToolButton::clicked, this,
                [this, shown = plot] { curves_->setCurrentWidget(shown); });
    }
    line->addStretch(1);
    layout->addLayout(line);
    layout->addWidget(curves_, 1);
    return box;
}

QWidget *ClassificationView::buildTables()
{
    tabs_ = new QTabWidget(this);
    tabs_->setObjectName(named("results.tables"));
    tabs_->setDocumentMode(true);
    tabs_->setAccessibleName(tr("Tables of the result"));
    tabs_->tabBar()->setAccessibleName(tr("Tables of the result"));
    classModel_ = new ClassTableModel(this);
    auto *sortedClasses = new QSortFilterProxyModel(this);
    sortedClasses->setSortRole(sortRole);
    sortedClasses->setSourceModel(classModel_);
    classes_ = new QTableView(tabs_);
    classes_->setModel(sortedClasses);
    setUpTable(classes_, named("classes"), tr("Classes"));
    setCloseColumns(classes_);
    classes_->setSelectionMode(QAbstractItemView::SingleSelection);
    classes_->horizontalHeader()->setSectionResizeMode(ClassTableModel::Class,
                                                       QHeaderView::Stretch);
    for (int column = ClassTableModel::Examples; column < ClassTableModel::ColumnCount; ++column)
        classes_->setColumnWidth(column, titleWidth(*classModel_, column));
    classes_->sortByColumn(ClassTableModel::Class, Qt::AscendingOrder);
    classes_->setToolTip(tr("The chosen class stands out among the curves."));
    connect(classes_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ClassificationView::chooseClass);
    tabs_->addTab(classes_, tr("Classes"));
    tabs_->addTab(buildMistakes(), tr("Mistakes"));
    return tabs_;
}

// Above the table stands what it is filtered by.
QWidget *ClassificationView::buildMistakes()
{
    auto *page = new QWidget(tabs_);
    mistakeModel_ = new MistakeTableModel(this);
    mistakeFilter_ = new MistakeFilter(mistakeModel_);
    mistakes_ = new QTableView(page);
    mistakes_->setModel(mistakeFilter_);
    setUpTable(mistakes_, named("errors"), tr("Most confident mistakes"));
    setCloseColumns(mistakes_);
    mistakes_->horizontalHeader()->setStretchLastSection(true);
    for (int column = MistakeTableModel::Line; column < MistakeTableModel::Sequence; ++column)
        mistakes_->setColumnWidth(column, titleWidth(*mistakeModel_, column));
    for (const int name : {MistakeTableModel::Truth, MistakeTableModel::Predicted})
        mistakes_->setColumnWidth(name, 110);
    mistakes_->sortByColumn(MistakeTableModel::Probability, Qt::DescendingOrder);
    mistakes_->setToolTip(tr("Double click or Enter shows the whole sequence."));
    connect(mistakes_, &QTableView::activated, this,
            [this](const QModelIndex &index) { showSequence(index.row()); });
    filter_ = new QWidget(page);
    auto *line = titleLine();
    line->setContentsMargins(12, 2, 8, 2);
    filterText_ = new ElidedLabel({}, filter_);
    filterText_->setObjectName(named("errors.filter"));
    setRole(filterText_, "muted");
    line->addWidget(filterText_, 1);
    QToolButton *showAll = linkButton(tr("Show all"), named("errors.all"), filter_);
    line->addWidget(showAll);
    filter_->setLayout(line);
    connect(showAll, &QToolButton::clicked, this, [this] { chooseCell(std::nullopt); });
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(filter_);
    layout->addWidget(mistakes_, 1);
    return page;
}

void ClassificationView::setRecord(std::shared_ptr<const ClassificationRecord> record)
{
    record_ = std::move(record);
    ConfusionCounts counts;
    for (const std::string &name : record_->table.classes)
        counts.classes.append(QString::fromStdString(name));
    counts.counts = confusionMatrix(record_->table);
    matrix_->setCounts(std::move(counts));
    roc_->setRecord(record_);
    precisionRecall_->setRecord(record_);
    classModel_->setRecord(record_);
    mistakeModel_->setRecord(record_);
    chooseCell(std::nullopt);
    showDescription();
    showFigures();
    head_->setNote(record_->note);
}

void ClassificationView::showDescription()
{
    head_->setTitle(extent_ == ResultHead::Extent::OneLine ? record_->name
                                                           : titleOfSplit(record_->split));
    const QString file = QString::fromStdString(record_->dataFile.filename().string());
    const QString counts = tr("%1 examples of %2 classes")
                               .arg(groupedNumber(record_->table.size()))
                               .arg(record_->table.classes.size());
    head_->setSubtitle(file.isEmpty() ? counts : file + QStringLiteral(", ") + counts,
                       QString::fromStdString(record_->dataFile.string()));
}

void ClassificationView::showFigures()
{
    const ClassificationScores &scores = record_->scores;
    const QString all = tr("n = %1").arg(groupedNumber(record_->table.size()));
    const QString classes = tr("%1 classes").arg(record_->table.classes.size());
    const bool isBinary = record_->table.classes.size() == 2;
    std::vector<KeyFigure> shownFigures = {
        {tr("Accuracy"), ResultHead::figureText(scores.accuracy),
         countOf(record_->rightCount(), record_->table.size()),
         tr("Share of the examples whose class is predicted rightly")},
        {tr("MCC"), ResultHead::figureText(scores.matthews), all,
         tr("Matthews correlation of true and predicted classes (Gorodkin); 0 is chance")},
        {tr("F1, macro"), ResultHead::figureText(scores.macro.f1), classes,
         tr("2PR / (P + R), the mean over the classes")},
        {tr("AUROC"), ResultHead::figureText(record_->meanAreaUnderRoc), isBinary ? all : classes,
         tr("Area under TPR(FPR); of several classes the mean of each against all others. 0.5 is "
            "chance")},
        {tr("Precision, macro"), ResultHead::figureText(scores.macro.precision), classes,
         tr("Share of the examples predicted as a class that are of it, the mean over the "
            "classes")},
        {tr("Recall, macro"), ResultHead::figureText(scores.macro.recall), classes,
         tr("Share of the examples of a class that are predicted as it, the mean over the "
            "classes")}};
    if (record_->loss)
        shownFigures.push_back({tr("Loss"), ResultHead::figureText(record_->loss),
                                tr("nats, n = %1").arg(groupedNumber(record_->table.size())),
                                tr("Mean cross-entropy")});
    figures()->setFigures(std::move(shownFigures));
    const auto shown = static_cast<qint64>(record_->mistakes.size());
    tabs_->setTabText(mistakesTab,
                      shown < record_->mistakeCount
                          ? tr("Mistakes (first %1)").arg(countOf(shown, record_->mistakeCount))
                          : tr("Mistakes (%1)").arg(groupedNumber(record_->mistakeCount)));
}

void ClassificationView::chooseCell(std::optional<std::pair<int, int>> cell)
{
    matrix_->setChosen(cell);
    mistakeFilter_->setCell(cell);
    filterText_->setText(cell ? matrix_->textOf(*cell) : QString());
    filter_->setVisible(cell.has_value());
    if (cell)
        tabs_->setCurrentIndex(mistakesTab);
}

// In little room the names of the classes need it more than the least important columns.
void ClassificationView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    for (const int column : {ClassTableModel::Predicted, ClassTableModel::Auprc})
        classes_->setColumnHidden(column, width() < narrowView);
}

void ClassificationView::chooseClass()
{
    const QModelIndexList rows = classes_->selectionModel()->selectedRows();
    const int chosen = rows.isEmpty() ? -1 : rows.first().data(sortRole).toInt();
    roc_->setHighlighted(chosen);
    precisionRecall_->setHighlighted(chosen);
}

void ClassificationView::showSequence(int row)
{
    const QModelIndex source = mistakeFilter_->mapToSource(mistakeFilter_->index(row, 0));
    const QString sequence = mistakeModel_->sequenceAt(source.row());
    if (!sequence.isEmpty())
        showDetails(tr("Line %1").arg(source.data().toString()), sequence, this);
}

void ClassificationView::exportWithDialog()
{
    matrix_->exportWithDialog(fileName(QStringLiteral("confusion")));
}

} // namespace helicase
