#include "core/neural/evaluate/binding_tables.h"

#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/safetensors.h"
#include "core/evaluate/score_metrics.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

namespace helicase {

namespace {

std::vector<double> errorsOf(const Matrix &predicted, const Matrix &measured)
{
    std::vector<double> errors;
    for (int64_t i = 0; i < measured.rows(); ++i)
        errors.push_back(meanSquaredError(predicted.row(i), measured.row(i)));
    return errors;
}

TensorToWrite tensorOf(const std::string &name, const Matrix &matrix)
{
    const auto count = static_cast<size_t>(matrix.rows() * matrix.columns());
    return {.name = name,
            .type = "F32",
            .shape = {matrix.rows(), matrix.columns()},
            .bytes = std::as_bytes(std::span(matrix.data(), count))};
}

} // namespace

void writeWindowErrors(const std::filesystem::path &file, const std::vector<std::string> &windows,
                       const Matrix &measured, std::span<const NamedPrediction> predictions)
{
    TsvTable table{.columns = {"window"}};
    std::vector<std::vector<double>> errors;
    for (const auto &[name, scores] : predictions) {
        table.columns.push_back(name + ".mse");
        table.columns.push_back(name + ".r");
        errors.push_back(errorsOf(*scores, measured));
    }
    std::vector<size_t> order(windows.size());
    std::iota(order.begin(), order.end(), size_t{0});
    if (!errors.empty())
        std::ranges::stable_sort(order, std::ranges::greater(),
                                 [&](size_t row) { return errors.front()[row]; });
    for (const size_t row : order) {
        auto &cells = table.rows.emplace_back(std::vector{windows[row]});
        for (size_t i = 0; i < predictions.size(); ++i) {
            const auto place = static_cast<int64_t>(row);
            const auto r = pearson(predictions[i].scores->row(place), measured.row(place));
            cells.push_back(formatReal(errors[i][row]));
            cells.push_back(r ? formatReal(*r) : "");
        }
    }
    writeTsv(file, table);
}

void writeAllPredictions(const std::filesystem::path &file, const std::vector<std::string> &windows,
                         const Matrix &measured, std::span<const NamedPrediction> predictions)
{
    std::vector<TensorToWrite> tensors{tensorOf("measured", measured)};
    for (const auto &[name, scores] : predictions)
        tensors.push_back(tensorOf(name, *scores));
    writeSafetensors(file, std::move(tensors), {{"ids", nlohmann::json(windows).dump()}});
}

} // namespace helicase
