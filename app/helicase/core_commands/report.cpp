// helicase report PATH... -o FILE.html
#include "core/report/report.h"

#include "app/helicase/core_commands/commands.h"

#include <iostream>

namespace helicase {

ExitStatus runReport(const CommandLine &line)
{
    if (line.inputs.empty())
        throw Error("nothing to report on", "name run, evaluation or project folders", ExitStatus::WrongUsage);
    const std::vector<std::filesystem::path> paths(line.inputs.begin(), line.inputs.end());
    writeReport(paths, line.options.path("output"));
    std::cerr << "report: " << line.options.text("output") << '\n';
    return ExitStatus::Done;
}

} // namespace helicase
