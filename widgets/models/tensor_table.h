// The table of a model's tensors: headings of layers, columns that can be chosen, those of least
// weight go where there is too little room. GUI thread.
#pragma once

#include "widgets/models/tensor_table_model.h"

#include <QTableView>

namespace helicase {

class ColumnChooser;

class TensorTable final : public QTableView {
    Q_OBJECT

public:
    explicit TensorTable(QWidget *parent = nullptr);

    void setShownModel(const ModelPointer &model);
    TensorTableModel *tensors() const { return model_; }
    ColumnChooser *columns() const { return columns_; }
    // The selected one, -1 without.
    int selectedTensor() const;
    void selectTensor(int tensor);
    void setFilter(const QString &text);

Q_SIGNALS:
    void tensorChosen(int tensor);

private:
    void resizeEvent(QResizeEvent *event) override;
    void spanHeadings();
    void fitColumns();
    int neededWidth(int column) const;

    TensorTableModel *model_ = nullptr;
    ColumnChooser *columns_ = nullptr;
    int fitting_ = -1; // number of columns that have room
    bool hasSpans_ = false;
};

} // namespace helicase
