#include "core/sequence/indexed_fasta.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/base_scan.h"

#include <algorithm>
#include <array>
#include <htslib/bgzf.h>
#include <htslib/hts.h>
#include <optional>
#include <utility>

namespace helicase {

namespace {

constexpr size_t blockBytes = size_t{1} << 16;

struct BgzfCloser {
    void operator()(BGZF *stream) const { bgzf_close(stream); }
};
using Stream = std::unique_ptr<BGZF, BgzfCloser>;

std::filesystem::path beside(const std::filesystem::path &file, const char *suffix)
{
    return file.string() + suffix;
}

Stream openStream(const std::filesystem::path &file)
{
    if (file == "-")
        throw InputError("standard input has no index", {.file = file}, "write it to a file first");
    hts_set_log_level(HTS_LOG_OFF); // Our own error says it once.
    Stream stream(bgzf_open(file.c_str(), "r"));
    if (!stream)
        throw InputError("cannot be opened", {.file = file});
    constexpr int plainGzip = 1;
    if (bgzf_compression(stream.get()) == plainGzip)
        throw InputError("packed by gzip, which cannot be read in parts (expected plain or BGZF)",
                         {.file = file}, "unpack it, or pack it with bgzip");
    return stream;
}

// Without it a BGZF file cannot be read from the middle.
void findBlocks(BGZF *stream, const std::filesystem::path &file)
{
    const std::filesystem::path index = beside(file, ".gzi");
    if (std::filesystem::exists(index)) {
        if (bgzf_index_load(stream, index.c_str(), nullptr) != 0)
            throw InputError("cannot be read as an index of BGZF blocks", {.file = index},
                             "remove it; it is made again when needed");
        return;
    }
    std::array<char, blockBytes> block;
    ssize_t count = bgzf_index_build_init(stream);
    do
        count = count < 0 ? count : bgzf_read(stream, block.data(), block.size());
    while (count > 0);
    if (count < 0)
        throw InputError("the compressed data are damaged or cut off", {.file = file});
}

} // namespace

struct IndexedFasta::Internals {
    Internals(const std::filesystem::path &path, const std::stop_token &stop)
        : file(path), stream(openStream(file)), index(std::filesystem::exists(beside(file, ".fai"))
                                                          ? FastaIndex::read(beside(file, ".fai"))
                                                          : FastaIndex::build(file, stop))
    {
        if (bgzf_compression(stream.get()) != 0)
            findBlocks(stream.get(), file);
    }

    [[noreturn]] void failAt(int64_t offset) const
    {
        throw InputError("the index does not fit the file", {.file = file, .byteOffset = offset},
                         "remove " + beside(file, ".fai").string() +
                             "; it is made again when needed");
    }

    // Letters from one place up to another, without line ends.
    std::string readLetters(int64_t from, int64_t to, size_t count);

    std::filesystem::path file;
    Stream stream;
    FastaIndex index;
};

std::string IndexedFasta::Internals::readLetters(int64_t from, int64_t to, size_t count)
{
    // htslib 1.16 goes to places behind the last block without complaint, and reads there.
    if (bgzf_useek(stream.get(), from, SEEK_SET) != 0 ||
        (stream->is_compressed &&
         (stream->block_offset < 0 || stream->block_offset > stream->block_length)))
        failAt(from);
    std::string letters;
    std::array<char, blockBytes> block;
    while (from < to) {
        const size_t wanted = std::min(block.size(), static_cast<size_t>(to - from));
        const ssize_t read = bgzf_read(stream.get(), block.data(), wanted);
        if (read != static_cast<ssize_t>(wanted))
            failAt(from);
        std::string_view left(block.data(), wanted);
        while (!left.empty()) {
            const size_t codes = leadingCodes(left);
            letters += left.substr(0, codes);
            left.remove_prefix(codes);
            const size_t ends = std::min(left.find_first_not_of("\r\n"), left.size());
            if (!left.empty() && ends == 0)
                failAt(from + static_cast<int64_t>(wanted - left.size()));
            left.remove_prefix(ends);
        }
        from += read;
    }
    if (letters.size() != count)
        failAt(to);
    return letters;
}

IndexedFasta::IndexedFasta(const std::filesystem::path &file, const std::stop_token &stop)
    : internals_(std::make_unique<Internals>(file, stop))
{
}

IndexedFasta::IndexedFasta(IndexedFasta &&) noexcept = default;
IndexedFasta &IndexedFasta::operator=(IndexedFasta &&) noexcept = default;
IndexedFasta::~IndexedFasta() = default;

const FastaIndex &IndexedFasta::index() const
{
    return internals_->index;
}

Sequence IndexedFasta::read(const SequenceRegion &region)
{
    const FastaIndexEntry *entry = index().find(region.name);
    if (!entry)
        throw OptionError("region", "there is no sequence " + printable(region.name));
    const int64_t last = std::min(region.last.value_or(entry->length), entry->length);
    if (region.first < 1 || region.first > last)
        throw OptionError("region",
                          printable(region.name) + " has " + std::to_string(entry->length) +
                              " bases, the region begins at " + std::to_string(region.first));
    Sequence part{.id = region.name};
    if (region.first > 1 || last < entry->length)
        part.id += ':' + std::to_string(region.first) + '-' + std::to_string(last);
    part.bases =
        internals_->readLetters(entry->offsetOf(region.first - 1), entry->offsetOf(last - 1) + 1,
                                static_cast<size_t>(last - region.first + 1));
    return part;
}

} // namespace helicase
