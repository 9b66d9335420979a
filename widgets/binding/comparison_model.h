// The models of a result beside the published ones: r, MSE and AUPRC over all scored windows. GUI
// thread only.
#pragma once

#include "widgets/binding/binding_result.h"
#include "widgets/common/table_columns.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <string_view>

namespace helicase {

// The candidate that predicts the same everywhere.
inline constexpr std::string_view meanBaseline = "mean";

// Index of a candidate's colour: by its place among the sorted names, as in Evaluate.
int candidateCategory(const BindingResult &result, const std::string &name);
// "binding-cnn-01" of "binding-cnn-01, one-hot CNN", as the result calls it.
QString candidateLabel(const BindingResult &result, const std::string &name);

class ComparisonModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Model, Correlation, Error, Precision, ColumnCount };

    explicit ComparisonModel(QObject *parent = nullptr);

    // Null: the published figures alone.
    void setResult(std::shared_ptr<const BindingResult> result, bool dark);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString name;
        int category = -1; // -1: published
        std::optional<double> r;
        std::optional<double> error;
        std::optional<double> precision;
        QString note;
    };
    std::vector<Row> rows_;
    std::vector<TableColumn> columns_;
    bool isDark_ = false;
};

} // namespace helicase
