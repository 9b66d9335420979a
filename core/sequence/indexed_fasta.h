// Parts of a FASTA file, plain or BGZF, without reading the rest. One thread per object.
#pragma once

#include "core/sequence/fasta_index.h"
#include "core/sequence/sequence.h"
#include "core/sequence/sequence_region.h"

#include <filesystem>
#include <memory>

namespace helicase {

class IndexedFasta {
public:
    // Takes FILE.fai (and for BGZF FILE.gzi) when they are there; otherwise the file is read
    // through once and the index is kept in memory only. Throws InputError for a file that cannot
    // be read, is standard input or packed by plain gzip, and what FastaIndex throws.
    explicit IndexedFasta(const std::filesystem::path &file, const std::stop_token &stop = {});
    IndexedFasta(IndexedFasta &&) noexcept;
    IndexedFasta &operator=(IndexedFasta &&) noexcept;
    ~IndexedFasta();

    const FastaIndex &index() const;

    // The letters as they stand in the file; an end behind the sequence's end means its end. The id
    // is the name for a whole sequence, else NAME:FIRST-LAST. Throws OptionError for a region that
    // the file does not have, InputError when the index does not fit the file.
    Sequence read(const SequenceRegion &region);

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

} // namespace helicase
