// The line of figures that tells one model from another: a muted name above each value; wrapped
// where there is too little room. GUI thread.
#pragma once

#include "widgets/models/loaded_model.h"

#include <QWidget>

namespace helicase {

class KeyFigures final : public QWidget {
    Q_OBJECT

public:
    explicit KeyFigures(QWidget *parent = nullptr);
    void setModel(const ModelPointer &model);
    // "768" of "Width"; empty when it is not shown.
    QString value(const QString &name) const;

private:
    void add(const QString &name, const QString &value);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
};

} // namespace helicase
