// The folders that the published training program writes and its evaluation programs read: one
// below a name that tells the settings, with a folder per saved step in Hugging Face layout
// (pytorch_model.bin, config.json, the tokenizer, con_weights.ckpt) and the best of them once more.
// Source: MAGICS-LAB/DNABERT_S, train/pretrain/main.py and training.py. One thread at a time.
#pragma once

#include "core/neural/tasks/contrastive_network.h"
#include "core/tokenizer/tokenizer.h"

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>

namespace helicase {

// "epoch3.train_2m.csv.lr3e-06.lrscale100.bs48.maxlength2000.tmp0.05.seed1.con_methodsame_species
// .mixTrue.mix_layer_num-1.curriculumTrue", numbers as Python writes them.
std::string publishedName(const OptionValues &options);
// As Python's repr() writes a float: 3e-06, 0.05, 1.0.
std::string pythonFloat(double value);

class PublishedResults {
public:
    // Below "published.results". Throws OptionError when no steps are to be saved.
    explicit PublishedResults(const OptionValues &options);

    // Saves every "checkpoint.every" steps, counted as there: folder 0 after the first step. Throws
    // DiskError.
    void stepMade(int64_t step, const ContrastiveNetwork &network, const Tokenizer &tokenizer);

    // The saved step with the smallest loss, of equal ones the first, becomes "best"; step 0 and
    // what follows the last saved step are no candidates. steps: of the whole run. loss: of the
    // weights in a folder. Returns what the choice was made of.
    nlohmann::json chooseBest(int64_t steps,
                              const std::function<double(const std::filesystem::path &)> &loss);

    const std::filesystem::path &folder() const { return folder_; }

private:
    std::filesystem::path folder_;
    int64_t interval_;
};

} // namespace helicase
