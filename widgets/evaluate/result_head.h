// What stands above the figures of one model's predictions: what they are of, a menu of what can be
// exported, key figures, and a note. GUI thread only.
#pragma once

#include <QWidget>

#include <optional>

class QLabel;
class QMenu;

namespace helicase {

class ElidedLabel;
class FigureTiles;

class ResultHead final : public QWidget {
    Q_OBJECT
public:
    // Key figures, too, or one line where a table has them.
    enum class Extent { Full, OneLine };

    // Parts are named PREFIX.figures, PREFIX.results.export and PREFIX.results.note.
    ResultHead(const QString &prefix, Extent extent, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setSubtitle(const QString &subtitle, const QString &toolTip);
    // Empty: none.
    void setNote(const QString &note);
    FigureTiles *figures() const { return tiles_; }
    // The caller fills it.
    QMenu *exportMenu() const { return menu_; }

    // "0.831"; a dash for what is not defined.
    static QString figureText(std::optional<double> value);

private:
    QLabel *title_ = nullptr;
    ElidedLabel *subtitle_ = nullptr;
    QMenu *menu_ = nullptr;
    FigureTiles *tiles_ = nullptr;
    QLabel *note_ = nullptr;
};

} // namespace helicase
