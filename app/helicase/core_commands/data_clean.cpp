// helicase data clean PATH -o FOLDER: a labelled data set again, without its doubtful rows.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/cleaned_set.h"
#include "core/dataset/duplicate_rows.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iostream>

namespace helicase {

namespace {

struct Remedy {
    const char *name; // as typed behind --remove
    std::vector<uint32_t> (*rows)(const DataSurvey &);
};

constexpr std::array remedies{
    Remedy{"overlap", trainRowsInOtherSplits},
    Remedy{"repeats", repeatsOfEarlierRows},
    Remedy{"contradictions", contradictoryRows},
    Remedy{"empty", rowsWithEmptyFields},
};

std::vector<Remedy> remediesOf(const CommandLine &line)
{
    std::vector<Remedy> chosen;
    for (const std::string &name : line.options.list("remove")) {
        const auto known = std::ranges::find_if(
            remedies, [&](const Remedy &remedy) { return name == remedy.name; });
        if (known == remedies.end())
            throw OptionError("remove", "found " + printable(name) +
                                            ", expected overlap, repeats, contradictions or empty");
        chosen.push_back(*known);
    }
    return chosen;
}

std::vector<uint32_t> rowsToRemove(const DataSurvey &survey, std::span<const Remedy> chosen)
{
    std::vector<uint32_t> rows;
    for (const Remedy &remedy : chosen)
        std::ranges::copy(remedy.rows(survey), std::back_inserter(rows));
    std::ranges::sort(rows);
    const auto repeated = std::ranges::unique(rows);
    rows.erase(repeated.begin(), repeated.end());
    return rows;
}

} // namespace

ExitStatus runDataClean(const CommandLine &line)
{
    line.options.requireComplete();
    if (line.inputs.size() != 1)
        throw OptionError("PATH", "one folder or file is expected (found " +
                                      std::to_string(line.inputs.size()) + ")");
    const std::vector<Remedy> chosen = remediesOf(line);
    SurveyRequest request;
    request.files = dataFilesOf(line.inputs.front());
    request.threads = line.options.integer("threads");
    const StopSignals signals;
    const auto progress = makeProgress(line);
    const DataSurvey survey = surveyData(request, *progress, signals.token());
    const std::vector<uint32_t> rows = rowsToRemove(survey, chosen);
    for (const CleanedSplit &split :
         writeWithoutRows(survey, rows, line.options.path("output"), *progress, signals.token()))
        std::cerr << split.file.string() << ": " << split.kept << " rows, " << split.removed
                  << " removed\n";
    return ExitStatus::Done;
}

} // namespace helicase
