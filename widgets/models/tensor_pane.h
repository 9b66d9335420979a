// The tensors of a model: the table, and below it the histogram and norms of the selected one. GUI
// thread.
#pragma once

#include "widgets/models/tensor_examiner.h"

#include <QWidget>

class QAction;
class QLabel;

namespace helicase {

class FactList;
class HistogramPlot;
class TensorTable;
class Theme;

class TensorPane final : public QWidget {
    Q_OBJECT

public:
    // The buttons of the lower part trigger these.
    TensorPane(Theme &theme, QAction *copyDigest, QWidget *parent = nullptr);

    void setModel(const ModelPointer &model);
    void setStatistics(int tensor, const std::optional<TensorStatistics> &statistics);
    void setDetail(const TensorDetail &detail);
    // Of the selected tensor; empty while it is computed.
    const QString &digest() const { return digest_; }
    TensorTable *table() const { return table_; }
    HistogramPlot *histogram() const { return histogram_; }

Q_SIGNALS:
    void tensorChosen(int tensor);

private:
    QWidget *buildDetail(Theme &theme);
    void showChosen(int tensor);

    ModelPointer model_;
    QString digest_;
    QAction *copyDigest_;
    TensorTable *table_ = nullptr;
    QWidget *detail_ = nullptr;
    QLabel *title_ = nullptr;
    QLabel *subtitle_ = nullptr;
    HistogramPlot *histogram_ = nullptr;
    FactList *facts_ = nullptr;
};

} // namespace helicase
