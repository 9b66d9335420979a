#include "core/tokenizer/fixed_vocabularies.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/pickle.h"
#include "core/base/text.h"
#include "core/tokenizer/characters.h"

#include <unordered_set>

namespace helicase {

namespace {

constexpr size_t largestFile = size_t{1} << 20;

[[noreturn]] void fail(const std::filesystem::path &file, const std::string &message)
{
    throw InputError(message, {.file = file}, "expected a meta.pkl with vocab_size, stoi and itos");
}

// The dictionary "stoi" in a dictionary; null when there is none.
const PickleDictionary *symbolsOf(const PickleValue &root)
{
    const auto *dictionary = root.as<PickleDictionary>();
    if (!dictionary)
        return nullptr;
    for (const auto &[key, value] : dictionary->entries)
        if (const auto *name = key->as<std::string>(); name && *name == "stoi")
            return value->as<PickleDictionary>();
    return nullptr;
}

const std::string &characterOf(const PickleValue &key, const std::filesystem::path &file)
{
    const auto *text = key.as<std::string>();
    if (!text)
        fail(file, "stoi: found a key that is no text, expected characters");
    if (text->empty() || static_cast<size_t>(decodeFirst(*text).bytes) != text->size())
        fail(file, "stoi: found " + printable(*text) + ", expected one character");
    return *text;
}

} // namespace

TokenizerDefinition readAlphabetPickle(const std::filesystem::path &file)
{
    const std::string bytes = readFile(file, largestFile);
    const PickleDocument document(std::as_bytes(std::span(bytes)), {}, file);
    const PickleDictionary *symbols = symbolsOf(document.root());
    if (!symbols || symbols->entries.empty())
        fail(file, "found no dictionary \"stoi\" with characters, expected one");
    std::vector<std::string> characters(symbols->entries.size());
    std::unordered_set<std::string_view> known;
    for (const auto &[key, value] : symbols->entries) {
        const std::string &character = characterOf(*key, file);
        const auto *id = value->as<int64_t>();
        if (!id || *id < 0 || *id >= std::ssize(characters))
            fail(file, "stoi: found another id for " + printable(character) +
                           ", expected a whole number from 0 to " +
                           std::to_string(characters.size() - 1));
        std::string &place = characters[static_cast<size_t>(*id)];
        if (!place.empty() || !known.insert(character).second)
            fail(file, "stoi: found " + printable(character) + " with the id " +
                           std::to_string(*id) + ", expected every character and every id once");
        place = character;
    }
    return characterTokenizer(characters);
}

} // namespace helicase
