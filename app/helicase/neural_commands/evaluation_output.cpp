#include "app/helicase/neural_commands/evaluation_output.h"

#include "core/report/evaluation_report.h"

#include <iostream>

namespace helicase {

void finishEvaluation(const CommandLine &line, const EvaluationResult &result,
                      const std::filesystem::path &folder)
{
    finishEvaluation(line, result, folder, summaryText(result));
}

void finishEvaluation(const CommandLine &line, const EvaluationResult &result,
                      const std::filesystem::path &folder, const std::string &table)
{
    writeEvaluationReport(folder);
    std::cout << table;
    if (line.options.flag("quiet"))
        return;
    for (const std::string &note : result.notes)
        std::cerr << "helicase: " << note << '\n';
    std::cerr << "helicase: the report is " << (folder / "report.html").string() << std::endl;
}

} // namespace helicase
