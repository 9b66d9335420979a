// The main job as a list of helicase commands, so that each of its results can be repeated by hand.
#pragma once

#include "app/helicase/demo/demo_layout.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace helicase {

enum class DemoPace { Full, Fast };

struct DemoStage {
    std::string title;                // "training the encoder"
    std::vector<std::string> words;   // command line without the program's name
    std::filesystem::path result;     // what exists once the stage is done
    double share = 1;                 // of the whole time, for the progress
};

std::vector<DemoStage> demoStages(const DemoLayout &layout, DemoPace pace, uint64_t seed);

} // namespace helicase
