#include "core/base/error.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "core/tokenizer/pipeline_tokenizer.h"
#include "core/tokenizer/unified_tokenizer.h"

namespace helicase {

namespace {

std::shared_ptr<const Tokenizer> loadFile(const std::filesystem::path &file)
{
    if (file.extension() == ".pkl")
        return std::make_shared<PipelineTokenizer>(readAlphabetPickle(file));
    return std::make_shared<PipelineTokenizer>(
        file.extension() == ".txt" ? readVocabularyText(file) : readTokenizerJson(file));
}

} // namespace

std::shared_ptr<const Tokenizer> loadTokenizer(const std::filesystem::path &path)
{
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        throw InputError(
            "does not exist", {.file = path},
            "a tokenizer is a folder with tokenizer.json, vocab.txt, meta.pkl, or text/ and dna/");
    if (!std::filesystem::is_directory(path, ignored))
        return loadFile(path);
    if (std::filesystem::exists(path / "dna_text_tokenizer_config.json", ignored))
        return UnifiedTokenizer::load(path);
    for (const char *name : {"tokenizer.json", "vocab.txt", "meta.pkl"})
        if (std::filesystem::exists(path / name, ignored))
            return loadFile(path / name);
    // A run folder keeps the tokenizer of its model in a folder of its own.
    if (std::filesystem::is_directory(path / "tokenizer", ignored))
        return loadTokenizer(path / "tokenizer");
    throw InputError("holds no tokenizer (expected tokenizer.json, vocab.txt, meta.pkl or "
                     "dna_text_tokenizer_config.json)",
                     {.file = path});
}

} // namespace helicase
