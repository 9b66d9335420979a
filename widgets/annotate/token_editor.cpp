#include "widgets/annotate/token_editor.h"

#include "widgets/annotate/annotation_checks.h"
#include "widgets/annotate/token_shift.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double editorTopMargin = 4;
constexpr double gutterPadding = 10;

const std::vector<AnnotatedToken> noTokens;
const std::vector<DnaRun> noRuns;

} // namespace

TokenEditor::TokenEditor(QWidget *parent) : QAbstractScrollArea(parent)
{
    setObjectName("annotate.editor");
    setAccessibleName(tr("Text with tokens"));
    setAccessibleDescription(tr(
        "Text editor; DNA stands between <dna> and </dna>. Tokens are listed in the table below."));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setMouseTracking(true);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(),
            qOverload<>(&QWidget::update));
    connect(&blink_, &QTimer::timeout, this, [this] {
        caretIsOn_ = !caretIsOn_;
        viewport()->update(caretRectangle().toAlignedRect());
    });
    updateFont();
}

void TokenEditor::setDocument(TextDocument *document)
{
    if (document_)
        disconnect(document_, nullptr, this, nullptr);
    document_ = document;
    annotation_.reset();
    isStale_ = false;
    caret_ = anchor_ = 0;
    if (document_)
        connect(document_, &TextDocument::edited, this, &TokenEditor::documentEdited);
    layOut();
    verticalScrollBar()->setValue(0);
}

void TokenEditor::setAnnotation(std::shared_ptr<const Annotation> annotation)
{
    if (!document_ || !annotation || annotation->revision != document_->revision())
        return;
    annotation_ = std::move(annotation);
    isStale_ = false;
    staleTokens_.clear();
    staleRuns_.clear();
    viewport()->update();
}

void TokenEditor::setColors(const TokenColors &colors)
{
    colors_ = colors;
    viewport()->update();
}

void TokenEditor::setDisplay(TokenDisplay display)
{
    display_ = display;
    updateScrollBar();
    scrollToCaret();
    viewport()->update();
}

void TokenEditor::setLimit(int64_t tokens)
{
    limit_ = tokens;
    viewport()->update();
}

QString TokenEditor::selectedText() const
{
    return document_ ? document_->text().mid(selectionBegin(), selectionEnd() - selectionBegin())
                     : QString();
}

void TokenEditor::setCaret(int32_t position, Move move)
{
    moveTo(position, move == Move::Select);
}

void TokenEditor::select(int32_t begin, int32_t end)
{
    moveTo(begin, false);
    moveTo(end, true);
}

int64_t TokenEditor::currentToken() const
{
    return tokenAt(tokens(), caret_);
}

const std::vector<AnnotatedToken> &TokenEditor::tokens() const
{
    if (isStale_)
        return staleTokens_;
    return annotation_ ? annotation_->tokens : noTokens;
}

const std::vector<DnaRun> &TokenEditor::runs() const
{
    if (isStale_)
        return staleRuns_;
    return annotation_ ? annotation_->runs : noRuns;
}

QRectF TokenEditor::tokenRectangle(int64_t token) const
{
    if (token < 0 || token >= std::ssize(tokens()))
        return {};
    const AnnotatedToken &place = tokens()[static_cast<size_t>(token)];
    const int64_t row = layout_.rowOf(place.begin);
    return rangeRectangle(scene(), layout_.row(row), top(row), place.begin,
                          std::min(place.end, layout_.row(row).end));
}

void TokenEditor::documentEdited(int position, int removed, int inserted)
{
    shiftTokens(position, removed, inserted);
    caret_ = anchor_ = position + inserted;
    wishedX_ = -1;
    layOut();
    scrollToCaret();
    Q_EMIT caretMoved(caret_);
}

void TokenEditor::shiftTokens(int32_t position, int32_t removed, int32_t inserted)
{
    if (!isStale_ && annotation_) {
        staleTokens_ = annotation_->tokens;
        staleRuns_ = annotation_->runs;
    }
    isStale_ = true;
    helicase::shiftTokens(staleTokens_, position, removed, inserted);
    shiftRuns(staleRuns_, position, removed, inserted);
}

void TokenEditor::layOut()
{
    const double width = viewport()->width() - gutterWidth() - 2 * gutterPadding;
    layout_.build(document_ ? QStringView(document_->text()) : QStringView(),
                  static_cast<int>(width / cellWidth_));
    updateScrollBar();
    viewport()->update();
}

void TokenEditor::updateFont()
{
    font_ = monospacedFont();
    font_.setKerning(false);
    cellWidth_ = QFontMetricsF(font_).horizontalAdvance(QString(100, u'A')) / 100;
    layOut();
}

void TokenEditor::updateScrollBar()
{
    const auto visible = static_cast<int>((viewport()->height() - editorTopMargin) / rowHeight());
    verticalScrollBar()->setPageStep(std::max(1, visible));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(layout_.rowCount()) - visible));
}

void TokenEditor::scrollToCaret()
{
    const auto row = static_cast<int>(layout_.rowOf(caret_));
    QScrollBar *bar = verticalScrollBar();
    if (row < bar->value())
        bar->setValue(row);
    else if (row >= bar->value() + bar->pageStep())
        bar->setValue(row - bar->pageStep() + 1);
}

