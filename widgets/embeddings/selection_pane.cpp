#include "widgets/embeddings/selection_pane.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/section_header.h"
#include "widgets/common/species_name.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/composition_bar.h"
#include "widgets/embeddings/selection_summary.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr size_t mostSpeciesListed = 10;

QString className(const CloudData &data, int classIndex)
{
    return classIndex < 0
               ? SelectionPane::tr("no label")
               : QString::fromStdString(data.classNames[static_cast<size_t>(classIndex)]);
}

} // namespace

SelectionPane::SelectionPane(CloudModel &model, QAction *primary, const QList<QAction *> &others,
                             QWidget *parent)
    : QWidget(parent), model_(model)
{
    setObjectName(QStringLiteral("embeddings.selection"));
    facts_ = new FactList(this);
    bar_ = new CompositionBar(this);
    species_ = new QWidget(this);
    speciesGrid_ = new QGridLayout(species_);
    speciesGrid_->setContentsMargins(0, 0, 0, 0);
    speciesGrid_->setColumnStretch(1, 1);
    hint_ =
        mutedLabel(tr("Click a point, or draw with lasso (L), box (B) or brush (R). Shift adds, "
                      "Ctrl removes."),
                   this);
    hint_->setWordWrap(true);
    auto *content = new QVBoxLayout;
    content->setContentsMargins(12, 4, 12, 8);
    content->setSpacing(8);
    content->addWidget(bar_);
    content->addWidget(species_);
    content->addWidget(hint_);
    auto *buttons = new QGridLayout;
    buttons->setSpacing(6);
    buttons->addWidget(primaryButton(primary, this), 0, 0);
    for (int i = 0; i < others.size(); ++i)
        buttons->addWidget(actionButton(others[i], this), (i + 1) / 2, (i + 1) % 2);
    content->addLayout(buttons);
    layout_ = new QVBoxLayout(this);
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(0);
    layout_->addWidget(facts_);
    layout_->addLayout(content);
    layout_->addStretch();
    connect(&model_, &CloudModel::selectionChanged, this, &SelectionPane::refresh);
    connect(&model_, &CloudModel::dataChanged, this, &SelectionPane::refresh);
    connect(&model_, &CloudModel::coloursChanged, this, &SelectionPane::refresh);
    refresh();
}

void SelectionPane::addSection(QWidget *section)
{
    layout_->insertWidget(layout_->count() - 1, section);
}

void SelectionPane::refresh()
{
    const CloudData &cloud = model_.data();
    const SelectionSummary summary = summarizeSelection(cloud, model_.selection());
    const bool isEmpty = summary.contigs == 0;
    const QString none = QStringLiteral("–");
    facts_->setFact(tr("Contigs"), countOf(summary.contigs, cloud.size()));
    facts_->setFact(tr("Bases"), isEmpty ? none : tr("%1 bp").arg(groupedNumber(summary.bases)));
    facts_->setFact(tr("N50"), isEmpty ? none : tr("%1 bp").arg(groupedNumber(summary.n50)));
    facts_->setFact(tr("Mean GC"), summary.meanGc < 0 ? none : percent(summary.meanGc, 1));
    std::vector<CompositionBar::Part> parts;
    for (const auto &[classIndex, count] : summary.composition)
        parts.push_back(
            {model_.speciesStyle(classIndex).color, double(count),
             tr("%1: %2 contigs").arg(className(cloud, classIndex), groupedNumber(count))});
    bar_->setParts(std::move(parts));
    bar_->setVisible(!isEmpty);
    species_->setVisible(!isEmpty);
    hint_->setVisible(isEmpty);
    listSpecies(summary);
}

void SelectionPane::listSpecies(const SelectionSummary &summary)
{
    while (QLayoutItem *item = speciesGrid_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (size_t row = 0; row < std::min(mostSpeciesListed, summary.composition.size()); ++row) {
        const auto &[classIndex, count] = summary.composition[row];
        const QString name = className(model_.data(), classIndex);
        auto *label = new ElidedLabel(name, species_);
        QFont font = label->font();
        font.setItalic(isBinomial(name));
        label->setFont(font);
        const auto place = static_cast<int>(row);
        speciesGrid_->addWidget(new LegendDot(model_.speciesStyle(classIndex), species_), place, 0);
        speciesGrid_->addWidget(label, place, 1);
        speciesGrid_->addWidget(new QLabel(groupedNumber(count), species_), place, 2,
                                Qt::AlignRight);
    }
    if (summary.composition.size() > mostSpeciesListed)
        speciesGrid_->addWidget(
            mutedLabel(tr("and %1 more species")
                           .arg(static_cast<int>(summary.composition.size() - mostSpeciesListed)),
                       species_),
            static_cast<int>(mostSpeciesListed), 1);
}

} // namespace helicase
