// The contigs of a cloud, their labels and their coordinates, as read from files. Built on a worker
// thread, immutable afterwards and handed to the views as shared_ptr<const CloudData>.
#pragma once

#include <QVector3D>

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace helicase {

// Coordinates of one embedding. Rows follow the contigs of the CloudData that holds the projection;
// contigs without coordinates are not present.
struct CloudProjection {
    std::string name;             // of the embedding: "contrastive-01", "tnf"
    std::string method;           // "pca", "umap", "" when unknown
    std::string pooling;          // "mean", "" when unknown
    std::optional<int64_t> width; // values per contig before the projection
    std::optional<int64_t> seed;
    std::filesystem::path vectors; // the embedding file it was made of, "" when it is not there
    std::vector<std::filesystem::path> inputs;     // the sequences that were embedded
    std::vector<double> explainedVariance;         // shares 0..1, one per axis
    int dimensions = 3;                            // 2 or 3; the third coordinate is 0 when 2
    std::vector<std::array<float, 3>> coordinates; // as in the file
    std::vector<QVector3D> positions;              // centred, the farthest contig at distance 1
    std::vector<bool> present;
    int64_t presentCount = 0;

    // A k-mer profile, shown as the baseline of a model.
    bool isBaseline() const;
};

// A column of a table that was joined by id: all numbers, else categories.
struct CloudColumn {
    std::string name;
    bool isNumber = false;
    std::vector<double> numbers;    // NaN: no value
    std::vector<int> classes;       // index into names, -1: no value
    std::vector<std::string> names; // sorted
    bool isSecondary = false;       // of the label file: the table shows it only when asked
};

struct CloudData {
    std::vector<std::string> ids;
    std::vector<int> classes;            // index into classNames, -1: no label
    std::vector<std::string> classNames; // sorted
    std::vector<int64_t> lengths;        // bases, 0: unknown
    std::vector<float> gc;               // share 0..1, negative: unknown
    std::vector<float> depths;           // aligned bases per base, empty or negative: unknown
    std::vector<CloudColumn> columns;    // of joined tables
    // Bins by candidate, -1: unbinned or not binned.
    std::map<std::string, std::vector<int>> bins;
    std::vector<CloudProjection> projections; // models first, baselines last
    std::filesystem::path sequences;          // the FASTA file, "" when there is none
    int64_t unlabelled = 0;                   // contigs without a label although labels were read
    bool labelsRead = false;

    int64_t size() const { return static_cast<int64_t>(ids.size()); }
};

} // namespace helicase
