#include "core/sequence/sequence_reader.h"

#include "core/base/text.h"
#include "core/sequence/base_scan.h"
#include "core/sequence/line_reader.h"
#include "core/sequence/record_header.h"

#include <string>
#include <string_view>
#include <utility>

namespace helicase {

namespace {

// Bounds for damaged and hostile files.
constexpr size_t longestRecord = size_t{1} << 32;
constexpr size_t longestHeader = size_t{1} << 20;
// Lines are joined in steps, so that memory grows with the record and not with the file.
constexpr size_t stepBytes = size_t{1} << 16;
// Above, bases are handed over instead of copied.
constexpr size_t largeRecord = size_t{1} << 20;

// Some editors write it in front of UTF-8.
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

bool isBlank(char letter)
{
    return letter == ' ' || letter == '\t';
}

InputError wrongQuality(char sign, Place place)
{
    return {describeLetter(sign) + " is not a quality sign (expected '!' to '~')",
            std::move(place)};
}

// Lines with blanks between their letters have no shape that others follow.
LineShape shapeOf(size_t letters, size_t bytes)
{
    return bytes - letters <= 2 ? LineShape{letters, bytes - letters} : LineShape{};
}

} // namespace

struct SequenceReader::Internals {
    enum class Format { Unknown, Fasta, Fastq };

    explicit Internals(ByteStream stream) : lines(std::move(stream), longestHeader) {}

    std::optional<SequenceView> next();
    bool readHeader();
    std::optional<std::string_view> oneLineAhead();
    void readBases();
    size_t appendAhead(std::string_view ahead);
    void readSeparator();
    void readQualities();
    size_t skipQualities(std::string_view ahead, size_t found);

