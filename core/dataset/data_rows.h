// Any data set of sequences row by row: labelled sequences (CSV or TSV with a header), pairs for
// contrastive learning (CSV without one), FASTA and FASTQ; plain or gzip. The kind is found by
// content. One thread per object.
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace helicase {

enum class DataKind { Labelled, LabelledPairs, Pairs, Sequences };

bool hasLabels(DataKind kind);
bool hasPairs(DataKind kind);

struct DataRow {
    std::string name;   // of a record in FASTA or FASTQ
    std::string first;  // as it stands in the file; may be empty
    std::string second; // of a pair
    std::string label;  // empty: missing, or the kind has none
    int64_t line = 0;   // 1-based; of a record: of its header
};

class DataRows {
public:
    virtual ~DataRows() = default;
    virtual DataKind kind() const = 0;
    // Nothing at the end. Throws InputError with the line for what breaks the file's layout.
    virtual std::optional<DataRow> next() = 0;
};

// Throws InputError when the file cannot be opened or is none of these.
std::unique_ptr<DataRows> openDataRows(const std::filesystem::path &file);

// One file of a data set with the name of its split.
struct DataFile {
    std::string split; // "train", "dev", "test"; the file's own name when it stands alone
    std::filesystem::path path;
};

// The splits of a folder, or the file itself. Throws InputError when there is no such path and for
// a folder without splits.
std::vector<DataFile> dataFilesOf(const std::filesystem::path &path);

} // namespace helicase
