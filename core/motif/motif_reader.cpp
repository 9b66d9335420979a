#include "core/motif/motif_reader.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/line_reader.h"

#include <cmath>
#include <memory>
#include <optional>
#include <span>

namespace helicase {

namespace {

constexpr size_t longestLine = size_t{1} << 20;
constexpr double sitesWhenNotGiven = 100;
constexpr double largestSum = 1e12;

std::vector<std::string_view> words(std::string_view line)
{
    std::vector<std::string_view> found;
    size_t begin = 0;
    while ((begin = line.find_first_not_of(" \t", begin)) != std::string_view::npos) {
        const size_t end = std::min(line.find_first_of(" \t", begin), line.size());
        found.push_back(line.substr(begin, end - begin));
        begin = end;
    }
    return found;
}

// What the formats share: the motif that is being read, and the checks when it is complete.
class MotifParser {
public:
    explicit MotifParser(LineReader &lines) : lines_(lines) {}
    virtual ~MotifParser() = default;

    virtual void read(std::string_view line) = 0;
    // After the last line.
    virtual void end() { finish(); }

    std::vector<Motif> motifs;

protected:
    [[noreturn]] void fail(const std::string &message, std::string hint = {}) const
    {
        throw InputError(message, lines_.place(), std::move(hint));
    }

    double count(std::string_view text) const
    {
        const std::optional<double> value = parseReal(text);
        if (!value || !std::isfinite(*value) || *value < 0)
            fail("found " + printable(text) + " as count (expected a number from 0 on)");
        return *value;
    }

    Motif &current()
    {
        if (!motif_)
            fail("counts of no motif (expected its name first)");
        return *motif_;
    }
    bool isInside() const { return motif_.has_value(); }

    void begin(std::string_view id, std::string_view name)
    {
        finish();
        if (id.empty())
            fail("a motif without a name");
        motif_ = Motif{.id = std::string(id), .name = std::string(name.empty() ? id : name)};
    }

    void addPlace(const std::array<double, 4> &counts)
    {
        if (current().width() >= widestMotif)
            fail("the motif " + printable(current().id) + " is wider than " +
                 std::to_string(widestMotif) + " places");
        const double sum = counts[0] + counts[1] + counts[2] + counts[3];
        if (sum <= 0 || sum > largestSum)
            fail("the counts of a place of the motif " + printable(current().id) + " sum up to " +
                 formatReal(sum) + " (expected more than 0, at most 1e12)");
        current().counts.push_back(counts);
    }

    void finish()
    {
        if (!motif_)
            return;
        if (motif_->counts.empty())
            fail("the motif " + printable(motif_->id) + " has no matrix");
        if (std::ssize(motifs) >= mostMotifs)
            fail("more than " + std::to_string(mostMotifs) + " motifs");
        motifs.push_back(std::move(*motif_));
        motif_.reset();
    }

private:
    LineReader &lines_;
    std::optional<Motif> motif_;
};

// AC accession, ID name, PO A C G T, then one numbered row per place, "//" behind the motif.
class TransfacParser final : public MotifParser {
public:
    using MotifParser::MotifParser;

    void read(std::string_view line) override
    {
        const auto parts = words(line);
        if (parts.empty())
            return;
        const std::string_view key = parts.front();
        if (key == "AC" || (key == "ID" && !isInside()))
            begin(parts.size() > 1 ? parts[1] : "", "");
        else if (key == "ID" && parts.size() > 1)
            current().name = parts[1];
        else if (key == "PO" || key == "P0")
            readLetters(parts);
        else if (key == "//")
            finish();
        else if (key.find_first_not_of("0123456789") == std::string_view::npos)
            readPlace(parts);
    }

private:
    void readLetters(std::span<const std::string_view> parts)
    {
        if (parts.size() != 5 || parts[1] != "A" || parts[2] != "C" || parts[3] != "G" ||
            parts[4] != "T")
            fail("the matrix's columns are not A, C, G and T");
        current();
    }

    void readPlace(std::span<const std::string_view> parts)
    {
        // A consensus letter may stand behind the counts.
        if (parts.size() != 5 && parts.size() != 6)
            fail("found " + std::to_string(parts.size() - 1) +
                 " counts (expected 4: A, C, G and T)");
        std::array<double, 4> counts;
        for (size_t i = 0; i < 4; ++i)
            counts[i] = count(parts[i + 1]);
        addPlace(counts);
    }
};

// ">ID name", then four rows "A [ 1 2 3 ]" or bare numbers in the order A, C, G, T.
class JasparParser final : public MotifParser {
public:
    using MotifParser::MotifParser;

