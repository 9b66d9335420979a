#include "core/sequence/feature_reader.h"

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/sequence/table_line.h"

#include <algorithm>
#include <utility>

namespace helicase {

namespace {

constexpr size_t longestLine = size_t{1} << 24;

enum Column : size_t { Seqid, Source, Type, Start, End, Score, Strand, Phase, Attributes };

int hexDigit(char letter)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const char lower = 'A' <= letter && letter <= 'F' ? static_cast<char>(letter + 32) : letter;
    const size_t value = digits.find(lower);
    return value == std::string_view::npos ? -1 : static_cast<int>(value);
}

// Resolves %3B and the like. A percent sign that begins no escape stays, and so does a text that
// would not be UTF-8.
std::string unescaped(std::string_view text)
{
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low < 0 || high * 16 + low == 0) {
            result += text[i];
            continue;
        }
        result += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return validUtf8Bytes(result) == result.size() ? result : std::string(text);
}

// The part up to the next semicolon outside of quotation marks; the text becomes the rest.
std::string_view takePart(std::string_view &text, bool hasQuotes)
{
    bool isQuoted = false;
    size_t end = 0;
    for (; end < text.size() && (isQuoted || text[end] != ';'); ++end)
        isQuoted ^= hasQuotes && text[end] == '"';
    const std::string_view part = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

class AttributeParser {
public:
    explicit AttributeParser(const TableLine &line) : line_(line)
    {
        std::string_view text = line[Attributes];
        if (text.empty() || text == ".")
            return;
        // "key=value" in GFF3, "key value" in GTF and GFF2.
        const size_t sign = text.find_first_of("= ");
        const bool isGtf = sign != std::string_view::npos && text[sign] == ' ';
        while (!text.empty()) {
            const std::string_view part = takePart(text, isGtf);
            if (!part.empty())
                isGtf ? addGtf(part) : addGff3(part);
        }
    }

    std::vector<FeatureAttribute> take() { return std::move(attributes_); }

private:
    std::vector<std::string> &valuesOf(const std::string &key)
    {
        if (key.empty())
            line_.fail(Attributes, "attribute without a name (expected key=value)");
        const auto known = std::ranges::find(attributes_, key, &FeatureAttribute::key);
        if (known != attributes_.end())
            return known->values;
        attributes_.push_back({.key = key});
        return attributes_.back().values;
    }

    void addGff3(std::string_view part)
    {
        const size_t equals = part.find('=');
        std::vector<std::string> &values = valuesOf(unescaped(trim(part.substr(0, equals))));
        if (equals == std::string_view::npos)
            return;
        for (const std::string_view value : split(part.substr(equals + 1), ','))
            if (!value.empty())
                values.push_back(unescaped(value));
    }

    void addGtf(std::string_view part)
    {
        const size_t blank = std::min(part.find_first_of(" \t"), part.size());
        const std::string_view value = unquoted(trim(part.substr(blank)));
        std::vector<std::string> &values = valuesOf(std::string(part.substr(0, blank)));
        if (!value.empty())
            values.emplace_back(value);
    }

    // GFF2 writes Target "name" 12 34; such a value stays as a whole.
    std::string_view unquoted(std::string_view value) const
    {
        if (!value.starts_with('"'))
            return value;
        const size_t end = value.find('"', 1);
        if (end == std::string_view::npos)
            line_.fail(Attributes, "quotation mark without a second one");
        const std::string_view rest = value.substr(end + 1);
        if (rest.empty())
            return value.substr(1, end - 1);
        if (rest.find_first_not_of("0123456789 ") != std::string_view::npos)
            line_.fail(Attributes, "found " + printable(rest) + " behind a quotation mark",
                       "attributes are separated by semicolons");
        return value;
    }

    const TableLine &line_;
    std::vector<FeatureAttribute> attributes_;
};

FeatureStrand strandOf(const TableLine &line)
{
    if (line[Strand] == "+")
        return FeatureStrand::Forward;
    if (line[Strand] == "-")
        return FeatureStrand::Reverse;
    if (line[Strand] == ".")
        return FeatureStrand::None;
    if (line[Strand] == "?")
        return FeatureStrand::Unknown;
    line.fail(Strand, "found " + printable(line[Strand]) + " as strand (expected +, -, . or ?)");
}

std::optional<int> phaseOf(const TableLine &line)
{
    if (line[Phase] == ".")
        return std::nullopt;
    if (line[Phase].size() != 1 || line[Phase][0] < '0' || line[Phase][0] > '2')
        line.fail(Phase, "found " + printable(line[Phase]) + " as phase (expected 0, 1, 2 or .)");
    return line[Phase][0] - '0';
}

Feature parseFeature(const TableLine &line)
{
    const bool hasEmptyEnd = line.size() == Attributes + 2 && line[Attributes + 1].empty();
    if (line.size() < Attributes || (line.size() > Attributes + 1 && !hasEmptyEnd))
        line.fail(0,
                  "found " + std::to_string(line.size()) +
                      (line.size() == 1 ? " column" : " columns") +
                      " (expected 9, separated by tabs)",
                  "seqid, source, type, start, end, score, strand, phase, attributes");
    for (const Column column : {Seqid, Type})
        if (line[column].empty())
            line.fail(column, "empty column (expected a name)");
    Feature feature{.sequence = unescaped(line[Seqid]),
                    .source = unescaped(line[Source]),
                    .type = unescaped(line[Type])};
    feature.start = line.integer(Start, "start");
    feature.end = line.integer(End, "end");
    if (feature.start < 1)
        line.fail(Start, "the feature starts at " + std::to_string(feature.start) +
                             " (expected 1 or more)");
    if (feature.end < feature.start)
        line.fail(End, "the feature ends at " + std::to_string(feature.end) +
                           ", before its start at " + std::to_string(feature.start));
    if (line[Score] != ".")
        feature.score = line.real(Score, "score");
    feature.strand = strandOf(line);
    feature.phase = phaseOf(line);
    if (line.size() > Attributes)
        feature.attributes = AttributeParser(line).take();
    return feature;
}

} // namespace

std::span<const std::string> Feature::values(std::string_view key) const
{
    const auto attribute = std::ranges::find(attributes, key, &FeatureAttribute::key);
    return attribute == attributes.end() ? std::span<const std::string>() : attribute->values;
}

std::string_view Feature::value(std::string_view key) const
{
    const auto all = values(key);
    return all.empty() ? std::string_view() : all.front();
}

FeatureReader::FeatureReader(std::filesystem::path file) : lines_(std::move(file), longestLine) {}

std::optional<Feature> FeatureReader::next()
{
    while (!isAtEnd_) {
        const auto line = lines_.next();
        isAtEnd_ = !line || line->starts_with("##FASTA") || line->starts_with('>');
        if (!isAtEnd_ && !trim(*line).empty() && !line->starts_with('#'))
            return parseFeature(TableLine(lines_, *line));
    }
    return std::nullopt;
}

} // namespace helicase
