#include "widgets/evaluate/result_head.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/widgets.h"
#include "widgets/evaluate/figure_parts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

ResultHead::ResultHead(const QString &prefix, Extent extent, QWidget *parent) : QWidget(parent)
{
    title_ = sectionTitle({}, this);
    subtitle_ = new ElidedLabel({}, this);
    setRole(subtitle_, "muted");
    auto *button = new QToolButton(this);
    button->setObjectName(prefix + QStringLiteral(".results.export"));
    button->setText(tr("Export results"));
    button->setAccessibleName(button->text());
    button->setToolTip(tr("Figures as picture or values, tables as TSV, CSV, Markdown or LaTeX"));
    button->setIcon(icon("export"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    menu_ = new QMenu(button);
    button->setMenu(menu_);
    tiles_ = new FigureTiles(prefix + QStringLiteral(".figures"), this);
    tiles_->setVisible(extent == Extent::Full);
    note_ = mutedLabel({}, this);
    note_->setObjectName(prefix + QStringLiteral(".results.note"));
    note_->setWordWrap(true);
    note_->setContentsMargins(12, 0, 12, 6);
    note_->hide();
    auto *line = new QHBoxLayout;
    line->setContentsMargins(12, 0, 8, 0);
    line->setSpacing(8);
    line->addWidget(title_);
    line->addWidget(subtitle_, 1);
    line->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(tiles_);
    layout->addWidget(note_);
}

void ResultHead::setTitle(const QString &title)
{
    title_->setText(title);
}

void ResultHead::setSubtitle(const QString &subtitle, const QString &toolTip)
{
    subtitle_->setText(subtitle);
    subtitle_->setToolTip(toolTip);
}

void ResultHead::setNote(const QString &note)
{
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
}

QString ResultHead::figureText(std::optional<double> value)
{
    return value ? fixedNumber(*value, 3) : QStringLiteral("–");
}

} // namespace helicase
