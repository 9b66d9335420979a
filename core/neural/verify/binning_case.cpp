// Kind binning: the published evaluation of bins (MAGICS-LAB/DNABERT_S, evaluate/eval_binning.py).
// binning.safetensors: for each run SPECIES.clustering.{embedding, labels}, from which the
// threshold comes, and SPECIES.binning_SAMPLE.{lengths, labels, embedding_all_rows} with what is
// kept and the bins; direct.N.{features, bins}: the k-medoid alone. config.json: settings,
// thresholds, counts, and one-to-one assignments.
#include "core/base/json_file.h"
#include "core/evaluate/assignment.h"
#include "core/evaluate/bin_table.h"
#include "core/neural/cluster/kmedoid.h"
#include "core/neural/cluster/unit_rows.h"
#include "core/neural/evaluate/labelled_sequences.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_tensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>

namespace helicase {

namespace {

using Integers = std::vector<int64_t>;

Matrix rowsOf(const torch::Tensor &tensor, const std::string &name)
{
    const torch::Tensor rows = tensor.to(torch::kFloat32).contiguous();
    if (rows.dim() != 2)
        throw Error("tensor " + name + " is no matrix");
    Matrix matrix(rows.size(0), rows.size(1));
    std::memcpy(matrix.data(), rows.const_data_ptr<float>(), rows.nbytes());
    return matrix;
}

Integers integersOf(const torch::Tensor &tensor)
{
    const torch::Tensor values = tensor.to(torch::kInt64).contiguous();
    const int64_t *begin = values.const_data_ptr<int64_t>();
    return {begin, begin + values.numel()};
}

std::vector<std::string> namesOf(const Integers &labels)
{
    std::vector<std::string> names;
    for (const int64_t label : labels)
        names.push_back(std::to_string(label));
    return names;
}

Integers chosen(const Integers &values, const Integers &rows)
{
    Integers result;
    for (const int64_t row : rows)
        result.push_back(values.at(static_cast<size_t>(row)));
    return result;
}

// The rows of contigs that are long enough; of these, the places of those whose label is frequent
// enough.
struct Selection {
    Integers longEnough;
    Integers places;
};

Selection select(const Integers &lengths, const Integers &labels, const SequenceLimits &limits)
{
    Selection selection;
    std::map<int64_t, int64_t> counts;
    for (size_t i = 0; i < lengths.size(); ++i)
        if (lengths[i] >= limits.shortest) {
            selection.longEnough.push_back(static_cast<int64_t>(i));
            ++counts[labels.at(i)];
        }
    for (size_t i = 0; i < selection.longEnough.size(); ++i)
        if (counts[labels[static_cast<size_t>(selection.longEnough[i])]] >= limits.fewest)
            selection.places.push_back(static_cast<int64_t>(i));
    return selection;
}

class BinningCase {
public:
    BinningCase(const CaseFolder &folder, Comparison &comparison)
        : tensors_(folder.file("binning.safetensors")),
          config_(readJsonFile(folder.file("config.json"))), comparison_(comparison)
    {
    }

    void compareAll()
    {
        for (const nlohmann::json &run : config_.at("runs"))
            compareRun(run);
        int64_t number = 0;
        for (const nlohmann::json &run : config_.at("direct_kmedoid"))
            compareMedoids(run, "direct." + std::to_string(number++));
        number = 0;
        for (const nlohmann::json &pair : config_.at("hungarian"))
            compareAssignment(pair, "hungarian." + std::to_string(number++));
    }

private:
    torch::Tensor tensor(const std::string &name) const { return tensors_.at(name); }

    void compareRun(const nlohmann::json &run)
    {
        const std::string species = run.at("species");
        const std::string name = species + ".binning_" + run.at("sample").get<std::string>() + ".";
        const double threshold = compareThreshold(run, species + ".clustering.");
        const Integers labels = integersOf(tensor(name + "labels"));
        const Selection selection = select(integersOf(tensor(name + "lengths")), labels, {});
        const Integers kept = chosen(selection.longEnough, selection.places);
        compareIntegers(name + "kept_rows", kept);

        // As published: vectors kept for all contigs are taken by the places among the long ones.
        const bool wrongRows = run.at("cache_has_all_rows");
        if (wrongRows)
            compareIntegers(name + "rows_really_used_from_cache", selection.places);
        const Matrix all = rowsOf(tensor(name + "embedding_all_rows"), name);
        const Matrix rows = unitRows(selectRows(all, wrongRows ? selection.places : kept));
        comparison_.compare(name + "embedding_normalised_used", tensorOf(rows),
                            tensor(name + "embedding_normalised_used"));

        const Integers bins = binByMedoids(rows, {.threshold = threshold,
                                                  .smallestBin = config_.at("min_bin_size"),
                                                  .maximumRounds = config_.at("max_iter")});
        compareIntegers(name + "bins", bins);
        compareCounts(run, name, bins, chosen(labels, kept));
    }

