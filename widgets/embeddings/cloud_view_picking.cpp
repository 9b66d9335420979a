// Picking in a cloud: a click, the list of several contigs under it, the tool tip.
#include "widgets/common/format.h"
#include "widgets/embeddings/cloud_view.h"

#include <QMenu>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr size_t longestPickList = 12;

} // namespace

void CloudView::pick(const QPointF &at, SelectionChange change)
{
    if (!scene_.shown())
        return;
    const std::vector<int> contigs = contigsAt(at);
    if (contigs.size() > 1)
        showPickList(contigs, at, change);
    else if (!contigs.empty() || change == SelectionChange::Replace)
        model_.changeSelection(contigs, change);
}

void CloudView::showPickList(const std::vector<int> &contigs, const QPointF &at,
                             SelectionChange change)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(objectName() + QStringLiteral(".picklist"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const size_t listed = std::min(contigs.size(), longestPickList);
    for (size_t i = 0; i < listed; ++i) {
        const int contig = contigs[i];
        QString line = toolTipOf(contig);
        menu->addAction(line.replace(u'\n', QStringLiteral("  ")), this, [this, contig, change] {
            model_.changeSelection(std::array{contig}, change);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("All %1 here").arg(groupedNumber(static_cast<qint64>(contigs.size()))), this,
                    [this, contigs, change] { model_.changeSelection(contigs, change); });
    menu->popup(mapToGlobal(at.toPoint()));
}

void CloudView::showToolTip()
{
    if (!scene_.shown() || drag_ != Drag::None)
        return;
    const std::vector<int> contigs = contigsAt(hoverAt_);
    if (contigs.empty()) {
        QToolTip::hideText();
        return;
    }
    QString text = toolTipOf(contigs.front());
    if (contigs.size() > 1)
        text +=
            tr("\nand %1 more here").arg(groupedNumber(static_cast<qint64>(contigs.size()) - 1));
    QToolTip::showText(mapToGlobal(hoverAt_.toPoint()), text, this);
}

QString CloudView::toolTipOf(int contig) const
{
    const CloudData &cloud = model_.data();
    const auto row = static_cast<size_t>(contig);
    QStringList lines = {QString::fromStdString(cloud.ids[row])};
    lines.append(
        cloud.classes[row] < 0
            ? tr("no label")
            : QString::fromStdString(cloud.classNames[static_cast<size_t>(cloud.classes[row])]));
    if (cloud.lengths[row] > 0)
        lines.append(tr("%1 bp").arg(groupedNumber(cloud.lengths[row])));
    if (cloud.gc[row] >= 0)
        lines.last() += tr(", GC %1").arg(percent(cloud.gc[row], 1));
    if (const std::vector<int> *bins = cloud.binsFor(scene_.shown()->name);
        bins && (*bins)[row] >= 0)
        lines.append(tr("bin %1").arg((*bins)[row]));
    return lines.join(u'\n');
}

} // namespace helicase
