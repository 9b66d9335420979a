#include "widgets/annotate/problem_view.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// Before the letters of a link; those of the message above stand over them.
constexpr int linkPadding = 10;

} // namespace

QString remedyText(DocumentProblem::Remedy remedy)
{
    switch (remedy) {
    case DocumentProblem::Remedy::ReplaceByN:
        return ProblemView::tr("Replace by N");
    case DocumentProblem::Remedy::UpperCase:
        return ProblemView::tr("Use upper case");
    case DocumentProblem::Remedy::CloseRun:
        return ProblemView::tr("Close it");
    case DocumentProblem::Remedy::RemoveTag:
        return ProblemView::tr("Remove it");
    case DocumentProblem::Remedy::None:
        break;
    }
    return {};
}

ProblemView::ProblemView(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    header_ = new SectionHeader(tr("Problems"), this);
    layout->addWidget(header_);
    list_ = new QListWidget(this);
    list_->setObjectName("annotate.problems");
    list_->setAccessibleName(tr("Problems of the text"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setWordWrap(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setMinimumHeight(72);
    layout->addWidget(list_, 1);
    connect(list_, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            Q_EMIT problemChosen(row);
    });
    connect(&theme_, &Theme::changed, this, &ProblemView::refresh);
    refresh();
}

void ProblemView::setAnnotation(std::shared_ptr<const Annotation> annotation)
{
    annotation_ = std::move(annotation);
    refresh();
}

void ProblemView::step(int by)
{
    const int count = list_->count();
    if (count == 0)
        return;
    const int current = list_->currentRow();
    const int next = current < 0 ? (by > 0 ? 0 : count - 1) : (current + by + count) % count;
    list_->setCurrentRow(next);
    if (next == current)
        Q_EMIT problemChosen(next);
}

// Messages are wrapped to the width of the list.
void ProblemView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        refresh();
}

void ProblemView::refresh()
{
    const QSignalBlocker quiet(list_);
    const int current = list_->currentRow();
    list_->clear();
    const int count = annotation_ ? static_cast<int>(annotation_->problems.size()) : 0;
    const int64_t all = count + (annotation_ ? annotation_->furtherProblems : 0);
    header_->setSummary(all > count ? tr("%1 of %2").arg(count).arg(groupedNumber(all))
                                            : groupedNumber(all));
    for (int index = 0; index < count; ++index) {
        auto *item = new QListWidgetItem(list_);
        QWidget *row = problemRow(index);
        row->setFixedWidth(std::max(180, list_->viewport()->width()));
        item->setSizeHint({10, row->sizeHint().height()});
        item->setData(Qt::AccessibleTextRole,
                      annotation_->problems[static_cast<size_t>(index)].message);
        list_->setItemWidget(item, row);
    }
    if (current < count)
        list_->setCurrentRow(current);
}


QWidget *ProblemView::problemRow(int index)
{
    const DocumentProblem &problem = annotation_->problems[static_cast<size_t>(index)];
    auto *row = new QWidget(list_);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 5, 8, 5);
    layout->setSpacing(0);
    auto *sign = new QLabel(row);
    sign->setPixmap(
        iconPixmap("warning", theme_.color(ColorRole::Warning), 14, devicePixelRatioF()));
    sign->setFixedWidth(14);
    layout->addWidget(sign, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(1);
    auto *text = new QLabel(problem.message, row);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setFont(secondaryFont());
    text->setContentsMargins(linkPadding, 0, 0, 0);
    text->setFixedWidth(std::max(140, list_->viewport()->width() - 37));
    column->addWidget(text, 0, Qt::AlignLeft);
    if (problem.remedy != DocumentProblem::Remedy::None) {
        QToolButton *remedy = linkButton(remedyText(problem.remedy),
                                         QStringLiteral("annotate.remedy.%1").arg(index), row);
        connect(remedy, &QToolButton::clicked, this,
                [this, index] { Q_EMIT remedyRequested(index); });
        column->addWidget(remedy, 0, Qt::AlignLeft);
    }
    layout->addLayout(column, 1);
    return row;
}

} // namespace helicase
