// The demo's data sets, cut from the embedded genomes.
#pragma once

#include "app/helicase/demo/demo_layout.h"

#include <cstdint>

namespace helicase {

// Writes tokenizer/ and data/: pairs for training and validation, contigs with labels, the binding set.
// Files that are there already are kept. Throws Error when the embedded files are missing.
void writeDemoData(const DemoLayout &layout, uint64_t seed);

} // namespace helicase
