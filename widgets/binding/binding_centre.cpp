#include "widgets/binding/binding_centre.h"

#include "widgets/binding/comparison_model.h"
#include "widgets/binding/hit_table_model.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace helicase {

namespace {

QWidget *stacked(std::initializer_list<QWidget *> widgets)
{
    auto *box = new QWidget;
    setRole(box, "canvas");
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (QWidget *widget : widgets)
        layout->addWidget(widget);
    layout->setStretch(layout->count() - 1, 1);
    return box;
}

} // namespace

BindingCentre::BindingCentre(Theme &theme, const Actions &actions, QWidget *parent)
    : QWidget(parent)
{
    auto *head = new QWidget(this);
    title_ = new ElidedLabel({}, head);
    title_->setObjectName(QStringLiteral("binding.title"));
    setRole(title_, "sectiontitle");
    note_ = mutedLabel({}, head);
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(10, 5, 10, 5);
    line->setSpacing(8);
    line->addWidget(title_, 1);
    line->addWidget(note_);
    track_ = new BindingTrack(theme, this);
    mapTitle_ = new ElidedLabel({}, this);
    mapTitle_->setObjectName(QStringLiteral("binding.mutagenesis.title"));
    setRole(mapTitle_, "sectiontitle");
    mapTitle_->setContentsMargins(10, 6, 10, 2);
    map_ = new MutagenesisMap(theme, this);
    buildHits(actions);
    auto *parts = new QSplitter(Qt::Vertical, this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(stacked({head, horizontalLine(this), track_}));
    parts->addWidget(stacked({mapTitle_, map_}));
    parts->addWidget(stacked({hitsHead_, hits_}));
    parts->setStretchFactor(0, 5);
    parts->setStretchFactor(1, 3);
    parts->setStretchFactor(2, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(parts);
    connect(track_, &BindingTrack::pointed, this, &BindingCentre::pointed);
    connect(map_, &MutagenesisMap::pointed, this, &BindingCentre::pointed);
    connect(track_, &BindingTrack::spanChosen, this, &BindingCentre::takeSpan);
    connect(map_, &MutagenesisMap::cellChosen, this, &BindingCentre::showVariant);
    tellSpan();
    showHits();
}

void BindingCentre::buildHits(const Actions &actions)
{
    hitsHead_ = new QWidget(this);
    auto *title = new QLabel(tr("Motif hits"), hitsHead_);
    setRole(title, "sectiontitle");
    hitsNote_ = mutedLabel({}, hitsHead_);
    hitsNote_->setObjectName(QStringLiteral("binding.hits.note"));
    auto *line = new QHBoxLayout(hitsHead_);
    line->setContentsMargins(10, 2, 6, 2);
    line->setSpacing(8);
    line->addWidget(title);
    line->addWidget(hitsNote_, 1);
    line->addWidget(toolButton(actions.motifs, ButtonText::Beside, hitsHead_));
    line->addWidget(toolButton(actions.copyHits, ButtonText::Beside, hitsHead_));
    hitModel_ = new HitTableModel(this);
    hits_ = new QTableView(this);
    hits_->setModel(hitModel_);
    setUpTable(hits_, QStringLiteral("binding.hits"), tr("Motif hits"));
    hits_->setSelectionMode(QAbstractItemView::SingleSelection);
    hits_->horizontalHeader()->setStretchLastSection(true);
    hits_->setMinimumHeight(80);
    connect(hits_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) { showHit(now.row()); });
}

void BindingCentre::showWindow(const BindingData &windows, int64_t window,
                               const BindingResult *result, const QString &note)
{
    TrackScene scene;
    scene.title = windows.placeText(window);
    scene.firstBase = windows.firstBase(window);
    scene.bases = windows.sequence(window);
    scene.measured.assign(windows.measured(window).begin(), windows.measured(window).end());
    scene.motifs = motifBands(scene.measured);
    const int64_t row = result ? result->rowOf(windows.name(window)) : -1;
    if (row >= 0 && result->bases == windows.windowLength())
        for (const std::string &name : result->candidates) {
            if (name == meanBaseline)
                continue; // the same line in every window
            scene.curves.push_back({.name = candidateLabel(*result, name),
                                    .category = candidateCategory(*result, name),
                                    .values = result->predicted(name, row)});
        }
    for (const MotifBand &band : scene.motifs)
        scene.marks.push_back({.begin = band.begin, .end = band.end, .name = {}});
    title_->setText(scene.title);
    note_->setText(tr("%1, %2 motifs").arg(note, groupedNumber(std::ssize(scene.motifs))));
    track_->setScene(std::move(scene));
    setExplanation(nullptr, {}, 0);
}

void BindingCentre::setExplanation(std::shared_ptr<const Explanation> explanation,
                                   const QString &model, int category)
{
    explanation_ = std::move(explanation);
    model_ = model;
    category_ = category;
    TrackScene scene = track_->scene();
    scene.variant.reset();
    scene.attention = explanation_ ? explanation_->attention : std::vector<float>();
    if (explanation_ && !explanation_->hits.empty()) {
        scene.marks.clear();
        for (const ExplainedHit &hit : explanation_->hits)
            scene.marks.push_back(
                {.begin = hit.begin - 1, .end = hit.end, .name = QString::fromStdString(hit.name)});
    }
    const auto span = track_->span();
    track_->setScene(std::move(scene));
    map_->setExplanation(explanation_, track_->scene().firstBase);
    if (span)
        map_->setSpan(*span);
    tellSpan();
    showHits();
}

void BindingCentre::setLikelihood(std::vector<float> nats)
{
    TrackScene scene = track_->scene();
    scene.likelihood = std::move(nats);
    track_->setScene(std::move(scene));
}

std::optional<double> BindingCentre::meanLikelihood() const
{
    double sum = 0;
    int64_t count = 0;
    for (const float value : track_->scene().likelihood)
        if (std::isfinite(value)) {
            sum += double(value);
            ++count;
        }
    return count > 0 ? std::optional(sum / double(count)) : std::nullopt;
}

void BindingCentre::showHits()
{
    hitModel_->setHits(explanation_, track_->scene());
    fitHitColumns();
    hitsNote_->setText(
        !explanation_ ? tr("after Mutate window, with a file of matrices")
        : explanation_->hits.empty()
            ? tr("none, or no file of matrices was chosen")
            : tr("%1, both strands").arg(groupedNumber(std::ssize(explanation_->hits))));
}

// The names of models may be long; those of motifs take what room is left by the substitution.
void BindingCentre::fitHitColumns()
{
    constexpr int nameWidth = 140, widestModel = 150, margin = 30;
    const auto needed = [this](const QString &text) {
        return hits_->fontMetrics().horizontalAdvance(text) + margin;
    };
    const TrackScene &scene = track_->scene();
    const int place = needed(groupedNumber(scene.firstBase + scene.length()));
    for (int column = 0; column + 1 < hitModel_->columnCount(); ++column) {
        const int title = hits_->horizontalHeader()->sectionSizeHint(column);
        const bool isPlace = column == HitTableModel::From || column == HitTableModel::To;
        const int text = isPlace ? place : needed(QStringLiteral("1.2e-05"));
        hits_->setColumnWidth(column, column == HitTableModel::Motif
                                          ? nameWidth
                                          : std::max(std::min(title, widestModel), text));
    }
}

void BindingCentre::showVariant(std::optional<MutagenesisMap::Cell> cell)
{
    if (!cell || !explanation_)
        return track_->setVariant(std::nullopt);
    track_->setVariant(TrackCurve{.name = map_->textOf(*cell),
                                  .category = category_,
                                  .values = explanation_->variant(cell->base, cell->letter)});
}

void BindingCentre::takeSpan(BaseSpan span)
{
    map_->setSpan(span);
    tellSpan();
}

void BindingCentre::showHit(int row)
{
    if (row < 0 || row >= hitModel_->rowCount())
        return;
    constexpr int64_t context = 20;
    const ExplainedHit &hit = hitModel_->hitAt(row);
    const BaseSpan span{std::max<int64_t>(hit.begin - 1 - context, 0),
                        std::min(hit.end + context, explanation_->bases())};
    track_->setSpan(span);
    takeSpan(span);
}

void BindingCentre::tellSpan()
{
    mapTitle_->setText(explanation_ ? tr("Every substitution, predicted by %1, bases %2 to %3")
                                          .arg(model_, groupedNumber(map_->span().begin + 1),
                                               groupedNumber(map_->span().end))
                                    : tr("Every substitution"));
}

} // namespace helicase
