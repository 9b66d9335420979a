#include "widgets/evaluate/result_view.h"

#include "core/base/text.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/table_columns.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/evaluate/bin_table_model.h"
#include "widgets/evaluate/binding_figures.h"
#include "widgets/evaluate/bins_recovered_plot.h"
#include "widgets/evaluate/candidate_style.h"
#include "widgets/evaluate/classification_view.h"
#include "widgets/evaluate/figure_parts.h"
#include "widgets/evaluate/learning_curve_plot.h"
#include "widgets/evaluate/prediction_loader.h"
#include "widgets/evaluate/regression_view.h"
#include "widgets/evaluate/result_table.h"
#include "widgets/evaluate/species_bin_matrix.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

QString fact(const StoredEvaluation &evaluation, const QString &name)
{
    for (const auto &[key, value] : evaluation.data)
        if (key == name)
            return value;
    return {};
}

// "contigs.fa, 177 contigs, 5 species, mean ± standard deviation of 5 seeds"
QString describe(const StoredEvaluation &evaluation)
{
    QStringList parts;
    for (const char *key : {"Sequences", "Data", "Windows file"}) {
        const QString file = fact(evaluation, QLatin1String(key));
        if (file.contains(u'/') || file.contains(u'.')) {
            parts.append(file.section(u'/', -1));
            break;
        }
    }
    const auto count = [&](const QString &name, const QString &words) {
        if (const QString value = fact(evaluation, name); !value.isEmpty())
            parts.append(words.arg(value));
    };
    count(QStringLiteral("Contigs"), ResultView::tr("%1 contigs"));
    count(QStringLiteral("Species"), ResultView::tr("%1 species"));
    count(QStringLiteral("Windows"), ResultView::tr("%1 windows"));
    count(QStringLiteral("Examples"), ResultView::tr("%1 examples"));
    if (evaluation.seedCount > 1)
        parts.append(
            ResultView::tr("mean ± standard deviation of %1 seeds").arg(evaluation.seedCount));
    return parts.join(QStringLiteral(", "));
}

QLabel *mutedElidedLabel(QWidget *parent)
{
    auto *label = new ElidedLabel({}, parent);
    setRole(label, "muted");
    return label;
}

} // namespace

ResultView::ResultView(Theme &theme, const Actions &actions, QWidget *parent)
    : QWidget(parent), theme_(theme), showBin_(actions.showBin)
{
    bindingFigures_ = new BindingFigures(theme, this);
    connectPredictions();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead(actions.chooseColumns));
    layout->addWidget(buildBinningFigures(), 3);
    layout->addWidget(buildLearningCurve(), 3);
    layout->addWidget(bindingFigures_, 3);
    predictionPlace_ = new QVBoxLayout;
    layout->addLayout(predictionPlace_, 5);
    layout->addWidget(buildDetails(actions), 2);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    connect(&theme_, &Theme::changed, this, &ResultView::applyTheme);
}

void ResultView::connectPredictions()
{
    predictions_ = new PredictionLoader(this);
    connect(predictions_, &PredictionLoader::classesLoaded, this,
            [this](std::shared_ptr<const ClassificationRecord> record) {
                classification()->setRecord(std::move(record));
                showPredictions(classification_);
                Q_EMIT predictionsFailed({});
            });
    connect(predictions_, &PredictionLoader::valuesLoaded, this,
            [this](std::shared_ptr<const RegressionRecord> record) {
                regression()->setRecord(std::move(record));
                showPredictions(regression_);
                Q_EMIT predictionsFailed({});
            });
    connect(predictions_, &PredictionLoader::failed, this, [this](const QString &message) {
        showPredictions(nullptr);
        Q_EMIT predictionsFailed(message);
    });
}

// Null: none is shown.
void ResultView::showPredictions(QWidget *view)
{
    for (QWidget *one : std::initializer_list<QWidget *>{classification_, regression_})
        if (one)
            one->setVisible(one == view);
}

ClassificationView *ResultView::classification()
{
    if (!classification_) {
        classification_ = new ClassificationView(theme_, QStringLiteral("evaluate"),
                                                 ResultHead::Extent::OneLine, this);
        classification_->hide();
        predictionPlace_->addWidget(classification_);
    }
    return classification_;
}

RegressionView *ResultView::regression()
{
    if (!regression_) {
        regression_ = new RegressionView(theme_, QStringLiteral("evaluate"),
                                         ResultHead::Extent::OneLine, this);
        regression_->hide();
        predictionPlace_->addWidget(regression_);
    }
    return regression_;
}

