// The rows of contigs by their id, while a cloud is read. One thread.
#pragma once

#include "widgets/embeddings/cloud_data.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace helicase {

// Grows with every id that is met for the first time.
class ContigIndex {
public:
    explicit ContigIndex(CloudData &data) : data_(data) {}

    // -1 for none.
    int64_t find(std::string_view id) const
    {
        const auto found = rows_.find(std::string(id));
        return found == rows_.end() ? -1 : found->second;
    }

    void reserve(size_t contigs) { rows_.reserve(contigs); }

    int64_t findOrAdd(std::string_view id)
    {
        const auto [entry, isNew] = rows_.try_emplace(std::string(id), data_.size());
        if (isNew) {
            data_.ids.emplace_back(id);
            data_.lengths.push_back(0);
            data_.gc.push_back(-1);
        }
        return entry->second;
    }

private:
    CloudData &data_;
    std::unordered_map<std::string, int64_t> rows_;
};

} // namespace helicase
