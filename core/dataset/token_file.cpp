#include "core/dataset/token_file.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/tokenizer/fixed_vocabularies.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

static_assert(std::endian::native == std::endian::little, "ids are read as they lie in the file");

constexpr int64_t largestVocabulary = 65536;
constexpr int64_t sampleLength = 1 << 16; // ids
constexpr int64_t samples = 256;

std::vector<std::string> lettersOfJson(const std::filesystem::path &file)
{
    const nlohmann::json meta = readJsonFile(file);
    const auto fail = [&](const std::string &message) {
        throw InputError(message, {.file = file}, "expected a meta.json with vocab_size and stoi");
    };
    const auto ids = meta.find("stoi");
    if (!meta.is_object() || ids == meta.end() || !ids->is_object() || ids->empty())
        fail("found no dictionary \"stoi\" with characters");
    if (std::ssize(*ids) > largestVocabulary)
        fail("stoi: found " + std::to_string(ids->size()) + " characters");
    if (meta.value("vocab_size", nlohmann::json()) != nlohmann::json(ids->size()))
        fail("vocab_size is not the number of characters in stoi, " + std::to_string(ids->size()));
    std::vector<std::string> letters(ids->size());
    for (const auto &[letter, id] : ids->items()) {
        const bool isId = id.is_number_integer() && id >= 0 && id < ids->size();
        if (letter.empty() || !isId || !letters[id.get<size_t>()].empty())
            fail("stoi: found the id " + printable(id.dump()) + " for " + printable(letter) +
                 ", expected every id from 0 to " + std::to_string(ids->size() - 1) + " once");
        letters[id.get<size_t>()] = letter;
    }
    return letters;
}

std::vector<std::string> lettersOfPickle(const std::filesystem::path &file)
{
    const TokenizerDefinition definition = readAlphabetPickle(file);
    const Vocabulary &vocabulary =
        std::get<std::shared_ptr<const BpeRules>>(definition.model)->vocabulary;
    std::vector<std::string> letters;
    for (TokenId id = 0; id < vocabulary.end(); ++id)
        letters.push_back(*vocabulary.token(id));
    return letters;
}

} // namespace

std::vector<std::string> readTokenLetters(const std::filesystem::path &folder)
{
    if (std::filesystem::exists(folder / "meta.json"))
        return lettersOfJson(folder / "meta.json");
    if (std::filesystem::exists(folder / "meta.pkl"))
        return lettersOfPickle(folder / "meta.pkl");
    throw InputError("holds no meta.json or meta.pkl", {.file = folder},
                     "make such a folder with helicase data genome");
}

TokenFile::TokenFile(const std::filesystem::path &folder, TokenPart part)
    : file_(folder / (part == TokenPart::Train ? "train.bin" : "val.bin")),
      letters_(readTokenLetters(folder)), mapping_(file_)
{
    const auto bytes = mapping_.bytes();
    if (bytes.empty() || bytes.size() % sizeof(uint16_t) != 0)
        throw InputError(bytes.empty() ? "is empty"
                                       : "has an odd size of " + std::to_string(bytes.size()) +
                                             " bytes (expected two bytes per id)",
                         {.file = file_}, "make it anew with helicase data genome");
    ids_ = {reinterpret_cast<const uint16_t *>(bytes.data()), bytes.size() / sizeof(uint16_t)};
    if (count() <= samples * sampleLength) {
        check(0, count());
        return;
    }
    for (int64_t i = 0; i < samples; ++i)
        check((count() - sampleLength) / (samples - 1) * i, sampleLength);
    check(count() - sampleLength, sampleLength);
}

std::span<const uint16_t> TokenFile::window(int64_t first, int64_t count) const
{
    assert(first >= 0 && count >= 0 && first + count <= this->count());
    check(first, count);
    return ids_.subspan(static_cast<size_t>(first), static_cast<size_t>(count));
}

void TokenFile::check(int64_t first, int64_t count) const
{
    const auto window = ids_.subspan(static_cast<size_t>(first), static_cast<size_t>(count));
    const auto isForeign = [end = letters_.size()](uint16_t id) { return id >= end; };
    // Without an early end the comparison runs many ids at a time.
    if (std::ranges::count_if(window, isForeign) == 0)
        return;
    const auto id = std::ranges::find_if(window, isForeign);
    throw InputError(
        "found the id " + std::to_string(*id) + " (expected ids below " +
            std::to_string(letters_.size()) + " as in the folder's meta.json or meta.pkl)",
        {.file = file_,
         .byteOffset = static_cast<int64_t>(sizeof(uint16_t)) * (first + (id - window.begin()))},
        "was another meta file put beside it?");
}

} // namespace helicase
