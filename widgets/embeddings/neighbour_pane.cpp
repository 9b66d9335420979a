#include "widgets/embeddings/neighbour_pane.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_model.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

NeighbourPane::NeighbourPane(CloudModel &model, QWidget *parent) : QWidget(parent), model_(model)
{
    setObjectName(QStringLiteral("embeddings.nearest"));
    auto *heading = new ElidedLabel({}, this);
    heading->setElideMode(Qt::ElideMiddle);
    title_ = heading;
    setRole(title_, "sectiontitle");
    QLabel *measure = mutedLabel(tr("cosine"), this);
    measure->setToolTip(tr("Cosine similarity of the vectors of the embedding, 1 = same direction. "
                           "Every vector is compared."));
    auto *head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(measure);
    note_ = mutedLabel({}, this);
    note_->setWordWrap(true);
    list_ = new QWidget(this);
    grid_ = new QGridLayout(list_);
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setVerticalSpacing(2);
    grid_->setColumnStretch(1, 1);
    selectAll_ = linkButton(tr("Select them"), QStringLiteral("embeddings.nearest.select"), this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(note_);
    layout->addWidget(list_);
    layout->addWidget(selectAll_, 0, Qt::AlignLeft);
    connect(&search_, &NeighbourSearch::found, this, &NeighbourPane::show);
    connect(&search_, &NeighbourSearch::failed, this, &NeighbourPane::fail);
    connect(selectAll_, &QToolButton::clicked, this, &NeighbourPane::selectAll);
    connect(&model_, &CloudModel::dataChanged, this, &NeighbourPane::clear);
    connect(&model_, &CloudModel::selectionChanged, this, &NeighbourPane::selectionChanged);
    clear();
}

void NeighbourPane::setProjection(int projection)
{
    projection_ = projection;
    if (contig_ >= 0)
        search();
}

// One picked contig is looked up at once; of several the user asks.
void NeighbourPane::selectionChanged()
{
    const std::vector<int> &selection = model_.selection();
    const bool canSearch =
        projection_ >= 0 && !model_.data().projections[size_t(projection_)].vectors.empty();
    if (selection.size() == 1 && canSearch)
        search();
}

void NeighbourPane::search()
{
    if (projection_ < 0 || model_.selection().empty())
        return;
    contig_ = model_.selection().front();
    search_.find(model_.sharedData(), projection_, contig_, neighbourCount);
}

void NeighbourPane::selectAll()
{
    std::vector<int> contigs = {contig_};
    for (const SimilarContig &neighbour : neighbours_)
        contigs.push_back(neighbour.contig);
    model_.setSelection(std::move(contigs));
}

void NeighbourPane::clear()
{
    contig_ = -1;
    projection_ = -1;
    neighbours_.clear();
    hide();
}

void NeighbourPane::fail(const QString &message)
{
    neighbours_.clear();
    title_->setText(tr("Nearest neighbours"));
    note_->setText(message);
    note_->show();
    list_->hide();
    selectAll_->hide();
    QWidget::show();
}

void NeighbourPane::show(int contig, const std::vector<SimilarContig> &neighbours)
{
    neighbours_ = neighbours;
    const CloudData &cloud = model_.data();
    title_->setText(
        tr("Nearest to %1").arg(QString::fromStdString(cloud.ids[static_cast<size_t>(contig)])));
    note_->hide();
    while (QLayoutItem *item = grid_->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one that has just been pressed
        }
        delete item;
    }
    int line = 0;
    for (const SimilarContig &neighbour : neighbours) {
        const auto row = static_cast<size_t>(neighbour.contig);
        auto *name = linkButton(QString::fromStdString(cloud.ids[row]),
                                QStringLiteral("embeddings.nearest.%1").arg(line), list_);
        connect(name, &QToolButton::clicked, this,
                [this, chosen = neighbour.contig] { model_.setSelection({chosen}); });
        grid_->addWidget(new LegendDot(model_.speciesStyle(cloud.classes[row]), list_), line, 0);
        grid_->addWidget(name, line, 1, Qt::AlignLeft);
        if (cloud.lengths[row] > 0)
            grid_->addWidget(mutedLabel(tr("%1 bp").arg(groupedNumber(cloud.lengths[row])), list_),
                             line, 2, Qt::AlignRight);
        grid_->addWidget(new QLabel(fixedNumber(neighbour.similarity, 3), list_), line, 3,
                         Qt::AlignRight);
        ++line;
    }
    list_->show();
    selectAll_->setVisible(!neighbours.empty());
    QWidget::show();
}

} // namespace helicase
