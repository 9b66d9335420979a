#include "widgets/annotate/token_painter.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double dimmedOpacity = 0.38;
constexpr double boxMargin = 1.5; // above and below the box
constexpr double letterBand = 20; // height of the letters when ids stand below them

enum class PieceKind { Gap, Tag, Token };

struct Piece {
    int32_t begin = 0;
    int32_t end = 0;
    PieceKind kind = PieceKind::Gap;
    int64_t token = -1;
};

class RowPainter {
public:
    RowPainter(QPainter &painter, const TokenScene &scene, const EditorLayout::Row &row, double y)
        : painter_(painter), scene_(scene), row_(row), y_(y)
    {
    }

    void paint()
    {
        const std::vector<Piece> pieces = piecesOfRow();
        for (const Piece &piece : pieces)
            paintBox(piece);
        paintSelection();
        for (const Piece &piece : pieces)
            paintLetters(piece);
        paintCurrentToken();
        paintCut();
    }

private:
    std::vector<Piece> piecesOfRow() const
    {
        std::vector<Piece> pieces;
        const int64_t covering = scene_.places.tokenAt(row_.begin);
        int64_t index = covering >= 0 ? covering : scene_.places.firstFrom(row_.begin);
        int32_t at = row_.begin;
        for (; index < scene_.places.count(); ++index) {
            const AnnotatedToken token = scene_.places.token(index);
            if (token.begin >= row_.end)
                break;
            addBetween(at, std::min(token.begin, row_.end), pieces);
            const int32_t begin = std::max(token.begin, at);
            const int32_t end = std::min(token.end, row_.end);
            if (begin < end)
                pieces.push_back({begin, end, PieceKind::Token, index});
            at = std::max({at, begin, end});
        }
        addBetween(at, row_.end, pieces);
        return pieces;
    }

    // Text between tokens: tags of runs, and what no token covers.
    void addBetween(int32_t begin, int32_t end, std::vector<Piece> &pieces) const
    {
        while (begin < end) {
            int32_t next = end;
            PieceKind kind = PieceKind::Gap;
            if (const auto run = scene_.places.runAt(begin)) {
                kind = begin < run->begin || begin >= run->end ? PieceKind::Tag : PieceKind::Gap;
                const int32_t partEnd = begin < run->begin ? run->begin
                                        : begin < run->end ? run->end
                                                           : run->close;
                next = std::min(end, partEnd);
            } else if (const auto following = scene_.places.runAfter(begin)) {
                next = std::min(end, following->open);
            }
            pieces.push_back({begin, next, kind, -1});
            begin = next;
        }
    }

    AnnotatedToken tokenOf(const Piece &piece) const { return scene_.places.token(piece.token); }

    bool isCut(const Piece &piece) const { return piece.begin >= scene_.cutPosition; }

    // Boxes sit on whole device pixels, so that neighbours touch without a seam.
    QRectF boxOf(int32_t begin, int32_t end) const
    {
        const QRectF box =
            rangeRectangle(scene_, row_, y_, begin, end).adjusted(0, boxMargin, 0, -boxMargin);
        const double ratio = painter_.device()->devicePixelRatioF();
        const auto whole = [ratio](double place) { return std::round(place * ratio) / ratio; };
        return {QPointF(whole(box.left()), whole(box.top())),
                QPointF(whole(box.right()), whole(box.bottom()))};
    }

    void paintBox(const Piece &piece)
    {
        if (piece.kind == PieceKind::Gap || scene_.display == TokenDisplay::Plain)
            return;
        painter_.setOpacity(isCut(piece) ? dimmedOpacity : 1);
        QRectF box = boxOf(piece.begin, piece.end);
        if (piece.kind == PieceKind::Tag) {
            paintOutlined(box, scene_.colors.special, scene_.colors.specialOutline, 0);
            return;
        }
        const AnnotatedToken token = tokenOf(piece);
        const auto shade = static_cast<size_t>(piece.token % 2);
        switch (token.kind) {
        case TokenKind::Dna:
            // The pixel left free on the right is what splits two boxes of one shade.
            painter_.fillRect(box.adjusted(0, 0, piece.end == token.end ? -1 : 0, 0),
                              scene_.colors.dna[shade]);
            break;
        case TokenKind::Text:
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(scene_.colors.words[shade]);
            painter_.drawRoundedRect(box, 4, 4);
            break;
        case TokenKind::Special:
            paintOutlined(box, scene_.colors.special, scene_.colors.specialOutline, 3);
            break;
        case TokenKind::Unknown:
            if (isFollowedByUnknown(piece))
                box.setRight(box.right() + 1);
            paintOutlined(box, scene_.colors.unknown, scene_.colors.unknownOutline,
                          token.isDna ? 0 : 3);
            painter_.fillRect(QRectF(box.left(), box.bottom() - 2, box.width(), 2),
                              scene_.colors.unknownOutline);
            break;
        }
    }

    // Neighbours share one line, or letters would drown in outlines.
    bool isFollowedByUnknown(const Piece &piece) const
    {
        if (piece.end == row_.end || piece.token + 1 >= scene_.places.count())
            return false;
        const AnnotatedToken next = scene_.places.token(piece.token + 1);
        return next.begin == piece.end && next.kind == TokenKind::Unknown;
    }

    void paintOutlined(const QRectF &box, const QColor &fill, const QColor &outline, double radius)
    {
        painter_.setPen(QPen(outline, 1));
        painter_.setBrush(fill);
        painter_.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }

