// The windows that the panel shows: sequences with a measured score per base, where each lies in
// its genome, and its motifs. Immutable after reading, which blocks; any thread.
#pragma once

#include "core/dataset/binding_set.h"
#include "core/dataset/window_places.h"

#include <QString>

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace helicase {

// 0-based, the end is not included.
struct MotifBand {
    int64_t begin = 0;
    int64_t end = 0;
    float score = 0;
};

// Bases of a motif in the published scores.
inline constexpr int64_t bandLength = 10;

// Runs of bandLength equal scores that are not 0.
std::vector<MotifBand> motifBands(std::span<const float> scores);

class BindingData {
public:
    BindingData(std::filesystem::path sequenceFile, std::filesystem::path scoreFile,
                BindingSet windows);

    const std::filesystem::path &sequenceFile() const { return sequenceFile_; }
    const std::filesystem::path &scoreFile() const { return scoreFile_; }
    int64_t windows() const { return set_.windows(); }
    int64_t windowLength() const { return set_.windowLength(); }
    const std::string &name(int64_t row) const { return set_.names[static_cast<size_t>(row)]; }
    const std::string &sequence(int64_t row) const
    {
        return set_.sequences[static_cast<size_t>(row)];
    }
    std::span<const float> measured(int64_t row) const { return set_.scores.row(row); }
    int motifs(int64_t row) const { return motifCounts_[static_cast<size_t>(row)]; }
    const std::optional<WindowPlace> &place(int64_t row) const
    {
        return places_[static_cast<size_t>(row)];
    }
    // -1: no window has this name.
    int64_t rowOf(std::string_view name) const;
    // The one sequence that all windows lie on; empty: several, or names that tell no place.
    const std::string &commonSequence() const { return commonSequence_; }
    // Windows that share a base or more with another one; nothing where names tell no places.
    std::optional<int64_t> overlapping() const { return overlapping_; }
    // "chr22, 19,668 windows"
    QString title() const;
    // "chr22:10,510,500–10,510,799", or the name.
    QString placeText(int64_t row) const;
    // Number of the first base as it is shown, from 1 where the name tells no place.
    int64_t firstBase(int64_t row) const;

private:
    void findPlaces();
    void countOverlaps();

    std::filesystem::path sequenceFile_;
    std::filesystem::path scoreFile_;
    BindingSet set_;
    std::vector<std::optional<WindowPlace>> places_;
    std::vector<int> motifCounts_;
    std::unordered_map<std::string_view, int64_t> rows_;
    std::string commonSequence_;
    std::optional<int64_t> overlapping_;
};

// Throws InputError as readBindingSet does.
std::shared_ptr<const BindingData> readBindingData(const std::filesystem::path &sequences,
                                                   const std::filesystem::path &scores);

} // namespace helicase
