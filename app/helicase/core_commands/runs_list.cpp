// helicase runs list [FOLDER...]: a row per run.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/runs_arguments.h"
#include "core/base/grouped_number.h"
#include "core/base/pace.h"
#include "core/base/tsv.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace helicase {

namespace {

std::string stepsText(const RunSummary &run)
{
    return run.totalSteps > run.step ? grouped(run.step) + " of " + grouped(run.totalSteps)
                                     : grouped(run.step);
}

std::vector<std::string> rowOf(const RunSummary &run, const std::string &name)
{
    return {name,
            std::string(nameOf(run.state)),
            run.task,
            momentText(run.started),
            durationText(run.duration(nowSeconds())),
            stepsText(run),
            figureText(run.lastLoss),
            figureText(run.smallestLoss),
            run.smallestLoss ? grouped(run.smallestLossStep) : ""};
}

} // namespace

// A run that cannot be read does not hide the others.
ExitStatus runRunsList(const CommandLine &line)
{
    const auto folders = runsIn(line.inputs.empty() ? std::vector<std::string>{"."} : line.inputs);
    const std::vector<std::string> names = distinctNames(folders);
    TsvTable table{.columns = {"run", "state", "task", "started", "duration", "steps", "last loss",
                               "smallest loss", "at step"}};
    nlohmann::json runs = nlohmann::json::array();
    ExitStatus status = ExitStatus::Done;
    for (size_t i = 0; i < folders.size(); ++i) {
        try {
            const RunSummary run = summarizeRun(folders[i]);
            runs.push_back(toJson(run));
            table.rows.push_back(rowOf(run, names[i]));
        } catch (const InputError &error) {
            std::cerr << "helicase: " << error.line() << '\n';
            status = error.status();
        }
    }
    if (line.options.flag("json"))
        std::cout << runs.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    else
        std::cout << alignedText(table);
    return status;
}

} // namespace helicase
