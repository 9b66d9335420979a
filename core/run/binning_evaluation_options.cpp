#include "core/run/evaluation_options.h"
#include "core/run/evaluation_sections.h"

namespace helicase {

namespace sections = evaluation_sections;

OptionTable binningEvaluationOptions()
{
    return labelledSequenceOptions("2500", "10")
        .with(OptionTable({
            wholeNumber("smallest-bin", "10", "Smallest bin", sections::method,
                        "Smaller bins are dissolved", 1, 1e9, "contigs"),
            realNumber("threshold", "0", "Threshold", sections::method,
                       "Least similarity to the medoid; 0: the 70th percentile of the similarities "
                       "of labelled contigs to their species' mean, per candidate",
                       0, 1),
            sections::resultFolder(),
        }));
}

} // namespace helicase
