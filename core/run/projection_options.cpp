#include "core/run/projection_options.h"
#include "core/run/option_builders.h"

namespace helicase {

namespace {

OptionTable makeProjectionOptions()
{
    constexpr const char *method = "Method";
    Option coordinates =
        requiredPath("output", "Coordinate file", "Output",
                     "TSV to write (id, x, y, z); a .json of the same name tells how it was made");
    return OptionTable({
        choice("method", "pca", "Method", method, "How the vectors are projected", {"pca"}),
        wholeNumber("dims", "3", "Dimensions", method, "Dimensions of the picture", 2, 3),
        coordinates,
    });
}

} // namespace

const OptionTable &projectionOptions()
{
    static const OptionTable table = makeProjectionOptions();
    return table;
}

} // namespace helicase
