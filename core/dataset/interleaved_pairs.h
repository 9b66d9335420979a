// A pair file in which the pairs of different species take turns, written from pairs that come
// species after species: so any run of its rows holds many species. Memory is bounded; on the disk
// the pairs lie twice until commit() is done. One thread.
#pragma once

#include "core/base/atomic_file.h"
#include "core/dataset/contrastive_pairs.h"

namespace helicase {

class InterleavedPairs {
public:
    // Throws DiskError.
    InterleavedPairs(std::filesystem::path file, LabelColumn column);
    ~InterleavedPairs();
    InterleavedPairs(const InterleavedPairs &) = delete;
    InterleavedPairs &operator=(const InterleavedPairs &) = delete;

    // Pairs of one label follow one another.
    void add(const ContrastivePair &pair);
    // Nothing appears under the name before. Throws DiskError; Error when there is no pair.
    void commit();

private:
    struct Group {
        std::string label;
        size_t begin = 0; // bytes in the parts
        size_t end = 0;
    };

    std::filesystem::path file_;
    std::filesystem::path parts_; // pairs in the order of their coming
    LabelColumn column_;
    AtomicFile output_;
    std::vector<Group> groups_;
};

} // namespace helicase