QWidget *ResultView::buildHead(QAction *chooseColumns)
{
    auto *head = new QWidget(this);
    head_ = head;
    title_ = sectionTitle({}, head);
    subtitle_ = mutedElidedLabel(head);
    results_ = new ResultTable(head);
    columnButton_ = toolButton(chooseColumns, ButtonText::Beside, head);
    difference_ = new QLabel(head);
    difference_->setObjectName(QStringLiteral("evaluate.difference"));
    notes_ = mutedLabel({}, head);
    notes_->setObjectName(QStringLiteral("evaluate.notes"));
    for (QLabel *label : {difference_, notes_}) {
        label->setWordWrap(true);
        label->setContentsMargins(12, 4, 12, 4);
    }
    auto *titles = new QHBoxLayout;
    titles->setContentsMargins(12, 4, 8, 4);
    titles->setSpacing(8);
    titles->addWidget(title_);
    titles->addWidget(subtitle_, 1);
    titles->addWidget(columnButton_);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(0);
    layout->addLayout(titles);
    layout->addWidget(results_);
    layout->addWidget(difference_);
    layout->addWidget(notes_);
    layout->addWidget(horizontalLine(head));
    head->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(results_, &ResultTable::candidateChosen, this, &ResultView::chooseCandidate);
    return head;
}

QWidget *ResultView::buildBinningFigures()
{
    binningFigures_ = new QWidget(this);
    recovered_ = new BinsRecoveredPlot(theme_, binningFigures_);
    matrix_ = new SpeciesBinMatrix(binningFigures_);
    matrixSubtitle_ = mutedElidedLabel(binningFigures_);
    legend_ = new QLabel(binningFigures_);
    legend_->setTextFormat(Qt::RichText);
    legend_->setWordWrap(true);
    auto *recoveredHeader = new QHBoxLayout;
    recoveredHeader->addWidget(sectionTitle(tr("Bins recovered"), binningFigures_), 0,
                               Qt::AlignTop);
    recoveredHeader->addWidget(legend_, 1);
    auto *left = new QVBoxLayout;
    left->addLayout(recoveredHeader);
    left->addWidget(recovered_, 1);
    auto *right = new QVBoxLayout;
    auto *matrixHeader = new QHBoxLayout;
    matrixHeader->addWidget(sectionTitle(tr("Species and bins"), binningFigures_));
    matrixHeader->addWidget(matrixSubtitle_, 1);
    right->addLayout(matrixHeader);
    right->addWidget(matrix_, 1);
    auto *layout = new QHBoxLayout(binningFigures_);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(16);
    layout->addLayout(left, 5);
    layout->addLayout(right, 4);
    connect(matrix_, &SpeciesBinMatrix::cellActivated, this, &ResultView::contigsChosen);
    return binningFigures_;
}

QWidget *ResultView::buildLearningCurve()
{
    learningPane_ = new QWidget(this);
    learningCurve_ = new LearningCurvePlot(theme_, learningPane_);
    learningLegend_ = new QLabel(learningPane_);
    learningLegend_->setTextFormat(Qt::RichText);
    learningLegend_->setWordWrap(true);
    auto *header = new QHBoxLayout;
    header->setSpacing(8);
    header->addWidget(sectionTitle(tr("Learning curve"), learningPane_), 0, Qt::AlignTop);
    header->addWidget(learningLegend_, 1);
    auto *layout = new QVBoxLayout(learningPane_);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->addLayout(header);
    layout->addWidget(learningCurve_, 1);
    auto *note = mutedLabel(tr("Bars: 95 % intervals, bootstrap over seeds and test contigs"),
                            learningPane_);
    layout->addWidget(note);
    return learningPane_;
}

QWidget *ResultView::buildDetails(const Actions &actions)
{
    detailsPane_ = new QWidget(this);
    binModel_ = new BinTableModel(this);
    details_ = new QTableView(detailsPane_);
    details_->setModel(binModel_);
    setUpTable(details_, QStringLiteral("evaluate.details"), tr("Bins"));
    setCloseColumns(details_);
    details_->horizontalHeader()->setSortIndicator(BinTableModel::Completeness,
                                                   Qt::DescendingOrder);
    details_->horizontalHeader()->setSectionResizeMode(BinTableModel::Species,
                                                       QHeaderView::Stretch);
    for (const auto &[column, width] : {std::pair<int, int>{BinTableModel::Bin, 52},
                                        {BinTableModel::Contigs, 70},
                                        {BinTableModel::Bases, 88},
                                        {BinTableModel::Completeness, 118},
                                        {BinTableModel::Contamination, 112},
                                        {BinTableModel::Level, 72}})
        details_->setColumnWidth(column, width);
    detailsSubtitle_ = mutedElidedLabel(detailsPane_);
    auto *header = new QHBoxLayout;
    header->setContentsMargins(12, 4, 8, 4);
    header->setSpacing(8);
    header->addWidget(sectionTitle(tr("Bins"), detailsPane_));
    header->addWidget(detailsSubtitle_, 1);
    header->addWidget(toolButton(actions.saveBins, ButtonText::Beside, detailsPane_));
    header->addWidget(toolButton(actions.showBin, ButtonText::Beside, detailsPane_));
    auto *layout = new QVBoxLayout(detailsPane_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(horizontalLine(detailsPane_));
    layout->addLayout(header);
    layout->addWidget(details_, 1);
    connect(details_, &QTableView::activated, this,
            [this](const QModelIndex &index) { openBin(index.row()); });
    connect(details_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { showBin_->setEnabled(details_->selectionModel()->hasSelection()); });
    connect(binModel_, &QAbstractItemModel::modelReset, this,
            [this] { showBin_->setEnabled(false); });
    details_->setSelectionMode(QAbstractItemView::SingleSelection);
    details_->setToolTip(tr("Double click or Enter shows the contigs of the bin in Embeddings."));
    return detailsPane_;
}

QString ResultView::sentence() const
{
    return difference_->text();
}

void ResultView::setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation)
{
    evaluation_ = std::move(evaluation);
    title_->setText(evaluation_->title());
    subtitle_->setText(describe(*evaluation_));
    results_->setEvaluation(evaluation_);
    showNotes();
    binningFigures_->setVisible(!evaluation_->bins.rows.empty());
    learningPane_->setVisible(!evaluation_->learningCurve.rows.empty());
    bindingFigures_->setVisible(!evaluation_->predictions.rows.empty());
    detailsPane_->setVisible(!evaluation_->bins.rows.empty());
    showPredictions(nullptr);
    applyTheme();
    const auto model =
        std::ranges::find(evaluation_->candidates, false, &ShownCandidate::isBaseline);
    if (!evaluation_->candidates.empty())
        results_->selectRow(model == evaluation_->candidates.end()
                                ? 0
                                : static_cast<int>(model - evaluation_->candidates.begin()));
}

