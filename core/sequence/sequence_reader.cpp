#include "core/sequence/sequence_reader.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/alphabet.h"
#include "core/sequence/line_reader.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace helicase {

namespace {

// More than any known chromosome, in one line or in many.
constexpr size_t longestRecord = size_t{1} << 32;
constexpr size_t longestHeader = size_t{1} << 20;

bool isBlank(char letter)
{
    return letter == ' ' || letter == '\t';
}

bool isComment(std::string_view line)
{
    return line.starts_with(';') || line.starts_with('#');
}

std::string describeLetter(char letter)
{
    const bool visible = letter > ' ' && letter < '\x7F';
    return visible ? std::string("'") + letter + "'"
                   : "byte " + std::to_string(static_cast<unsigned char>(letter));
}

} // namespace

struct SequenceReader::Internals {
    enum class Format { Unknown, Fasta, Fastq };

    explicit Internals(const std::filesystem::path &file) : lines(file, longestRecord) {}

    std::optional<Sequence> next();
    bool findFirstHeader();
    Sequence startRecord() const;
    Sequence readFasta();
    Sequence readFastq();
    void readQualities(const std::string &title, size_t count, int64_t headerLine);
    void appendBases(Sequence &record, std::string_view line) const;
    std::string_view nextLine();
    void takeHeader(std::string_view line);
    [[noreturn]] void fail(const std::string &message, std::string hint = {}) const
    {
        throw InputError(message, lines.place(), std::move(hint));
    }
    [[noreturn]] void failAt(int64_t line, const std::string &message, std::string hint = {}) const
    {
        throw InputError(message, {.file = lines.file(), .line = line}, std::move(hint));
    }

    LineReader lines;
    Format format = Format::Unknown;
    std::string header; // of the record to come, without its sign
    int64_t headerLine = 0;
    bool hasHeader = false;
};

void SequenceReader::Internals::takeHeader(std::string_view line)
{
    if (line.size() > longestHeader)
        fail("header of more than " + std::to_string(longestHeader) + " bytes");
    header = line.substr(1);
    headerLine = lines.lineNumber();
    hasHeader = true;
}

// Skips blank lines and comments in front of the first record and recognises the format.
bool SequenceReader::Internals::findFirstHeader()
{
    while (auto line = lines.next()) {
        if (trim(*line).empty() || isComment(*line))
            continue;
        if (!line->starts_with('>') && !line->starts_with('@'))
            fail("found " + printable(*line) + " before the first header (expected '>' or '@')",
                 "FASTA records begin with '>', FASTQ records with '@'");
        format = line->front() == '>' ? Format::Fasta : Format::Fastq;
        takeHeader(*line);
        return true;
    }
    return false;
}

Sequence SequenceReader::Internals::startRecord() const
{
    const std::string_view text = trim(header);
    const auto blank = std::find_if(text.begin(), text.end(), isBlank);
    Sequence record;
    record.id.assign(text.begin(), blank);
    record.description = trim({blank, text.end()});
    if (record.id.empty())
        failAt(headerLine, "record without a name", "write a name after the header's first sign");
    return record;
}

void SequenceReader::Internals::appendBases(Sequence &record, std::string_view line) const
{
    if (record.bases.size() + line.size() > longestRecord)
        fail("record of more than " + std::to_string(longestRecord) + " bases");
    const auto wrong = std::find_if_not(line.begin(), line.end(), isNucleotideCode);
    if (wrong == line.end()) {
        record.bases += line;
        return;
    }
    // Blanks between groups of letters are usual in FASTA; anything else is not.
    for (const char letter : line) {
        if (isNucleotideCode(letter))
            record.bases += letter;
        else if (!isBlank(letter) || format == Format::Fastq)
            fail(describeLetter(letter) +
                     " is not a nucleotide code (expected ACGTN or an IUPAC code)",
                 "replace it by N; protein sequences cannot be read");
    }
}

Sequence SequenceReader::Internals::readFasta()
{
    Sequence record = startRecord();
    hasHeader = false;
    while (auto line = lines.next()) {
        if (line->starts_with('>')) {
            takeHeader(*line);
            break;
        }
        if (!isComment(*line))
            appendBases(record, *line);
    }
    return record;
}

std::string_view SequenceReader::Internals::nextLine()
{
    auto line = lines.next();
    if (!line)
        failAt(headerLine, "the file ends inside this record", "the file seems to be cut off");
    return *line;
}

void SequenceReader::Internals::readQualities(const std::string &title, size_t count,
                                              int64_t firstLine)
{
    size_t found = 0;
    while (found < count) {
        const std::string_view line = nextLine();
        for (const char quality : line) {
            if (quality < '!' || quality > '~')
                fail(describeLetter(quality) + " is not a quality sign (expected '!' to '~')");
        }
        found += line.size();
        if (line.empty())
            failAt(firstLine, "found " + std::to_string(found) + " qualities for " +
                                  std::to_string(count) + " bases in record " + printable(title));
    }
    if (found > count)
        fail("found " + std::to_string(found) + " qualities for " + std::to_string(count) +
             " bases in record " + printable(title));
}

Sequence SequenceReader::Internals::readFastq()
{
    Sequence record = startRecord();
    const std::string title = header;
    hasHeader = false;
    std::string_view line = nextLine();
    for (; !line.starts_with('+'); line = nextLine())
        appendBases(record, line);
    if (line.size() > 1 && line.substr(1) != title)
        fail("the '+' line names " + printable(line.substr(1)) + " (expected nothing, or " +
             printable(title) + ")");
    readQualities(title, record.bases.size(), headerLine);

    const int64_t firstLine = headerLine;
    while (auto following = lines.next()) {
        if (following->empty())
            continue;
        if (!following->starts_with('@'))
            fail("found " + printable(*following) +
                     " after the qualities (expected '@' and a name)",
                 "are there as many qualities as bases?");
        takeHeader(*following);
        break;
    }
    if (record.bases.empty())
        failAt(firstLine, "record " + printable(record.id) + " has no bases",
               "remove empty records");
    return record;
}

std::optional<Sequence> SequenceReader::Internals::next()
{
    if (format == Format::Unknown && !findFirstHeader())
        return std::nullopt;
    if (!hasHeader)
        return std::nullopt;
    if (format == Format::Fastq)
        return readFastq();
    const int64_t firstLine = headerLine;
    Sequence record = readFasta();
    if (record.bases.empty())
        failAt(firstLine, "record " + printable(record.id) + " has no bases",
               "remove empty records");
    return record;
}

SequenceReader::SequenceReader(const std::filesystem::path &file)
    : internals_(std::make_unique<Internals>(file))
{
}

SequenceReader::~SequenceReader() = default;

std::optional<Sequence> SequenceReader::next()
{
    return internals_->next();
}

std::vector<Sequence> readSequences(const std::filesystem::path &file)
{
    SequenceReader reader(file);
    std::vector<Sequence> sequences;
    while (auto record = reader.next())
        sequences.push_back(std::move(*record));
    if (sequences.empty())
        throw InputError("holds no sequences (expected FASTA or FASTQ)", {.file = file});
    return sequences;
}

} // namespace helicase