    void paintSelection()
    {
        const int32_t begin = std::max(scene_.selectionBegin, row_.begin);
        const int32_t end = std::min(scene_.selectionEnd, row_.end);
        const bool holdsBreak = scene_.selectionBegin <= row_.end && scene_.selectionEnd > row_.end;
        if (begin >= end && !holdsBreak)
            return;
        QRectF area = rangeRectangle(scene_, row_, y_, begin, std::max(begin, end));
        if (holdsBreak)
            area.setRight(area.right() + scene_.cellWidth / 2);
        QColor color = scene_.colors.accent;
        color.setAlphaF(0.38F);
        painter_.setOpacity(1);
        painter_.fillRect(area, color);
    }

    QColor letterColor(const Piece &piece) const
    {
        const bool plain = scene_.display == TokenDisplay::Plain;
        if (piece.kind == PieceKind::Tag)
            return plain ? scene_.colors.muted : scene_.colors.text;
        return scene_.colors.text;
    }

    void paintLetters(const Piece &piece)
    {
        painter_.setOpacity(isCut(piece) ? 0.6 : 1);
        painter_.setPen(letterColor(piece));
        painter_.setFont(scene_.font);
        const QRectF box = rangeRectangle(scene_, row_, y_, piece.begin, piece.end);
        const bool withIds = scene_.display == TokenDisplay::Ids;
        const double band = withIds ? letterBand : scene_.rowHeight;
        paintText(scene_.text.mid(piece.begin, piece.end - piece.begin), box.left(), band);
        if (withIds && piece.kind == PieceKind::Token)
            paintId(piece, box);
    }

    // Runs of ASCII in one call; other letters one by one, so that each sits in its cell.
    void paintText(QStringView letters, double x, double band)
    {
        const auto place = [&](double left) {
            return QRectF(left, y_, scene_.cellWidth * static_cast<double>(letters.size() * 2 + 2),
                          band);
        };
        const bool isAscii =
            std::ranges::all_of(letters, [](QChar letter) { return letter.unicode() < 0x80; });
        if (isAscii) {
            painter_.drawText(place(x), Qt::AlignVCenter | Qt::AlignLeft, letters.toString());
            return;
        }
        for (qsizetype index = 0; index < letters.size();) {
            qsizetype next = index + 1;
            double cells = cellsOf(letters[index].unicode());
            while (next < letters.size() &&
                   (letters[next].isLowSurrogate() || cellsOf(letters[next].unicode()) == 0)) {
                cells += cellsOf(letters[next].unicode());
                ++next;
            }
            painter_.drawText(place(x), Qt::AlignVCenter | Qt::AlignLeft,
                              letters.mid(index, next - index).toString());
            x += cells * scene_.cellWidth;
            index = next;
        }
    }

    // The id below its token; a dot where the token is too narrow, the pointer then tells it.
    void paintId(const Piece &piece, const QRectF &box)
    {
        const AnnotatedToken token = tokenOf(piece);
        if (piece.begin != token.begin)
            return;
        painter_.setFont(scene_.idFont);
        painter_.setPen(scene_.colors.text);
        QString id = QString::number(token.id);
        if (painter_.fontMetrics().horizontalAdvance(id) > box.width())
            id = QStringLiteral("·");
        painter_.drawText(
            QRectF(box.left(), y_ + letterBand - 4, box.width(), scene_.rowHeight - letterBand + 2),
            Qt::AlignCenter, id);
    }

    void paintCurrentToken()
    {
        if (scene_.currentToken < 0 || scene_.display == TokenDisplay::Plain)
            return;
        const AnnotatedToken token = scene_.places.token(scene_.currentToken);
        const int32_t begin = std::max(token.begin, row_.begin);
        const int32_t end = std::min(token.end, row_.end);
        if (begin >= end)
            return;
        painter_.setOpacity(1);
        painter_.setPen(QPen(scene_.colors.text, 1.5));
        painter_.setBrush(Qt::NoBrush);
        painter_.drawRect(boxOf(begin, end).adjusted(0.5, 0, -0.5, 0));
    }

    void paintCut()
    {
        if (scene_.cutPosition < row_.begin || scene_.cutPosition >= row_.end)
            return;
        const double x =
            rangeRectangle(scene_, row_, y_, scene_.cutPosition, scene_.cutPosition).left();
        painter_.setOpacity(1);
        painter_.fillRect(QRectF(std::round(x) - 1, y_, 2, scene_.rowHeight), scene_.colors.error);
    }

    QPainter &painter_;
    const TokenScene &scene_;
    const EditorLayout::Row &row_;
    double y_;
};

} // namespace

QRectF rangeRectangle(const TokenScene &scene, const EditorLayout::Row &row, double y,
                      int32_t begin, int32_t end)
{
    const double left = scene.left + EditorLayout::cellOf(scene.text, row, begin) * scene.cellWidth;
    double width = 0;
    for (int32_t place = begin; place < end; ++place)
        width += cellsOf(scene.text[place].unicode()) * scene.cellWidth;
    return {left, y, width, scene.rowHeight};
}

void paintTokenRow(QPainter &painter, const TokenScene &scene, const EditorLayout::Row &row,
                   double y)
{
    painter.save();
    RowPainter(painter, scene, row, y).paint();
    painter.restore();
}

} // namespace helicase