// Five bins where there is room for them beside the figures, at least two.
void ResultView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    constexpr int leastForFigures = 190;
    constexpr int titleHeight = 40;
    const int header = details_->horizontalHeader()->sizeHint().height();
    const int row = details_->verticalHeader()->defaultSectionSize();
    const int room = height() - head_->sizeHint().height() - leastForFigures - titleHeight - header;
    details_->setMinimumHeight(header + std::clamp(room / row, 2, 5) * row);
}

void ResultView::openColumnMenu()
{
    results_->columnMenu()->popup(columnButton_->mapToGlobal(QPoint(0, columnButton_->height())));
}

void ResultView::openChosenBin()
{
    const QModelIndexList rows = details_->selectionModel()->selectedRows();
    if (!rows.isEmpty())
        openBin(rows.first().row());
}

void ResultView::showNotes()
{
    const bool hasDifference =
        evaluation_->difference && !evaluation_->difference->sentence.isEmpty();
    difference_->setVisible(hasDifference);
    if (hasDifference)
        difference_->setText(evaluation_->difference->sentence);
    QStringList notes;
    for (const QString &note : evaluation_->notes)
        notes.append(note);
    notes_->setText(notes.join(u'\n'));
    notes_->setVisible(!notes.isEmpty());
}

void ResultView::applyTheme()
{
    const bool dark = theme_.isDark();
    results_->setColours({.better = theme_.color(ColorRole::Success),
                          .worse = theme_.color(ColorRole::Error),
                          .muted = theme_.color(ColorRole::Muted),
                          .isDark = dark});
    matrix_->setColours(theme_.color(ColorRole::Alternate),
                        dark ? QColor(0x7C, 0xCB, 0xF7) : QColor(0x0B, 0x4F, 0x79));
    if (!evaluation_)
        return;
    if (!evaluation_->bins.rows.empty())
        recovered_->setEvaluation(evaluation_, dark);
    if (!evaluation_->predictions.rows.empty())
        bindingFigures_->setEvaluation(evaluation_, dark);
    if (!evaluation_->learningCurve.rows.empty())
        learningCurve_->setEvaluation(evaluation_, dark);
    for (QLabel *legend : {legend_, learningLegend_}) {
        legend->setText(candidateLegend(*evaluation_, dark));
        legend->setFont(secondaryFont());
    }
}

void ResultView::chooseCandidate(const std::string &name)
{
    candidate_ = name;
    if (const auto source = evaluation_->predictionsOf(name))
        return predictions_->load(*source);
    const ShownCandidate *candidate = evaluation_->candidate(name);
    const QString label = candidate ? candidate->label : QString();
    matrix_->setCounts(countSpeciesAndBins(evaluation_->assignments, name));
    matrixSubtitle_->setText(tr("contigs, %1").arg(label));
    binModel_->setBins(evaluation_->bins, name);
    detailsSubtitle_->setText(label);
}

void ResultView::openBin(int row)
{
    const TsvTable &table = evaluation_->assignments;
    const int column = table.column(candidate_);
    if (column < 0)
        return;
    QStringList ids;
    for (const std::vector<std::string> &contig : table.rows)
        if (parseInteger(contig[static_cast<size_t>(column)]) == binModel_->binAt(row))
            ids.append(QString::fromStdString(contig.front()));
    Q_EMIT contigsChosen(ids.join(u'\n'));
}

} // namespace helicase
