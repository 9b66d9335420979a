// Reads the files behind a cloud. Blocking; meant for a worker thread. No Qt widgets here.
#pragma once

#include "widgets/embeddings/cloud_data.h"

#include <memory>

namespace helicase {

// Which files make up a cloud. Empty paths are left out.
struct CloudSources {
    std::vector<std::filesystem::path> projections; // id x y [z] with a header
    std::filesystem::path labels;                   // core/dataset/label_table.h
    std::filesystem::path sequences;                // FASTA or FASTQ
    std::filesystem::path depths;                   // core/sequence/contig_depth.h
    std::vector<std::filesystem::path> tables;      // any columns by id: joined_columns.h
    std::filesystem::path assignments; // id species length, then one column per candidate

    bool operator==(const CloudSources &) const = default;
};

// What a project folder holds: projections/*.tsv (models first), labels, contigs and depths in
// data/ and the assignments of the newest binning. Never throws; a missing file is left out.
CloudSources findCloudSources(const std::filesystem::path &projectFolder);

// The sources of one projection table: it first, and what stands beside it in a project folder.
CloudSources sourcesOfTable(const std::filesystem::path &table);

// Joins everything by id. Throws InputError with file and line: no "id" header, fewer than two
// coordinates, text where a number belongs, a repeated id.
std::shared_ptr<const CloudData> loadCloud(const CloudSources &sources);

} // namespace helicase