    double compareThreshold(const nlohmann::json &run, const std::string &prefix)
    {
        const Matrix rows = unitRows(rowsOf(tensor(prefix + "embedding"), prefix));
        const auto deciles =
            classSimilarityDeciles(rows, namesOf(integersOf(tensor(prefix + "labels"))));
        compareReals(prefix + "deciles", deciles, run.at("percentile_values_10_to_90"));
        compareReals(prefix + "threshold", {deciles[6]}, {run.at("threshold").get<double>()});
        return deciles[6];
    }

    // The counts above 0.1, 0.2, ..., 0.9 are of contigs in bins alone.
    void compareCounts(const nlohmann::json &run, const std::string &name, const Integers &bins,
                       const Integers &labels)
    {
        const Integers lengths(bins.size(), 1);
        const BinningScores scores =
            binningScores(bins, namesOf(labels), lengths, UnbinnedContigs::LeftOut);
        const auto compareCount = [&](const std::string &key, const Integers &found) {
            comparison_.require(run.at(key).get<Integers>() == found, name + key + " differ");
        };
        compareCount("f1_counts_above_0.1_to_0.9",
                     countsAboveTenths(scores.species, &SpeciesScores::f1));
        compareCount("recall_counts_above_0.1_to_0.9",
                     countsAboveTenths(scores.species, &SpeciesScores::recall));
        compareNumber(name + "n_bins", scores.bins, run.at("n_bins"));
        compareNumber(name + "n_assigned", std::ssize(bins) - scores.unbinnedContigs,
                      run.at("n_assigned"));
        compareNumber(name + "n_rows", std::ssize(bins), run.at("n_rows"));
    }

    void compareMedoids(const nlohmann::json &run, const std::string &name)
    {
        const Integers bins = binByMedoids(rowsOf(tensor(name + ".features"), name),
                                           {.threshold = run.at("min_similarity"),
                                            .smallestBin = run.at("min_bin_size"),
                                            .maximumRounds = run.at("max_iter")});
        compareIntegers(name + ".bins", bins);
    }

    // Where several assignments are best, the reference gives one of them: the pairs that match
    // count, and both assignments must be one to one.
    void compareAssignment(const nlohmann::json &pair, const std::string &name)
    {
        const auto truth = pair.at("true").get<Integers>();
        const auto predicted = pair.at("pred").get<Integers>();
        if (truth.size() != predicted.size() || truth.empty())
            throw Error(name + ": true and pred differ in length");
        const int64_t classes = std::max(std::ranges::max(truth), std::ranges::max(predicted)) + 1;
        std::vector<double> counts(static_cast<size_t>(classes * classes));
        for (size_t i = 0; i < truth.size(); ++i)
            ++counts.at(static_cast<size_t>(truth[i] * classes + predicted[i]));
        const Integers columnOf = optimalAssignment(counts, classes, classes, Optimum::Largest);
        std::vector<bool> taken(static_cast<size_t>(classes));
        double matched = 0, matchedThere = 0;
        for (int64_t row = 0; row < classes; ++row) {
            const int64_t column = columnOf[static_cast<size_t>(row)];
            comparison_.require(!taken.at(static_cast<size_t>(column)),
                                name + " assigns a bin twice");
            taken[static_cast<size_t>(column)] = true;
            matched += counts[static_cast<size_t>(row * classes + column)];
        }
        for (const auto &[bin, label] : pair.at("mapping").items())
            matchedThere +=
                counts.at(static_cast<size_t>(label.get<int64_t>() * classes + std::stoll(bin)));
        compareReals(name + ".matched", {matched}, {pair.at("matched").get<double>()});
        compareReals(name + ".mapping", {matchedThere}, {matched});
    }

    void compareIntegers(const std::string &name, const Integers &found)
    {
        comparison_.compareAllExactly({{name, torch::tensor(found, torch::kInt64)}},
                                      {{name, tensor(name).to(torch::kInt64)}});
    }

    void compareReals(const std::string &name, const std::vector<double> &found,
                      const std::vector<double> &reference)
    {
        comparison_.compare(name, torch::tensor(found, torch::kFloat64),
                            torch::tensor(reference, torch::kFloat64));
    }

    void compareNumber(const std::string &name, int64_t found, int64_t reference)
    {
        comparison_.require(found == reference, name + " is " + std::to_string(found) +
                                                    ", the reference has " +
                                                    std::to_string(reference));
    }

    static torch::Tensor tensorOf(const Matrix &matrix)
    {
        return torch::from_blob(const_cast<float *>(matrix.data()),
                                {matrix.rows(), matrix.columns()}, torch::kFloat32)
            .clone();
    }

    CaseTensors tensors_;
    nlohmann::json config_;
    Comparison &comparison_;
};

} // namespace

void checkBinning(const CaseFolder &folder, Comparison &comparison)
{
    BinningCase(folder, comparison).compareAll();
}

} // namespace helicase
