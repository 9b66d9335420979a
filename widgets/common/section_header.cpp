#include "widgets/common/section_header.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/icon.h"
#include "widgets/common/widgets.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace helicase {

SectionHeader::SectionHeader(const QString &title, QWidget *parent) : QWidget(parent)
{
    layout_ = new QHBoxLayout(this);
    layout_->setContentsMargins(12, 4, 10, 4);
    layout_->setSpacing(8);
    arrow_ = new QToolButton(this);
    arrow_->setAccessibleName(title);
    arrow_->setObjectName(QStringLiteral("section.") + title);
    arrow_->setIconSize({10, 10});
    arrow_->setFixedSize(18, 18);
    setRole(arrow_, "arrow");
    arrow_->hide();
    title_ = new QLabel(title, this);
    setRole(title_, "sectiontitle");
    summary_ = new ElidedLabel({}, this);
    setRole(summary_, "muted");
    summary_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout_->addWidget(arrow_);
    layout_->addWidget(title_);
    layout_->addWidget(summary_, 1);
    title_->installEventFilter(this);
    summary_->installEventFilter(this);
    connect(arrow_, &QToolButton::clicked, this, [this] { setExpanded(!expanded_); });
}

void SectionHeader::setContent(QWidget *content)
{
    content_ = content;
    arrow_->show();
    title_->setCursor(Qt::PointingHandCursor);
    refresh();
}

void SectionHeader::setSummary(const QString &text)
{
    summary_->setText(text);
}

QString SectionHeader::summary() const
{
    return summary_->text();
}

void SectionHeader::setExpanded(bool expanded)
{
    if (expanded_ == expanded)
        return;
    expanded_ = expanded;
    refresh();
    Q_EMIT toggled(expanded);
}

void SectionHeader::addWidget(QWidget *widget)
{
    layout_->addWidget(widget);
}

bool SectionHeader::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonRelease && content_ != nullptr)
        setExpanded(!expanded_);
    return QWidget::eventFilter(watched, event);
}

void SectionHeader::refresh()
{
    arrow_->setIcon(
        icon(expanded_ ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    arrow_->setToolTip(expanded_ ? tr("Fold") : tr("Unfold"));
    if (content_ != nullptr)
        content_->setVisible(expanded_);
}

// No form layout: it takes the height of a value for the width of the whole row, and long values
// lose their last line.
FactList::FactList(QWidget *parent) : QWidget(parent), grid_(new QGridLayout(this))
{
    grid_->setContentsMargins(12, 2, 12, 6);
    grid_->setHorizontalSpacing(12);
    grid_->setVerticalSpacing(5);
    grid_->setColumnStretch(1, 1);
}

void FactList::setFact(const QString &name, const QString &value)
{
    if (!rows_.contains(name)) {
        Row row{mutedLabel(name, this), new QLabel(this)};
        row.value->setAlignment(Qt::AlignRight | Qt::AlignTop);
        row.value->setWordWrap(true);
        row.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        const int line = int(rows_.size());
        grid_->addWidget(row.name, line, 0, Qt::AlignLeft | Qt::AlignTop);
        grid_->addWidget(row.value, line, 1);
        rows_.insert(name, row);
    }
    const Row row = rows_.value(name);
    if (row.value->text() != value)
        row.value->setText(value);
    row.value->setAccessibleName(name + QStringLiteral(": ") + value);
    row.name->setVisible(!value.isEmpty());
    row.value->setVisible(!value.isEmpty());
}

QString FactList::fact(const QString &name) const
{
    return rows_.contains(name) ? rows_.value(name).value->text() : QString();
}

void FactList::clear()
{
    for (const QString &name : rows_.keys())
        setFact(name, {});
}

} // namespace helicase
