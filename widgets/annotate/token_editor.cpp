#include "widgets/annotate/token_editor.h"

#include "widgets/common/theme.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double editorTopMargin = 4;
constexpr double gutterPadding = 10;

} // namespace

TokenEditor::TokenEditor(QWidget *parent) : QAbstractScrollArea(parent)
{
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
    clearAnnotation();
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
    places_ = TokenPlaces(annotation_);
    viewport()->update();
}

void TokenEditor::clearAnnotation()
{
    annotation_.reset();
    places_ = {};
    viewport()->update();
}

void TokenEditor::setAccess(Access access)
{
    access_ = access;
    setAttribute(Qt::WA_InputMethodEnabled, access == Access::Edit);
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

void TokenEditor::setRulerShown(bool isShown)
{
    rulerIsShown_ = isShown;
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

LineColumn TokenEditor::caretPlace() const
{
    int64_t row = layout_.rowOf(caret_);
    while (!layout_.row(row).startsLine)
        --row;
    return {.line = layout_.row(row).line + 1, .column = caret_ - layout_.row(row).begin};
}

int32_t TokenEditor::firstVisible() const
{
    const int64_t row = std::min<int64_t>(verticalScrollBar()->value(), layout_.rowCount() - 1);
    return layout_.row(row).begin;
}

void TokenEditor::scrollTo(int32_t position)
{
    verticalScrollBar()->setValue(static_cast<int>(layout_.rowOf(position)));
}

int64_t TokenEditor::currentToken() const
{
    return places_.tokenAt(caret_);
}

QRectF TokenEditor::tokenRectangle(int64_t token) const
{
    if (token < 0 || token >= places_.count())
        return {};
    const AnnotatedToken place = places_.token(token);
    const int64_t row = layout_.rowOf(place.begin);
    return rangeRectangle(scene(), layout_.row(row), top(row), place.begin,
                          std::min(place.end, layout_.row(row).end));
}

void TokenEditor::documentEdited(int position, int removed, int inserted)
{
    places_.edit(position, removed, inserted);
    caret_ = anchor_ = position + inserted;
    wishedX_ = -1;
    layout_.edit(document_->text(), position, removed, inserted);
    // More digits of line numbers leave less room for the letters.
    if (columns() != layout_.columns())
        layOut();
    updateScrollBar();
    viewport()->update();
    scrollToCaret();
    Q_EMIT caretMoved(caret_);
}

void TokenEditor::layOut()
{
    layout_.build(document_ ? QStringView(document_->text()) : QStringView(), columns());
    updateScrollBar();
    viewport()->update();
}

int TokenEditor::columns() const
{
    const double width = viewport()->width() - left() - gutterPadding;
    return std::max(EditorLayout::leastColumns, static_cast<int>(width / cellWidth_));
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
    const auto visible = static_cast<int>((viewport()->height() - editorTopMargin) / rowPitch());
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
    const auto cut = annotation_ ? annotation_->firstCutToken(limit_) : std::nullopt;
    return cut ? places_.token(*cut).begin : std::numeric_limits<int32_t>::max();
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

double TokenEditor::rulerHeight() const
{
    return rulerIsShown_ ? std::round(QFontMetricsF(smallFont()).height()) : 0;
}

double TokenEditor::top(int64_t row) const
{
    return editorTopMargin + rulerHeight() +
           static_cast<double>(row - verticalScrollBar()->value()) * rowPitch();
}

double TokenEditor::left() const
{
    return gutterWidth() + gutterPadding;
}

QRectF TokenEditor::caretRectangle() const
{
    const int64_t row = layout_.rowOf(caret_);
    const QStringView text = document_ ? QStringView(document_->text()) : QStringView();
    const double x = left() + EditorLayout::cellOf(text, layout_.row(row), caret_) * cellWidth_;
    return {std::round(x) - 1, top(row) + 1, 2, rowHeight() - 2};
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
