#include "widgets/common/figure_tiles.h"

#include "widgets/common/flow_layout.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

FigureTiles::FigureTiles(const QString &objectName, QWidget *parent) : QWidget(parent)
{
    setObjectName(objectName);
    setAccessibleName(tr("Key figures"));
    tiles_ = new FlowLayout(24, 6, this);
    tiles_->setContentsMargins(12, 6, 12, 8);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
}

int FigureTiles::heightForWidth(int width) const
{
    return tiles_->heightForWidth(width);
}

void FigureTiles::setFigures(std::vector<KeyFigure> figures)
{
    figures_ = std::move(figures);
    while (QLayoutItem *item = tiles_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const KeyFigure &figure : figures_)
        tiles_->addWidget(tile(figure));
    setAccessibleDescription(lines().join(QStringLiteral("; ")));
    updateGeometry();
}

QString FigureTiles::value(const QString &name) const
{
    const auto figure = std::ranges::find(figures_, name, &KeyFigure::name);
    return figure != figures_.end() ? figure->value : QString();
}

QString FigureTiles::text() const
{
    return lines().join(u'\n');
}

QStringList FigureTiles::lines() const
{
    QStringList lines;
    for (const KeyFigure &figure : figures_)
        lines += figure.name + u' ' + figure.value +
                 (figure.note.isEmpty() ? QString() : QStringLiteral(", ") + figure.note);
    return lines;
}

QWidget *FigureTiles::tile(const KeyFigure &figure)
{
    auto *box = new QWidget(this);
    box->setToolTip(figure.meaning);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(mutedLabel(figure.name, box));
    auto *value = new QLabel(figure.value, box);
    value->setAccessibleName(QStringLiteral("%1: %2").arg(figure.name, figure.value));
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(value, "strong");
    layout->addWidget(value);
    if (!figure.note.isEmpty()) {
        auto *note = new QLabel(figure.note, box);
        setRole(note, "small");
        layout->addWidget(note);
    }
    return box;
}

} // namespace helicase
