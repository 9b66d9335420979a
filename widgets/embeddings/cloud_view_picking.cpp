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
    QStringList lines = {QString::fromStdString(model_.data().ids[static_cast<size_t>(contig)])};
    QStringList figures;
    for (const AttributeInfo &info : model_.attributes()) {
        if (info.key.startsWith(attribute_key::columnPrefix) && info.key != model_.look().colourKey)
            continue;
        const QString text = model_.attribute(info.key)->text(contig);
        if (info.kind == AttributeKind::Category)
            lines.append(info.key == attribute_key::species || info.key == attribute_key::bin
                             ? text
                             : QStringLiteral("%1: %2").arg(info.title, text));
        else if (!text.isEmpty())
            figures.append(info.key == attribute_key::length
                               ? QStringLiteral("%1 %2").arg(text, info.unit)
                               : QStringLiteral("%1 %2 %3").arg(info.title, text, info.unit));
    }
    if (!figures.isEmpty())
        lines.append(figures.join(QStringLiteral(", ")));
    return lines.join(u'\n');
}

} // namespace helicase
