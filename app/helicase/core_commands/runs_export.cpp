// helicase runs export RUN... -o OUT --format csv|tsv|tensorboard
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/runs_arguments.h"
#include "app/helicase/stop_signals.h"
#include "core/base/error.h"
#include "core/run/run_export.h"

#include <iostream>

namespace helicase {

namespace {

MetricsFormat formatOf(const std::string &name)
{
    if (name == "tensorboard")
        return MetricsFormat::Tensorboard;
    return name == "tsv" ? MetricsFormat::Tsv : MetricsFormat::Csv;
}

} // namespace

ExitStatus runRunsExport(const CommandLine &line)
{
    line.options.requireComplete();
    const auto runs = requiredRuns(line.inputs, "runs export");
    const StopSignals signals;
    exportMetrics(runs, formatOf(line.options.text("format")), line.options.path("output"),
                  signals.token());
    if (!line.options.flag("quiet"))
        std::cerr << "helicase: metrics of " << runs.size() << (runs.size() == 1 ? " run" : " runs")
                  << ": " << line.options.text("output") << '\n';
    return ExitStatus::Done;
}

} // namespace helicase
