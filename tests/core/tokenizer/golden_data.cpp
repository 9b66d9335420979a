#include "tests/core/tokenizer/golden_data.h"

#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "core/sequence/line_reader.h"
#include "core/sequence/sequence_reader.h"
#include "core/tokenizer/characters.h"

#include <cctype>
#include <map>

namespace helicase::test {

namespace {

using nlohmann::json;

// The generator of FORMAT.md.
class Generator {
public:
    explicit Generator(uint32_t seed) : state_(seed) {}
    uint32_t below(uint32_t bound)
    {
        state_ = state_ * 1664525u + 1013904223u;
        return ((state_ >> 16) * bound) >> 16;
    }

private:
    uint32_t state_;
};

const std::string &recordOf(const std::string &file, const std::string &name)
{
    static std::map<std::string, std::map<std::string, std::string>> files;
    auto &records = files[file];
    if (records.empty())
        for (Sequence &sequence : readSequences(dataFolder() / file))
            records[sequence.id] = std::move(sequence.bases);
    return records.at(name);
}

std::string random(const json &build)
{
    const std::string alphabet = build.at("alphabet");
    Generator generator(build.at("seed").get<uint32_t>());
    std::string text;
    for (size_t i = 0; i < build.at("length").get<size_t>(); ++i)
        text += alphabet[generator.below(static_cast<uint32_t>(alphabet.size()))];
    return text;
}

std::string lowered(const std::string &text, size_t every)
{
    std::string result = text;
    for (size_t i = 0; i < result.size(); ++i)
        if (every == 0 || i / every % 2 == 1)
            result[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(result[i])));
    return result;
}

std::string applied(const json &operation, const std::string &text)
{
    const std::string name = operation.at("op");
    if (name == "lower")
        return lowered(text, 0);
    const auto every = operation.at("every").get<size_t>();
    if (name == "lower_every")
        return lowered(text, every);
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool isReplaced =
            name == "replace_every" && i % every == operation.at("at").get<size_t>();
        result += isReplaced ? operation.at("with").get<std::string>() : std::string(1, text[i]);
        if (name == "insert_every" && i % every == every - 1)
            result += operation.at("text").get<std::string>();
    }
    return result;
}

std::string buildBare(const json &build)
{
    const std::string kind = build.at("kind");
    if (kind == "text")
        return build.at("text");
    if (kind == "random")
        return random(build);
    if (kind == "slice")
        return recordOf(build.at("file"), build.at("record"))
            .substr(build.at("start").get<size_t>(), build.at("length").get<size_t>());
    std::string text;
    if (kind == "repeat")
        for (size_t i = 0; i < build.at("times").get<size_t>(); ++i)
            text += build.at("unit").get<std::string>();
    if (kind == "concat")
        for (const json &part : build.at("parts"))
            text += buildText(part);
    return text;
}

template <typename T>
std::string digestOfValues(std::span<const T> values)
{
    Sha256 digest;
    digest.add(std::as_bytes(values));
    return digest.hex();
}

} // namespace

std::vector<json> rowsOf(const std::filesystem::path &file, JsonFile kind)
{
    if (kind == JsonFile::Whole)
        return {json::parse(readFile(dataFolder() / file))};
    std::vector<json> rows;
    LineReader lines(dataFolder() / file);
    while (const auto line = lines.next())
        rows.push_back(json::parse(*line));
    return rows;
}

std::string buildText(const json &build)
{
    std::string text = buildBare(build);
    if (build.contains("then"))
        for (const json &operation : build.at("then"))
            text = applied(operation, text);
    return text;
}

std::vector<std::string> cutIntoRecords(const std::string &text, uint32_t seed, size_t total)
{
    Generator generator(seed);
    std::vector<std::string> records;
    for (size_t begin = 0;;) {
        const size_t length = 200 + generator.below(1801);
        if (begin + length > total)
            return records;
        records.push_back(text.substr(begin, length));
        begin += length;
    }
}

std::string digestOf(std::span<const TokenId> ids)
{
    return digestOfValues(ids);
}

std::string digestOf(std::span<const TokenSpan> spans)
{
    return digestOfValues(spans);
}

void addGoldenRows(std::initializer_list<const char *> files)
{
    QTest::addColumn<QString>("row");
    if (!hasData())
        return;
    for (const char *file : files)
        for (const json &row : rowsOf(file))
            QTest::newRow(row.at("name").get<std::string>().c_str())
                << QString::fromStdString(row.dump());
}

QString differenceInRow(const QString &row, const Tokenizer &tokenizer)
{
    const json expected = json::parse(row.toStdString());
    const std::string text = expected.at("text");
    const Encoding found =
        expected.contains("text_pair")
            ? tokenizer.encodePair(text, expected.at("text_pair").get<std::string>(),
                                   SpecialTokens::Add)
            : tokenizer.encode(text, SpecialTokens::Add);
    return differenceFrom(expected, found, tokenizer);
}

std::string textOfCharacters(const json &row)
{
    const auto start = row.at("start").get<uint32_t>();
    std::string text;
    for (uint32_t c = start; c < start + 256; ++c) {
        if (c > start)
            text += row.at("join").get<std::string>();
        text += row.at("left").get<std::string>();
        appendUtf8(text, c);
        text += row.at("right").get<std::string>();
    }
    return text;
}

json smallTokenizerJson()
{
    return json::parse(R"({
        "version": "1.0", "truncation": null, "padding": null,
        "added_tokens": [{"id": 0, "content": "[UNK]", "single_word": false, "lstrip": false,
                          "rstrip": false, "normalized": false, "special": true},
                         {"id": 1, "content": "[CLS]", "special": true}],
        "normalizer": null, "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {"type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                       {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}},
                     {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}}},
        "decoder": null,
        "model": {"type": "BPE", "unk_token": "[UNK]",
                  "vocab": {"[UNK]": 0, "[CLS]": 1, "A": 2, "C": 3, "AC": 4}, "merges": ["A C"]}})");
}

QString differenceFrom(const json &expected, const Encoding &found, const Tokenizer &tokenizer)
{
    json tokens = json::array();
    json offsets = json::array();
    for (size_t i = 0; i < found.size(); ++i) {
        tokens.push_back(tokenizer.token(found.ids[i]));
        offsets.push_back({found.offsets[i].begin, found.offsets[i].end});
    }
    const std::pair<const char *, json> parts[] = {
        {"ids", found.ids},
        {"tokens", tokens},
        {"offsets", offsets},
        {"type_ids", found.typeIds},
        {"special", found.specialMask},
        {"attention_mask", found.attentionMask},
    };
    for (const auto &[name, value] : parts)
        if (expected.contains(name) && expected.at(name) != value)
            return QString("%1: found %2, expected %3")
                .arg(name, QString::fromStdString(value.dump()),
                     QString::fromStdString(expected.at(name).dump()));
    return {};
}

} // namespace helicase::test
