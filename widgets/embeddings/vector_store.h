// The vectors of an embedding file where they lie: mapped, not copied. Any thread, several at once.
#pragma once

#include "core/dataset/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace helicase {

struct SequenceNames {
    std::vector<std::string> ids;
    std::vector<int64_t> lengths; // bases, one per id
};

// The ids and lengths that an embedding file keeps. Throws InputError.
SequenceNames readSequenceNames(const std::filesystem::path &embeddings);

struct Neighbour {
    int64_t row = 0;
    double similarity = 0; // cosine
};

class VectorStore {
public:
    // Throws InputError for a file of another kind.
    explicit VectorStore(const std::filesystem::path &embeddings);

    int64_t rows() const { return static_cast<int64_t>(ids_.size()); }
    int64_t width() const { return width_; }
    const std::string &idOf(int64_t row) const { return ids_[static_cast<size_t>(row)]; }
    int64_t rowOf(std::string_view id) const; // -1 for none
    std::span<const float> vector(int64_t row) const;

    // The rows most similar to a row, itself left out, the most similar first; equal ones in the
    // order of the file. Exact: every vector is looked at, on all cores.
    std::vector<Neighbour> nearest(int64_t row, int64_t count) const;

private:
    SafetensorsFile file_;
    const float *values_ = nullptr;
    std::vector<float> aligned_; // the values, where the file has them at odd places
    int64_t width_ = 0;
    std::vector<std::string> ids_;
    std::unordered_map<std::string_view, int64_t> rows_;
};

} // namespace helicase
