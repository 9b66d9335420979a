// Where the records of a FASTA file lie, in the format of samtools faidx (.fai), for reading parts
// of large files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

struct FastaIndexEntry {
    std::string name;
    int64_t length = 0;    // bases
    int64_t offset = 0;    // of the first base in the unpacked file, 0-based
    int64_t lineBases = 0; // in every line but the last
    int64_t lineBytes = 0; // with the line's end

    // Place of a base in the unpacked file; position: 0-based.
    int64_t offsetOf(int64_t position) const
    {
        return offset + position / lineBases * lineBytes + position % lineBases;
    }
};

class FastaIndex {
public:
    // Five columns for FASTA, six for FASTQ. Throws InputError with line and byte.
    static FastaIndex read(const std::filesystem::path &file);
    // Reads the whole FASTA file, plain, gzip or BGZF. Throws InputError with line and byte for
    // lines of different length, two records of one name and all that SequenceReader refuses;
    // Stopped on request.
    static FastaIndex build(const std::filesystem::path &fasta, const std::stop_token &stop = {});

    // Atomic. Throws DiskError.
    void write(const std::filesystem::path &file) const;

    // In the order of the file.
    std::span<const FastaIndexEntry> entries() const { return entries_; }
    // Null when there is no such record.
    const FastaIndexEntry *find(std::string_view name) const;

private:
    // False when there is one of that name.
    bool add(FastaIndexEntry entry);

    std::vector<FastaIndexEntry> entries_;
    std::map<std::string, size_t, std::less<>> places_;
};

} // namespace helicase
