// The options that a run goes on with.
#pragma once

#include "core/run/option_values.h"
#include "core/run/run_folder.h"

namespace helicase {

// The same values with every path made absolute, so that config.yaml means the same from
// everywhere.
OptionValues withAbsolutePaths(const OptionValues &options);

// The options in the folder's config.yaml, overlaid by the given ones that are not their table's
// defaults. Throws OptionError when one is changed that a resumed run must keep, InputError when
// config.yaml is malformed.
OptionValues optionsForResume(const RunFolder &run, const OptionValues &given);

// The options that describe the run, as YAML that `--config` accepts: all but those of this one
// call (run, resume, config, events, quiet).
std::string recordedOptions(const OptionValues &options);

} // namespace helicase
