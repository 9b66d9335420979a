#include "core/run/compute_options.h"

#include "core/run/option_builders.h"

namespace helicase {

const OptionTable &computeOptions()
{
    constexpr std::string_view section = "Device";
    static const OptionTable table({
        wholeNumber("threads", "0", "Threads", section, "Number of threads; 0: all physical cores",
                    0, 1024),
        textOption("device", "auto", "Device", section,
                   "Where to compute: auto, cpu, cuda, cuda:N"),
        choice("precision", "auto", "Precision", section, "Arithmetic of the model",
               {"auto", "fp32", "bf16"}),
        {.name = "seed",
         .kind = OptionKind::Integer,
         .defaultValue = "1",
         .help = "Seed of all random streams",
         .label = "Seed",
         .section = std::string(section)},
        flag("deterministic", "false", "Deterministic", section, "Same bits on every repeat"),
    });
    return table;
}

} // namespace helicase
