#include "widgets/common/command_preview.h"

#include "widgets/common/icon.h"
#include "widgets/common/job.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {
constexpr int largestLineCount = 6;
} // namespace

CommandPreview::CommandPreview(const QString &objectName, QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    copy_ = new QToolButton(this);
    copy_->setObjectName(objectName + QStringLiteral(".copy"));
    copy_->setText(tr("Copy"));
    copy_->setAccessibleName(tr("Copy the command"));
    copy_->setToolTip(tr("Copy the command"));
    copy_->setIcon(icon(QStringLiteral("copy")));
    copy_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    head->addWidget(mutedLabel(tr("Command"), this));
    head->addStretch();
    head->addWidget(copy_);
    box_ = new QPlainTextEdit(this);
    box_->setObjectName(objectName);
    box_->setAccessibleName(tr("Command line"));
    box_->setReadOnly(true);
    box_->setTabChangesFocus(true);
    box_->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    box_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    box_->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout->addLayout(head);
    layout->addWidget(box_);
    connect(copy_, &QToolButton::clicked, this, [this] {
        QApplication::clipboard()->setText(text());
        Q_EMIT copied();
    });
    fitHeight();
}

void CommandPreview::setWords(const QStringList &words)
{
    setText(shellQuoted(QStringList{QStringLiteral("helicase")} + words));
}

void CommandPreview::setText(const QString &commandLine)
{
    box_->setFont(monospacedFont());
    if (box_->toPlainText() != commandLine)
        box_->setPlainText(commandLine);
    fitHeight();
}

QString CommandPreview::text() const
{
    return box_->toPlainText();
}

void CommandPreview::fitHeight()
{
    const int lineHeight = QFontMetrics(monospacedFont()).lineSpacing();
    const int characterWidth = QFontMetrics(monospacedFont()).horizontalAdvance(QLatin1Char('0'));
    const int columns = std::max((width() - 24) / std::max(characterWidth, 1), 10);
    const auto needed = int(std::ceil(double(text().size()) / columns)) + 1;
    box_->setFixedHeight(std::clamp(needed, 2, largestLineCount) * lineHeight + 14);
}

void CommandPreview::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

} // namespace helicase
