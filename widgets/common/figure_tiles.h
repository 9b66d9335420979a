// Key figures side by side: the name above, the value, and below it what it is out of; new lines
// where there is no room. GUI thread only.
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace helicase {

class FlowLayout;

struct KeyFigure {
    QString name;
    QString value;
    QString note = {};    // "509 of 613"; may be empty
    QString meaning = {}; // shown by the pointer
};

class FigureTiles final : public QWidget {
    Q_OBJECT
public:
    explicit FigureTiles(const QString &objectName, QWidget *parent = nullptr);

    void setFigures(std::vector<KeyFigure> figures);
    // "768" of "Width"; empty when it is not shown.
    QString value(const QString &name) const;
    // "Accuracy 0.831, 509 of 613"; one line per figure.
    QString text() const;

private:
    QWidget *tile(const KeyFigure &figure);
    QStringList lines() const;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

    FlowLayout *tiles_ = nullptr;
    std::vector<KeyFigure> figures_;
};

} // namespace helicase
