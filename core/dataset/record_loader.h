// Single records of sequence files, wanted in about the order in which they stand there: a file is
// read on as long as the next record lies ahead, and from its start otherwise. Memory is bounded by
// a record. One thread per object.
#pragma once

#include "core/sequence/sequence_reader.h"

#include <optional>

namespace helicase {

class RecordLoader {
public:
    explicit RecordLoader(std::vector<std::filesystem::path> files) : files_(std::move(files)) {}

    // The record at a position, from 0, of the file of this number. Throws InputError when the file
    // has become shorter, and what SequenceReader throws.
    Sequence load(size_t file, int64_t position);

private:
    std::vector<std::filesystem::path> files_;
    std::optional<SequenceReader> reader_;
    size_t file_ = 0;
    int64_t next_ = 0; // position of the record that the reader gives next
};

} // namespace helicase
