// Reads FASTA and FASTQ, plain, gzip or BGZF, from a file or standard input ("-"), record by
// record. The format is recognised by content.
#pragma once

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
    ~SequenceReader();
    // The next record, or nothing at the end. Throws InputError with the line for a malformed
    // record: text before the first header, an empty name, no bases, a letter that is no IUPAC
    // code.
    std::optional<Sequence> next();

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

// Every record of a file that is expected to fit in memory. Throws InputError also when there is
// none.
std::vector<Sequence> readSequences(const std::filesystem::path &file);

} // namespace helicase
