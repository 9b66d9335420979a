// Kinds character_tokenizer (strings.json: the published ids of texts in both alphabets, in
// pre-training and in fine-tuning) and gpt_data (data_prep: genome.fa and the files that the
// published preparation made of it).
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/dataset/genome_tokens.h"
#include "core/dataset/letter_ids.h"
#include "core/dataset/token_file.h"
#include "core/neural/verify/case_kind.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "core/tokenizer/pipeline_tokenizer.h"

#include <cerrno>
#include <nlohmann/json.hpp>
#include <stdlib.h>

namespace helicase {

namespace {

// A folder that goes with its object.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "helicase-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw DiskError("create", name, errno);
        path_ = name;
    }
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path &path() const { return path_; }

private:
    std::filesystem::path path_;
};

torch::Tensor idTensor(const std::vector<int64_t> &ids)
{
    return torch::tensor(ids, torch::kInt64);
}

// Of no letter at all there is nothing to compare.
void compareIds(const std::string &name, const std::vector<int64_t> &found,
                const nlohmann::json &expected, Comparison &comparison)
{
    const auto wanted = expected.get<std::vector<int64_t>>();
    if (found.empty() && wanted.empty())
        return;
    comparison.compareAllExactly({{name, idTensor(found)}}, {{name, idTensor(wanted)}});
}

std::vector<int64_t> tokensOf(const PipelineTokenizer &tokenizer, const std::string &text)
{
    const std::vector<TokenId> ids = tokenizer.encodeIds(text, SpecialTokens::Omit);
    return {ids.begin(), ids.end()};
}

// That of the whole human genome is the alphabet that the case finds in its text.
void checkPrepared(const CaseFolder &folder, GenomeAlphabet alphabet, const std::string &name,
                   Comparison &comparison)
{
    const TemporaryFolder made;
    SilentProgress silent;
    const GenomeTokens tokens =
        writeGenomeTokens(folder.file("genome.fa"), alphabet, made.path(), silent, {});
    for (const char *file : {"train.bin", "val.bin", "meta.pkl"})
        comparison.require(readFile(made.path() / file) ==
                               readFile(folder.path / (name + "_" + file)),
                           name + "_" + file + " has other bytes");
    const nlohmann::json meta = readJsonFile(folder.path / (name + "_meta.json"));
    const nlohmann::json own = tokens.toJson();
    for (const char *key : {"vocab_size", "stoi", "itos", "n_train", "n_val"})
        comparison.require(own.at(key) == meta.at(key), name + "_meta.json: another " + key);
    const TokenFile train(made.path(), TokenPart::Train);
    const nlohmann::json count = meta.at("n_train");
    compareIds(name + " tokens", {train.count()}, nlohmann::json::array({count}), comparison);
}

} // namespace

void checkCharacterTokenizer(const CaseFolder &folder, Comparison &comparison)
{
    const nlohmann::json strings = readJsonFile(folder.file("strings.json"));
    const std::vector<std::string> genome = genomeAlphabet(), bases = baseAlphabet();
    comparison.require(strings.at("alphabet_full") == nlohmann::json(genome),
                       "the alphabet of 40 characters is another");
    comparison.require(strings.at("alphabet_vocab4") == nlohmann::json(bases),
                       "the alphabet of bases is another");
    const PipelineTokenizer whole(characterTokenizer(genome)), filter(characterTokenizer(bases));
    size_t row = 0;
    for (const nlohmann::json &entry : strings.at("rows")) {
        const std::string text = entry.at("text"), name = "text " + std::to_string(row++) + " ";
        if (!entry.at("full").is_null()) // null: it has characters that the alphabet lacks
            compareIds(name + "full", tokensOf(whole, text), entry.at("full"), comparison);
        compareIds(name + "filter", tokensOf(filter, text), entry.at("vocab4_filter"), comparison);
        compareIds(name + "fine-tuning full", letterIds(text, genome), entry.at("finetune_full"),
                   comparison);
        compareIds(name + "fine-tuning bases", letterIds(text, bases), entry.at("finetune_vocab4"),
                   comparison);
    }
}

void checkGptData(const CaseFolder &folder, Comparison &comparison)
{
    checkPrepared(folder, GenomeAlphabet::Found, "full", comparison);
    checkPrepared(folder, GenomeAlphabet::BasesOfText, "vocab4", comparison);
    // The published files are written in slices, which leave nothing out and repeat nothing.
    const nlohmann::json slices = readJsonFile(folder.file("slices.json"));
    for (const nlohmann::json &row : slices.at("rows"))
        comparison.require(row.at("exact_partition") == true,
                           "slices of " + row.at("n").dump() + " characters do not join");
}

} // namespace helicase
