// Reading the reference encodings of the shared data (golden/FORMAT.md) and comparing with them.
#pragma once

#include "core/tokenizer/tokenizer.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

namespace helicase::test {

// Whether each line of a file is a value, or the whole file.
enum class JsonFile { Lines, Whole };
// The values of a file below the shared data.
std::vector<nlohmann::json> rowsOf(const std::filesystem::path &file,
                                   JsonFile kind = JsonFile::Lines);
// Makes an input from its "build" description.
std::string buildText(const nlohmann::json &build);
// A built text cut into records, for training.
std::vector<std::string> cutIntoRecords(const std::string &text, uint32_t seed, size_t total);
std::string digestOf(std::span<const TokenId> ids);
std::string digestOf(std::span<const TokenSpan> spans);
// A table of tests with the rows of golden files in the column "row"; none without the shared data.
void addGoldenRows(std::initializer_list<const char *> files);
// How the encoding of such a row's text or pair differs from what the row says; empty: it does not.
QString differenceInRow(const QString &row, const Tokenizer &tokenizer);
// The text of a row of golden/bert_wordpiece_all_unicode.jsonl: 256 characters, each between
// others.
std::string textOfCharacters(const nlohmann::json &row);
// A small tokenizer.json: byte-pair encoding of A and C with [UNK] and [CLS].
nlohmann::json smallTokenizerJson();
// Empty when the encoding is the expected one (members ids, tokens, type_ids, attention_mask,
// offsets, special), otherwise what differs.
QString differenceFrom(const nlohmann::json &expected, const Encoding &found,
                       const Tokenizer &tokenizer);

} // namespace helicase::test
