// The editor of the Annotate panel: monospaced rows with line numbers, a box per token, caret and
// selection. It shows the newest annotation it was given; while a newer one is on its way the boxes
// move along with the text. GUI thread only.
#pragma once

#include "widgets/annotate/editor_layout.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_painter.h"
#include "widgets/annotate/token_places.h"

#include <QAbstractScrollArea>
#include <QPointer>
#include <QTimer>

namespace helicase {

class TokenEditor final : public QAbstractScrollArea {
    Q_OBJECT
public:
    enum class Move { Caret, Select };
    enum class Access { Edit, ReadOnly };

    explicit TokenEditor(QWidget *parent = nullptr);

    void setDocument(TextDocument *document);
    TextDocument *document() const { return document_; }
    void setAnnotation(std::shared_ptr<const Annotation> annotation);
    // What was annotated is no longer of interest.
    void clearAnnotation();
    void setAccess(Access access);
    void setColors(const TokenColors &colors);
    void setDisplay(TokenDisplay display);
    // Shows the number of every tenth base above the letters.
    void setRulerShown(bool isShown);
    // Tokens from this index on are shown dimmed; 0: no limit.
    void setLimit(int64_t tokens);

    int32_t caret() const { return caret_; }
    int32_t selectionBegin() const { return std::min(caret_, anchor_); }
    int32_t selectionEnd() const { return std::max(caret_, anchor_); }
    bool hasSelection() const { return caret_ != anchor_; }
    QString selectedText() const;
    void setCaret(int32_t position, Move move = Move::Caret);
    void select(int32_t begin, int32_t end);
    // Of the caret, found in the layout rather than in the text.
    LineColumn caretPlace() const;
    // The text position at the upper edge; two editors of one text are scrolled together by it.
    int32_t firstVisible() const;
    void scrollTo(int32_t position);
    // Whether the tokens belong to the text as it is now.
    bool isAnnotated() const { return annotation_ && !places_.isMoved(); }
    // The token that covers the caret; -1 without one.
    int64_t currentToken() const;
    const TokenPlaces &places() const { return places_; }
    // Of the part of the token in its first visible row, in viewport coordinates; for tests and
    // tips.
    QRectF tokenRectangle(int64_t token) const;
    // Selects the next occurrence and scrolls there; false when there is none.
    bool find(const QString &what, bool forward);

public Q_SLOTS:
    void cut();
    void copy();
    void paste();
    void selectAll();
    void wrapAsDna();
    void unwrapDna();

Q_SIGNALS:
    void caretMoved(int position);

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    // token_editor.cpp: state and geometry
    void documentEdited(int position, int removed, int inserted);
    void layOut();
    int columns() const;
    void updateFont();
    void updateScrollBar();
    void scrollToCaret();
    int32_t cutPosition() const;
    double gutterWidth() const;
    // Of the letters and their ids; the ruler stands above.
    double rowHeight() const;
    double rulerHeight() const;
    double rowPitch() const { return rowHeight() + rulerHeight(); }
    // Upper edge of the letters.
    double top(int64_t row) const;
    double left() const;
    QRectF caretRectangle() const;

    // token_editor_paint.cpp: drawing and tips
    TokenScene scene() const;
    void paintGutter(QPainter &painter, int64_t row, double y, bool isCutRow) const;
    void paintPreedit(QPainter &painter) const;
    QString tipFor(int64_t token) const;
    // At the cut mark in the gutter.
    QString tipForCut(const QPointF &point) const;

    // token_editor_input.cpp: keyboard, mouse, clipboard
    int64_t rowAt(double y) const;
    int32_t positionAt(const QPointF &point) const;
    int64_t tokenUnder(const QPointF &point) const;
    bool handleMovement(const QKeyEvent &event);
    bool handleEditing(const QKeyEvent &event);
    bool handleSelecting(const QKeyEvent &event);
    bool isEditingKey(const QKeyEvent &event) const;
    bool canEdit() const { return document_ && access_ == Access::Edit; }
    int32_t movedByRows(int64_t rows);
    int32_t nextTokenEdge(bool forward) const;
    int32_t steppedFrom(int32_t position, int direction) const;
    void moveTo(int32_t position, bool select);
    void insert(const QString &text, const QString &what);
    void erase(int direction, bool wholeToken);

    QPointer<TextDocument> document_;
    std::shared_ptr<const Annotation> annotation_;
    TokenPlaces places_; // of the annotation, moved while the text is newer
    Access access_ = Access::Edit;

    EditorLayout layout_;
    TokenColors colors_;
    TokenDisplay display_ = TokenDisplay::Tokens;
    QFont font_;
    double cellWidth_ = 8;
    bool rulerIsShown_ = false;
    int64_t limit_ = 0;
    int32_t caret_ = 0;
    int32_t anchor_ = 0;
    double wishedX_ = -1; // column kept while moving up and down
    bool caretIsOn_ = true;
    QString preedit_;
    QTimer blink_;
};

} // namespace helicase
