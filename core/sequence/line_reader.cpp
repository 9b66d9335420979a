#include "core/sequence/line_reader.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <htslib/bgzf.h>
#include <htslib/hts.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace helicase {

namespace {

constexpr size_t blockBytes = size_t{1} << 18;

struct BgzfCloser {
    void operator()(BGZF *stream) const { bgzf_close(stream); }
};
using Stream = std::unique_ptr<BGZF, BgzfCloser>;

// Compressions that htslib would take for plain text.
void refuseOtherCompressions(std::string_view start, const std::filesystem::path &file)
{
    constexpr std::pair<std::string_view, std::string_view> magics[] = {
        {"BZh", "bzip2"},
        {"\xFD"
         "7zXZ",
         "xz"},
        {"\x28\xB5\x2F\xFD", "zstd"},
        {"PK\x03\x04", "zip"}};
    for (const auto &[magic, name] : magics) {
        if (start.starts_with(magic))
            throw InputError("compressed with " + std::string(name) +
                                 " (expected plain text, gzip or BGZF)",
                             {.file = file}, "unpack it first");
    }
}

int openDescriptor(const std::filesystem::path &file)
{
    const int descriptor =
        file == "-" ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw InputError(std::string("cannot be opened: ") + std::strerror(errno), {.file = file});
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
        ::close(descriptor);
        throw InputError("is a folder (expected a file)", {.file = file});
    }
    return descriptor;
}

Stream openStream(const std::filesystem::path &file)
{
    hts_set_log_level(HTS_LOG_OFF); // Our own error says it once.
    const int descriptor = openDescriptor(file);
    Stream stream(bgzf_dopen(descriptor, "r"));
    if (!stream) {
        ::close(descriptor);
        throw InputError("cannot be read, or its gzip header is damaged", {.file = file});
    }
    constexpr int blockGzip = 2;
    if (bgzf_compression(stream.get()) == blockGzip && bgzf_check_EOF(stream.get()) == 0)
        throw InputError("BGZF file without its end-of-file block: the file is cut off",
                         {.file = file}, "copy it again, or make it again with bgzip");
    return stream;
}

} // namespace

struct LineReader::Internals {
    Internals(std::filesystem::path path, size_t longest)
        : file(std::move(path)), longestLine(longest), stream(openStream(file)), block(blockBytes)
    {
        refill();
        refuseOtherCompressions({block.data(), end}, file);
    }

    Place place() const { return {.file = file, .line = line}; }

    // Reads the next block; false at the end of the file.
    bool refill()
    {
        const ssize_t count = bgzf_read(stream.get(), block.data(), block.size());
        if (count < 0)
            throw InputError("the compressed data are damaged or cut off after this line", place());
        begin = 0;
        end = static_cast<size_t>(count);
        return count > 0;
    }

    void extend(std::string_view piece)
    {
        if (pending.size() + piece.size() > longestLine)
            throw InputError("line of more than " + std::to_string(longestLine) + " bytes",
                             {.file = file, .line = line + 1}, "is this a text file?");
        pending += piece;
    }

    std::filesystem::path file;
    size_t longestLine;
    Stream stream;
    std::vector<char> block;
    size_t begin = 0;
    size_t end = 0;
    std::string pending; // the current line
    int64_t line = 0;
};

LineReader::LineReader(std::filesystem::path file, size_t longestLine)
    : internals_(std::make_unique<Internals>(std::move(file), longestLine))
{
}

LineReader::LineReader(LineReader &&) noexcept = default;
LineReader &LineReader::operator=(LineReader &&) noexcept = default;
LineReader::~LineReader() = default;

std::optional<std::string_view> LineReader::next()
{
    Internals &in = *internals_;
    in.pending.clear();
    bool complete = false;
    while (!complete) {
        if (in.begin == in.end && !in.refill()) {
            if (in.pending.empty())
                return std::nullopt;
            break;
        }
        const char *start = in.block.data() + in.begin;
        const size_t left = in.end - in.begin;
        const void *feed = std::memchr(start, '\n', left);
        const size_t length =
            feed ? static_cast<size_t>(static_cast<const char *>(feed) - start) : left;
        in.extend({start, length});
        complete = feed != nullptr;
        in.begin += length + (complete ? 1 : 0);
    }
    ++in.line;
    if (in.pending.ends_with('\r'))
        in.pending.pop_back();
    return in.pending;
}

int64_t LineReader::lineNumber() const
{
    return internals_->line;
}

const std::filesystem::path &LineReader::file() const
{
    return internals_->file;
}

Place LineReader::place() const
{
    return internals_->place();
}

} // namespace helicase
