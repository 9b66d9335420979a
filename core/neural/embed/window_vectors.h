// The vectors of windows become those of sequences. Internal to core/neural/embed; no LibTorch
// type; functions without state.
#pragma once

#include "core/base/matrix.h"
#include "core/neural/embed/embedder.h"

namespace helicase {

// A window and the row of its vector.
struct WindowRow {
    int64_t row = 0;
    int64_t tokens = 0;
};

// Writes one vector per pooling, of `width` entries each, side by side: of one window as it is, of
// several their mean weighted by tokens, for Max the largest of each entry.
void joinWindows(const Matrix &windows, std::span<const WindowRow> members,
                 const std::vector<Pooling> &poolings, int64_t width, std::span<float> vector);

} // namespace helicase
