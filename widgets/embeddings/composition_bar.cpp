#include "widgets/embeddings/composition_bar.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace helicase {

CompositionBar::CompositionBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CompositionBar::setParts(std::vector<Part> parts)
{
    parts_ = std::move(parts);
    total_ = 0;
    QStringList words;
    for (const Part &part : parts_) {
        total_ += part.amount;
        words.append(part.toolTip);
    }
    setAccessibleName(words.join(QStringLiteral(", ")));
    update();
}

void CompositionBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    double left = 0;
    for (const Part &part : parts_) {
        const double partWidth = total_ > 0 ? part.amount / total_ * width() : 0;
        painter.fillRect(QRectF(left, 0, partWidth, height()), part.colour);
        left += partWidth;
    }
}

bool CompositionBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || total_ <= 0)
        return QWidget::event(event);
    auto *help = static_cast<QHelpEvent *>(event);
    double left = 0;
    for (const Part &part : parts_) {
        left += part.amount / total_ * width();
        if (help->pos().x() > left)
            continue;
        QToolTip::showText(help->globalPos(), part.toolTip, this);
        break;
    }
    return true;
}

} // namespace helicase
