#include "widgets/evaluate/figure_tiles.h"

#include "widgets/common/flow_layout.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QVBoxLayout>

namespace helicase {

FigureTiles::FigureTiles(const QString &objectName, QWidget *parent) : QWidget(parent)
{
    setObjectName(objectName);
    setAccessibleName(tr("Key figures"));
    tiles_ = new FlowLayout(28, 6, this);
    tiles_->setContentsMargins(12, 2, 12, 8);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
}

int FigureTiles::heightForWidth(int width) const
{
    return tiles_->heightForWidth(width);
}

void FigureTiles::setFigures(const std::vector<KeyFigure> &figures)
{
    while (QLayoutItem *item = tiles_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QStringList lines;
    for (const KeyFigure &figure : figures) {
        tiles_->addWidget(tile(figure));
        lines.append(figure.name + u' ' + figure.value +
                     (figure.note.isEmpty() ? QString() : QStringLiteral(", ") + figure.note));
    }
    text_ = lines.join(u'\n');
    setAccessibleDescription(lines.join(QStringLiteral("; ")));
    updateGeometry();
}

QString FigureTiles::text() const
{
    return text_;
}

QWidget *FigureTiles::tile(const KeyFigure &figure)
{
    auto *box = new QWidget(this);
    box->setToolTip(figure.meaning);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(mutedLabel(figure.name, box));
    auto *value = new QLabel(figure.value, box);
    value->setFont(titleFont());
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(value);
    auto *note = new QLabel(figure.note, box);
    setRole(note, "small");
    layout->addWidget(note);
    return box;
}

} // namespace helicase
