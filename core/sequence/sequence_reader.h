// Reads FASTA and FASTQ, plain, gzip or BGZF, from a file or standard input ("-"), record by
// record. The format is recognised by content. Memory is bounded by the longest record; a plain
// file is mapped (ByteStream::Access::Map). Records with the same name are all given: FastaIndex
// refuses them, and so does whoever joins by name. One thread per object.
#pragma once

#include "core/base/error.h"
#include "core/sequence/byte_stream.h"
#include "core/sequence/sequence.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace helicase {

class SequenceReader {
public:
    // Throws InputError when the file cannot be opened.
    explicit SequenceReader(const std::filesystem::path &file);
    // The stream may have been looked at, but nothing taken from it.
    explicit SequenceReader(ByteStream stream);
    SequenceReader(SequenceReader &&) noexcept;
    SequenceReader &operator=(SequenceReader &&) noexcept;
    ~SequenceReader();

    // The next record, or nothing at the end. Throws InputError with line and byte for a malformed
    // record: text before the first header, a header without a name or that is no UTF-8, no bases,
    // a letter that is no IUPAC code, qualities that do not fit the bases, a file that is cut off.
    std::optional<Sequence> next();
    // The same without a copy of its own: valid until the next call. Bases that stand in one line
    // of a mapped file are seen where they are.
    std::optional<SequenceView> nextView();

    // Where the header of the record given last stands.
    const Place &place() const;

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

// Every record of a file that is expected to fit in memory. Throws InputError also when there is
// none.
std::vector<Sequence> readSequences(const std::filesystem::path &file);

} // namespace helicase
