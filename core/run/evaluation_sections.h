// Names of the form sections that the evaluations share, and the option that all of them end with.
#pragma once

#include "core/run/option_builders.h"

namespace helicase::evaluation_sections {

inline constexpr const char *data = "Data";
inline constexpr const char *candidates = "Candidates";
inline constexpr const char *tables = "Tables of baselines";
inline constexpr const char *embedding = "Embedding";
inline constexpr const char *method = "Method";
inline constexpr const char *output = "Output";

inline Option resultFolder()
{
    return requiredPath("output", "Result folder", output,
                        "Folder for metrics.json, tables, figures and report.html");
}

} // namespace helicase::evaluation_sections
