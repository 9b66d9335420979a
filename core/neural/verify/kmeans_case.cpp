// Kind kmeans: scikit-learn's KMeans from given start centres. kmeans.safetensors: SET.x, SET.init
// and for each run SET.maxiterN_tolT.{labels, centers}; config.json: the runs with inertia and
// number of rounds.
#include "core/base/json_file.h"
#include "core/neural/cluster/kmeans.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_matrix.h"
#include "core/neural/verify/case_tensors.h"

#include <nlohmann/json.hpp>

#include <sstream>

namespace helicase {

namespace {

// As the reference wrote it: "0.0001", "0".
std::string toleranceText(double tolerance)
{
    std::ostringstream text;
    text << tolerance;
    return text.str();
}

bool isInput(const std::string &name)
{
    return name.ends_with(".x") || name.ends_with(".init");
}

} // namespace

void checkKMeans(const CaseFolder &folder, Comparison &comparison)
{
    const CaseTensors tensors(folder.file("kmeans.safetensors"));
    const nlohmann::json runs = readJsonFile(folder.file("config.json")).at("runs");
    NamedTensors found;
    for (const nlohmann::json &run : runs) {
        const std::string set = run.at("set");
        const double tolerance = run.at("tol");
        const int64_t rounds = run.at("max_iter");
        const std::string name =
            set + ".maxiter" + std::to_string(rounds) + "_tol" + toleranceText(tolerance) + ".";
        const KMeansResult result =
            kMeansFrom(matrixOf(tensors, set + ".x"), matrixOf(tensors, set + ".init"),
                       {.maximumRounds = rounds, .tolerance = tolerance});
        found.emplace(name + "labels", torch::tensor(result.labels));
        found.emplace(name + "centers", tensorOf(result.centres));
        comparison.compare(name + "inertia", torch::tensor(result.inertia, torch::kFloat64),
                           torch::tensor(run.at("inertia").get<double>(), torch::kFloat64));
        comparison.compare(name + "n_iter", torch::tensor(result.rounds),
                           torch::tensor(run.at("n_iter").get<int64_t>()));
    }
    NamedTensors reference = tensors.all();
    std::erase_if(reference, [](const auto &entry) { return isInput(entry.first); });
    comparison.compareAll(found, reference);
}

} // namespace helicase
