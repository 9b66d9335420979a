#include "core/sequence/fasta_index.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/text.h"
#include "core/sequence/base_scan.h"
#include "core/sequence/line_reader.h"
#include "core/sequence/record_header.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace helicase {

namespace {

constexpr size_t longestIndexLine = size_t{1} << 20;
constexpr size_t longestSequenceLine = size_t{1} << 32;
// No file is larger; sums of such numbers do not overflow.
constexpr int64_t largestNumber = int64_t{1} << 60;

bool fits(const FastaIndexEntry &entry)
{
    const bool isOrdered = 0 <= entry.length && 0 <= entry.offset && 0 <= entry.lineBases &&
                           entry.lineBases <= entry.lineBytes;
    if (entry.name.empty() || !isOrdered || std::max(entry.offset, entry.lineBytes) > largestNumber)
        return false;
    if (entry.length == 0)
        return true;
    return entry.lineBases > 0 && entry.length / entry.lineBases < largestNumber / entry.lineBytes;
}

std::optional<FastaIndexEntry> parseEntry(std::string_view line)
{
    const std::vector<std::string_view> fields = split(line, '\t');
    if (fields.size() != 5 && fields.size() != 6)
        return std::nullopt;
    std::array<int64_t, 4> numbers{};
    for (size_t i = 0; i < numbers.size(); ++i) {
        const auto number = parseInteger(fields[i + 1]);
        if (!number)
            return std::nullopt;
        numbers[i] = *number;
    }
    FastaIndexEntry entry{.name = std::string(fields[0]),
                          .length = numbers[0],
                          .offset = numbers[1],
                          .lineBases = numbers[2],
                          .lineBytes = numbers[3]};
    return fits(entry) ? std::optional(std::move(entry)) : std::nullopt;
}

// The entry of the record that is being read, line by line.
class EntryBuilder {
public:
    void start(std::string_view name)
    {
        entry_ = {.name = std::string(name)};
        lastLine_ = LastLine::None;
    }

    // bytes: of the line with its end; there is none at the end of the file.
    void add(std::string_view line, int64_t bytes, const Place &place)
    {
        const auto letters = static_cast<int64_t>(line.size());
        if (letters == 0) {
            if (lastLine_ != LastLine::None)
                lastLine_ = LastLine::Empty;
            return;
        }
        if (lastLine_ == LastLine::None) {
            entry_.offset = place.byteOffset.value();
            entry_.lineBases = letters;
            entry_.lineBytes = std::max(bytes, letters + 1);
        }
        const bool isFull = letters == entry_.lineBases && bytes == entry_.lineBytes;
        if (lastLine_ == LastLine::Short || lastLine_ == LastLine::Empty ||
            letters > entry_.lineBases)
            throw InputError("the lines of " + printable(entry_.name) +
                                 " differ in length before this one (expected " +
                                 std::to_string(entry_.lineBytes) +
                                 " bytes; only a record's last line may be shorter)",
                             place, "write the file anew with lines of one length");
        lastLine_ = isFull ? LastLine::Full : LastLine::Short;
        entry_.length += letters;
    }

    const FastaIndexEntry &checked(const Place &header) const
    {
        if (entry_.length == 0)
            throw InputError("record " + printable(entry_.name) + " has no bases", header,
                             "remove empty records");
        return entry_;
    }

    const std::string &name() const { return entry_.name; }

private:
    enum class LastLine { None, Full, Short, Empty };

    FastaIndexEntry entry_;
    LastLine lastLine_ = LastLine::None;
};

} // namespace

bool FastaIndex::add(FastaIndexEntry entry)
{
    if (!places_.emplace(entry.name, entries_.size()).second)
        return false;
    entries_.push_back(std::move(entry));
    return true;
}

const FastaIndexEntry *FastaIndex::find(std::string_view name) const
{
    const auto place = places_.find(name);
    return place == places_.end() ? nullptr : &entries_[place->second];
}

FastaIndex FastaIndex::read(const std::filesystem::path &file)
{
    FastaIndex index;
    LineReader lines(file, longestIndexLine);
    while (const auto line = lines.next()) {
        auto entry = parseEntry(*line);
        if (!entry)
            throw InputError("found " + printable(*line) +
                                 " (expected name, length, offset, bases and bytes per line)",
                             lines.place(), "remove the index; it is made again when needed");
        if (!index.add(std::move(*entry)))
            throw InputError("the name " + printable(split(*line, '\t').front()) + " occurs twice",
                             lines.place());
    }
    return index;
}

FastaIndex FastaIndex::build(const std::filesystem::path &fasta, const std::stop_token &stop)
{
    FastaIndex index;
    EntryBuilder builder;
    std::optional<Place> header; // of the record that is being read
    const auto finishRecord = [&] {
        if (header && !index.add(builder.checked(*header)))
            throw InputError("the name " + printable(builder.name()) + " occurs twice", *header,
                             "give each record a name of its own");
    };
    LineReader lines(ByteStream(fasta, ByteStream::Access::Map), longestSequenceLine);
    while (const auto line = lines.next()) {
        throwIfStopped(stop);
        if (line->starts_with('>')) {
            finishRecord();
            header = lines.place();
            builder.start(parseHeader(line->substr(1), *header).id);
            continue;
        }
        if (!header && (trim(*line).empty() || isComment(*line)))
            continue;
        if (!header)
            throw InputError("found " + printable(*line) +
                                 " before the first header (expected '>')",
                             lines.place(), "only FASTA files are indexed here");
        const size_t codes = leadingCodes(*line);
        if (codes < line->size())
            throw wrongLetter((*line)[codes], lines.place(codes));
        const int64_t bytes = *lines.placeAhead(0).byteOffset - *lines.place().byteOffset;
        builder.add(*line, bytes, lines.place());
    }
    finishRecord();
    return index;
}

void FastaIndex::write(const std::filesystem::path &file) const
{
    AtomicFile output(file);
    for (const FastaIndexEntry &entry : entries_) {
        std::string line = entry.name;
        for (const int64_t number : {entry.length, entry.offset, entry.lineBases, entry.lineBytes})
            line += '\t' + std::to_string(number);
        output.write(line + '\n');
    }
    output.commit();
}

} // namespace helicase
