// Kind pca: scikit-learn's PCA by full SVD. config.json: the sets with their numbers of components;
// pca.safetensors: of each set N.x, N.x_new and what became of them.
#include "core/base/json_file.h"
#include "core/neural/project/pca.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_matrix.h"
#include "core/neural/verify/case_tensors.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

bool isGiven(const std::string &name)
{
    return name.ends_with(".x") || name.ends_with(".x_new");
}

} // namespace

void checkPca(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors tensors(folder.file("pca.safetensors"));
    NamedTensors found;
    const nlohmann::json config = readJsonFile(folder.file("config.json"));
    for (const nlohmann::json &set : config.at("sets")) {
        const std::string name = std::to_string(set.at("set").get<int64_t>()) + '.';
        const Matrix rows = matrixOf(tensors, name + "x");
        const PcaResult result = principalComponents(rows, set.at("n_components"));
        const torch::Tensor singular = torch::tensor(result.singularValues, torch::kFloat64);
        const torch::Tensor deviations = singular / std::sqrt(static_cast<double>(rows.rows() - 1));
        const torch::Tensor transformed = tensorOf(result.coordinates);
        found[name + "components"] = tensorOf(result.components);
        found[name + "explained_variance"] = deviations.pow(2);
        found[name + "explained_variance_ratio"] =
            torch::tensor(result.explainedVariance, torch::kFloat64);
        found[name + "mean"] = torch::tensor(result.mean, torch::kFloat64);
        found[name + "singular_values"] = singular;
        found[name + "transformed"] = transformed;
        found[name + "transformed_new"] =
            tensorOf(result.project(matrixOf(tensors, name + "x_new")));
        found[name + "whitened"] = transformed / deviations;
    }
    NamedTensors reference = tensors.all();
    std::erase_if(reference, [](const auto &entry) { return isGiven(entry.first); });
    comparison.compareAll(found, reference);
}

} // namespace helicase