    LineReader lines;
    Format format = Format::Unknown;
    std::string header; // of the current record, without its sign
    Place headerPlace;
    RecordHeader title; // its parts
    std::string bases;
    bool ownsBases = false; // they are in the string above
    LineShape shape;        // of the line before
};

// Skips blank lines, and comments in front of the first record. False at the end of the file.
bool SequenceReader::Internals::readHeader()
{
    while (auto line = lines.next()) {
        const bool isFirst = format == Format::Unknown;
        if (isFirst && line->starts_with(byteOrderMark))
            line->remove_prefix(byteOrderMark.size());
        if (trim(*line).empty() || (isFirst && isComment(*line)))
            continue;
        if (isFirst && !line->starts_with('>') && !line->starts_with('@'))
            throw InputError("found " + printable(*line) +
                                 " before the first header (expected '>' or '@')",
                             lines.place(), "FASTA records begin with '>', FASTQ records with '@'");
        if (format == Format::Fastq && !line->starts_with('@'))
            throw InputError("found " + printable(*line) +
                                 " after the qualities (expected '@' and a name)",
                             lines.place(), "are there as many qualities as bases?");
        if (isFirst)
            format = line->front() == '>' ? Format::Fasta : Format::Fastq;
        header = line->substr(1);
        headerPlace = lines.place();
        title = parseHeader(header, headerPlace);
        return true;
    }
    return false;
}

// The bases of a record that is followed, one line on, by the next one or by the end of the file;
// where they are. Nothing when they stand in more lines, or do not lie in memory as a whole.
std::optional<std::string_view> SequenceReader::Internals::oneLineAhead()
{
    if (lines.ahead().empty())
        return std::nullopt;
    const auto canSee = [&](size_t at) {
        while (at >= lines.ahead().size())
            if (!lines.isMapped() || !lines.readMore())
                return false;
        return true;
    };
    size_t length = 0;
    do
        length += leadingCodes(lines.ahead().substr(length));
    while (length == lines.ahead().size() && canSee(length));

    size_t end = length;
    if (canSee(end) && lines.ahead()[end] == '\r')
        ++end;
    if (canSee(end) && lines.ahead()[end] != '\n')
        return std::nullopt;
    const bool hasEnd = canSee(end);
    end += hasEnd ? 1 : 0;
    const bool isLast = !canSee(end) && lines.isMapped();
    if (length == 0 || (!isLast && !(hasEnd && canSee(end) && lines.ahead()[end] == '>')))
        return std::nullopt;
    const std::string_view found = lines.ahead().substr(0, length);
    lines.skip(end, 1);
    return found;
}

// Appends what is ahead of the current line, up to its end if that is in sight, and returns the
// number of bytes without the line end.
size_t SequenceReader::Internals::appendAhead(std::string_view ahead)
{
    size_t done = 0;
    while (true) {
        const size_t codes = leadingCodes(ahead.substr(done));
        bases.append(ahead, done, codes);
        done += codes;
        if (done == ahead.size() || ahead[done] == '\n')
            return done;
        // Blanks between groups of letters are usual in FASTA; anything else is not.
        const bool isCarriage =
            ahead[done] == '\r' && (done + 1 == ahead.size() || ahead[done + 1] == '\n');
        if (!isCarriage && (!isBlank(ahead[done]) || format == Format::Fastq))
            throw wrongLetter(ahead[done], lines.placeAhead(done));
        ++done;
    }
}

// Reads up to the line that begins with the next sign: '>' in FASTA, '+' in FASTQ.
void SequenceReader::Internals::readBases()
{
    const char sign = format == Format::Fasta ? '>' : '+';
    bool isAtStart = true; // of a line
    bool afterCarriage = false;
    shape = {};
    for (std::string_view ahead; !(ahead = lines.ahead()).empty();) {
        if (afterCarriage && ahead.front() != '\n')
            throw wrongLetter('\r', lines.placeAhead(0));
        afterCarriage = false;
        if (isAtStart && ahead.front() == sign)
            return;
        if (isAtStart && format == Format::Fasta && isComment(ahead)) {
            lines.next();
            continue;
        }
        if (bases.size() + stepBytes > longestRecord)
            throw InputError("record of more than " + std::to_string(longestRecord) + " bases",
                             headerPlace);
        ahead = ahead.substr(0, stepBytes);
        const size_t whole = isAtStart ? appendLines(ahead, shape, bases) : 0;
        if (whole > 0) {
            lines.skip(whole * (shape.letters + shape.endBytes), static_cast<int64_t>(whole));
            continue;
        }
        const size_t before = bases.size();
        const size_t length = appendAhead(ahead);
        const bool hasEnd = length < ahead.size();
        if (isAtStart && hasEnd)
            shape = shapeOf(bases.size() - before, length + 1);
        afterCarriage = !hasEnd && ahead.back() == '\r';
        isAtStart = hasEnd;
        lines.skip(length + (hasEnd ? 1 : 0), hasEnd ? 1 : 0);
    }
}

void SequenceReader::Internals::readSeparator()
{
    const auto line = lines.next();
    if (!line)
        throw InputError("the file ends inside this record", headerPlace,
                         "the file seems to be cut off");
    if (line->size() > 1 && line->substr(1) != header)
        throw InputError("the '+' line names " + printable(line->substr(1)) +
                             " (expected nothing, or " + printable(header) + ")",
                         lines.place());
}

// Counts the qualities ahead, up to the end of the line if that is in sight.
size_t SequenceReader::Internals::skipQualities(std::string_view ahead, size_t found)
{
    const size_t count = leadingQualities(ahead);
    if (found + count > bases.size())
        throw InputError("found more qualities than bases (" + std::to_string(bases.size()) +
                             ") in record " + printable(title.id),
                         lines.placeAhead(bases.size() - found));
    if (count < ahead.size() && ahead[count] != '\n' && ahead[count] != '\r')
        throw wrongQuality(ahead[count], lines.placeAhead(count));
    return count;
}

void SequenceReader::Internals::readQualities()
{
    size_t found = 0;
    bool isAtStart = true;
    while (found < bases.size() || !isAtStart) {
        const std::string_view ahead = lines.ahead().substr(0, stepBytes);
        if (ahead.empty() && found == bases.size())
            return;
        if (ahead.empty())
            throw InputError("the file ends inside this record", headerPlace,
                             "the file seems to be cut off");
        const size_t count = skipQualities(ahead, found);
        found += count;
        if (count == ahead.size()) {
            lines.skip(count, 0);
            isAtStart = false;
            continue;
        }
        if (isAtStart && count == 0)
            throw InputError("found " + std::to_string(found) + " qualities for " +
                                 std::to_string(bases.size()) + " bases in record " +
                                 printable(title.id),
                             lines.placeAhead(0));
        lines.skip(count, 0);
        if (!lines.next()->empty())
            throw wrongQuality('\r', lines.place());
        isAtStart = true;
    }
}

std::optional<SequenceView> SequenceReader::Internals::next()
{
    if (!readHeader())
        return std::nullopt;
    bases.clear();
    const auto line = format == Format::Fasta ? oneLineAhead() : std::nullopt;
    ownsBases = !line;
    if (ownsBases)
        readBases();
    if (format == Format::Fastq)
        readSeparator();
    if (ownsBases && bases.empty())
        throw InputError("record " + printable(title.id) + " has no bases", headerPlace,
                         "remove empty records");
    if (format == Format::Fastq)
        readQualities();
    return SequenceView{
        .id = title.id, .description = title.description, .bases = line.value_or(bases)};
}

SequenceReader::SequenceReader(const std::filesystem::path &file)
    : SequenceReader(ByteStream(file, ByteStream::Access::Map))
{
}

SequenceReader::SequenceReader(ByteStream stream)
    : internals_(std::make_unique<Internals>(std::move(stream)))
{
}

SequenceReader::SequenceReader(SequenceReader &&) noexcept = default;
SequenceReader &SequenceReader::operator=(SequenceReader &&) noexcept = default;
SequenceReader::~SequenceReader() = default;

std::optional<SequenceView> SequenceReader::nextView()
{
    return internals_->next();
}

std::optional<Sequence> SequenceReader::next()
{
    const std::optional<SequenceView> view = nextView();
    if (!view)
        return std::nullopt;
    Sequence record{.id = std::string(view->id), .description = std::string(view->description)};
    if (internals_->ownsBases && view->bases.size() >= largeRecord)
        record.bases = std::exchange(internals_->bases, {});
    else
        record.bases = view->bases;
    return record;
}

const Place &SequenceReader::place() const
{
    return internals_->headerPlace;
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