    void read(std::string_view line) override
    {
        const std::string_view text = trim(line);
        if (text.empty())
            return;
        if (text.starts_with('>')) {
            endRows();
            const auto parts = words(text.substr(1));
            begin(parts.empty() ? "" : parts[0], parts.size() > 1 ? parts[1] : "");
            return;
        }
        current();
        if (rows_.size() == letters.size())
            fail("a fifth row of counts (expected A, C, G and T)");
        rows_.push_back(row(text));
        if (rows_.back().size() != rows_.front().size())
            fail("found " + std::to_string(rows_.back().size()) + " counts (expected " +
                 std::to_string(rows_.front().size()) + " as in the row of A)");
    }

    void end() override
    {
        endRows();
        finish();
    }

private:
    static constexpr std::string_view letters = "ACGT";

    std::vector<double> row(std::string_view text) const
    {
        std::string numbers(text);
        if (numbers.front() >= 'A' && numbers.front() <= 'Z') {
            if (numbers.front() != letters[rows_.size()])
                fail("found the row of " + numbers.substr(0, 1) + " (expected that of " +
                     letters[rows_.size()] + ")");
            numbers.front() = ' ';
        }
        for (char &letter : numbers)
            if (letter == '[' || letter == ']')
                letter = ' ';
        std::vector<double> counts;
        for (const std::string_view word : words(numbers))
            counts.push_back(count(word));
        if (std::ssize(counts) > widestMotif)
            fail("the motif is wider than " + std::to_string(widestMotif) + " places");
        return counts;
    }

    void endRows()
    {
        if (!isInside())
            return;
        if (rows_.size() != letters.size())
            fail("the motif " + printable(current().id) + " has " + std::to_string(rows_.size()) +
                 " rows of counts (expected 4)");
        for (size_t i = 0; i < rows_[0].size(); ++i)
            addPlace({rows_[0][i], rows_[1][i], rows_[2][i], rows_[3][i]});
        rows_.clear();
    }

    std::vector<std::vector<double>> rows_;
};

// "MOTIF id name", "letter-probability matrix: ... w= 10 nsites= 20", then a row per place.
class MemeParser final : public MotifParser {
public:
    using MotifParser::MotifParser;

    void read(std::string_view line) override
    {
        const auto parts = words(line);
        if (parts.empty())
            return;
        if (parts[0] == "ALPHABET=")
            requireBases(parts);
        else if (parts[0] == "MOTIF") {
            begin(parts.size() > 1 ? parts[1] : "", parts.size() > 2 ? parts[2] : "");
            isMatrix_ = false;
        } else if (parts[0] == "letter-probability")
            beginMatrix(parts);
        else if (isMatrix_ && parts[0].find_first_not_of("0123456789.") == std::string_view::npos)
            readPlace(parts);
        else
            isMatrix_ = false;
    }

private:
    void requireBases(std::span<const std::string_view> parts)
    {
        if (parts.size() < 2 || parts[1] != "ACGT")
            fail("found the alphabet " + printable(parts.size() > 1 ? parts[1] : "") +
                 " (expected ACGT)");
    }

    void beginMatrix(std::span<const std::string_view> parts)
    {
        current();
        isMatrix_ = true;
        sites_ = sitesWhenNotGiven;
        for (size_t i = 0; i + 1 < parts.size(); ++i)
            if (parts[i] == "nsites=")
                sites_ = std::max(1.0, count(parts[i + 1]));
    }

    void readPlace(std::span<const std::string_view> parts)
    {
        if (parts.size() != 4)
            fail("found " + std::to_string(parts.size()) +
                 " probabilities (expected 4: A, C, G and T)");
        std::array<double, 4> counts;
        for (size_t i = 0; i < 4; ++i)
            counts[i] = count(parts[i]) * sites_;
        addPlace(counts);
    }

    bool isMatrix_ = false;
    double sites_ = sitesWhenNotGiven;
};

std::unique_ptr<MotifParser> parserFor(LineReader &lines, std::string_view firstLine)
{
    if (firstLine.starts_with("MEME version"))
        return std::make_unique<MemeParser>(lines);
    if (firstLine.starts_with('>'))
        return std::make_unique<JasparParser>(lines);
    const auto parts = words(firstLine);
    for (const std::string_view key : {"AC", "ID", "VV", "XX", "DE", "NA"})
        if (!parts.empty() && parts[0] == key)
            return std::make_unique<TransfacParser>(lines);
    throw InputError("no file of motifs (expected TRANSFAC, JASPAR or MEME)", lines.place(),
                     "jaspar.elixir.no/downloads has them");
}

} // namespace

std::vector<Motif> readMotifs(const std::filesystem::path &file)
{
    LineReader lines(file, longestLine);
    std::unique_ptr<MotifParser> parser;
    while (const auto line = lines.next()) {
        if (!parser && trim(*line).empty())
            continue;
        if (!parser)
            parser = parserFor(lines, *line);
        parser->read(*line);
    }
    if (parser)
        parser->end();
    if (!parser || parser->motifs.empty())
        throw InputError("holds no motifs", {.file = file});
    return std::move(parser->motifs);
}

} // namespace helicase
