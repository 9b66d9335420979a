// Kind kmer_baselines: TNF, TNF-K in both orders of its rows, and DNA2Vec. config.json: sequences
// and the order of the words; tables.safetensors: vamb_kernel, fourmer_embedding;
// outputs.safetensors.
#include "core/base/json_file.h"
#include "core/neural/embed/baseline.h"
#include "core/neural/tensor/matrix_tensor.h"
#include "core/neural/verify/case_kind.h"
#include "core/neural/verify/case_matrix.h"
#include "core/neural/verify/case_tensors.h"
#include "core/sequence/kmer_profile.h"

#include <nlohmann/json.hpp>

namespace helicase {

void checkKmerBaselines(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json config = readJsonFile(folder.file("config.json"));
    comparison.require(config.at("feature_order") == nlohmann::json(KmerCounter(4).words()),
                       "the words are in another order");
    std::vector<Sequence> sequences;
    for (const std::string text : config.at("sequences"))
        sequences.push_back({.id = std::to_string(sequences.size()), .bases = text});
    const CaseTensors tables(folder.file("tables.safetensors"));
    const auto table = [&](const char *name) {
        return std::make_shared<const Matrix>(matrixOf(tables, name));
    };
    const BaselineTables given{.kernel = table("vamb_kernel"),
                               .wordVectors = table("fourmer_embedding")};
    const auto vectors = [&](const char *name) {
        return viewOf(Baseline(name, given).embed(sequences).vectors).clone();
    };
    const NamedTensors found{{"tnf", vectors("tnf")},
                             {"tnf_float32", vectors("tnf")},
                             {"tnf_k", vectors("tnf-k-compat")},
                             {"tnf_k_rows_reordered", vectors("tnf-k")},
                             {"dna2vec", vectors("dna2vec")}};
    comparison.compareAll(found, readTensors(folder.file("outputs.safetensors")));
}

} // namespace helicase
