// helicase data bins RESULT -o FOLDER: the bins of an evaluation for other programs.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/error.h"
#include "core/base/grouped_number.h"
#include "core/dataset/evaluated_bins.h"

#include <iostream>

namespace helicase {

ExitStatus runDataBins(const CommandLine &line)
{
    const OptionValues &options = line.options;
    options.requireComplete();
    if (line.inputs.size() != 1)
        throw OptionError(
            "RESULT", "one folder is expected (found " + std::to_string(line.inputs.size()) + ")",
            "helicase data bins RESULT -o FOLDER");
    const StopSignals signals;
    const auto progress = makeProgress(line);
    const SavedBins saved =
        saveEvaluatedBins(line.inputs.front(), options.text("candidate"), options.path("data"),
                          options.path("output"), *progress, signals.token());
    if (!options.flag("quiet"))
        std::cerr << "helicase: " << grouped(saved.contigs) << " contigs in " << grouped(saved.bins)
                  << " bins, " << grouped(saved.unbinned)
                  << " without one: " << saved.fastaFolder.string() << ", "
                  << saved.camiFile.string() << '\n';
    return ExitStatus::Done;
}

} // namespace helicase