int32_t TokenEditor::cutPosition() const
{
    if (limit_ <= 0 || limit_ >= std::ssize(tokens()))
        return std::numeric_limits<int32_t>::max();
    return tokens()[static_cast<size_t>(limit_)].begin;
}

double TokenEditor::gutterWidth() const
{
    const auto digits = std::max<qsizetype>(3, QString::number(layout_.lineCount()).size());
    return QFontMetricsF(smallFont()).horizontalAdvance(QString(digits, u'0')) + gutterPadding;
}

double TokenEditor::rowHeight() const
{
    const double scale = QFontMetricsF(font_).height() / 15;
    return std::round((display_ == TokenDisplay::Ids ? 34 : 22) * std::max(1.0, scale));
}

double TokenEditor::top(int64_t row) const
{
    return editorTopMargin + static_cast<double>(row - verticalScrollBar()->value()) * rowHeight();
}

TokenScene TokenEditor::scene() const
{
    TokenScene scene{.text = document_ ? QStringView(document_->text()) : QStringView(),
                     .tokens = tokens(),
                     .runs = runs(),
                     .colors = colors_,
                     .font = font_,
                     .idFont = smallFont()};
    scene.idFont.setPointSizeF(scene.idFont.pointSizeF() * 0.9);
    scene.display = display_;
    scene.cellWidth = cellWidth_;
    scene.rowHeight = rowHeight();
    scene.left = gutterWidth() + gutterPadding;
    scene.cutPosition = cutPosition();
    scene.currentToken = currentToken();
    scene.selectionBegin = selectionBegin();
    scene.selectionEnd = selectionEnd();
    return scene;
}

QRectF TokenEditor::caretRectangle() const
{
    const int64_t row = layout_.rowOf(caret_);
    const QStringView text = document_ ? QStringView(document_->text()) : QStringView();
    const double x = gutterWidth() + gutterPadding +
                     EditorLayout::cellOf(text, layout_.row(row), caret_) * cellWidth_;
    return {std::round(x) - 1, top(row) + 1, 2, rowHeight() - 2};
}

void TokenEditor::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), colors_.base);
    if (!document_)
        return;
    const TokenScene current = scene();
    const bool isCut = current.cutPosition != std::numeric_limits<int32_t>::max();
    const int64_t cutRow = isCut ? layout_.rowOf(current.cutPosition) : -1;
    for (int64_t row = verticalScrollBar()->value(); row < layout_.rowCount(); ++row) {
        const double y = top(row);
        if (y > viewport()->height())
            break;
        paintGutter(painter, row, y, row == cutRow);
        paintTokenRow(painter, current, layout_.row(row), y);
    }
    if (hasFocus() && caretIsOn_)
        painter.fillRect(caretRectangle(), colors_.text);
    paintPreedit(painter);
}

void TokenEditor::paintGutter(QPainter &painter, int64_t row, double y, bool isCutRow) const
{
    const EditorLayout::Row &place = layout_.row(row);
    if (!isCutRow && !place.startsLine)
        return;
    const double height = display_ == TokenDisplay::Ids ? rowHeight() * 0.62 : rowHeight();
    painter.setFont(smallFont());
    painter.setPen(isCutRow ? colors_.error : colors_.muted);
    painter.drawText(QRectF(0, y, gutterWidth(), height), Qt::AlignRight | Qt::AlignVCenter,
                     isCutRow ? tr("cut") : QString::number(place.line + 1));
}

void TokenEditor::paintPreedit(QPainter &painter) const
{
    if (preedit_.isEmpty())
        return;
    painter.setFont(font_);
    QRectF area = caretRectangle();
    area.setWidth(QFontMetricsF(font_).horizontalAdvance(preedit_) + 2);
    painter.fillRect(area, colors_.base);
    painter.setPen(colors_.text);
    painter.drawText(area, Qt::AlignVCenter, preedit_);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
}

QString TokenEditor::tipFor(int64_t token) const
{
    const AnnotatedToken &place = tokens()[static_cast<size_t>(token)];
    const NamedTokenizer &named = *annotation_->tokenizer;
    QString id = tr("Token %1, id %2").arg(groupedNumber(token), groupedNumber(place.id));
    if (place.isDna && named.dnaOffset > 0)
        id += tr(" (DNA id %1)").arg(groupedNumber(place.id - named.dnaOffset));
    QStringList lines = {
        QStringLiteral("<b>%1</b>").arg(tokenText(named, place.id).toHtmlEscaped()), id,
        tr("Characters %1 to %2").arg(groupedNumber(place.begin), groupedNumber(place.end))};
    if (place.run >= 0 && place.run < std::ssize(runs())) {
        const DnaRun &run = runs()[static_cast<size_t>(place.run)];
        lines << tr("Bases %1 to %2 of %3")
                     .arg(groupedNumber(place.begin - run.begin),
                          groupedNumber(place.end - run.begin), groupedNumber(run.length()));
    }
    return lines.join("<br>");
}

bool TokenEditor::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int64_t token = tokenUnder(QPointF(help->pos()));
    const QRectF area = token < 0 ? QRectF() : tokenRectangle(token);
    if (token < 0 || isStale_ || !annotation_)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), tipFor(token), viewport(), area.toAlignedRect());
    return true;
}

void TokenEditor::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void TokenEditor::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        updateFont();
}

} // namespace helicase
