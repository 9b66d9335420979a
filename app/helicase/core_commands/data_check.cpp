// helicase data check PATH: what a data set holds and what is doubtful about it.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/error.h"
#include "core/dataset/data_checks.h"
#include "core/tokenizer/token_counter.h"
#include "core/tokenizer/unified_tokenizer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iostream>

namespace helicase {

namespace {

constexpr int64_t mostBars = 40;
constexpr size_t mostPlaces = 100; // listed per check

SurveyRequest requestOf(const CommandLine &line)
{
    if (line.inputs.size() != 1)
        throw OptionError("PATH",
                          "one folder or file is expected (found " +
                              std::to_string(line.inputs.size()) + ")",
                          "helicase data check PATH");
    SurveyRequest request;
    request.files = dataFilesOf(line.inputs.front());
    request.threads = line.options.integer("threads");
    if (const auto folder = line.options.path("tokenizer"); !folder.empty())
        request.countTokens = tokenCounter(loadTokenizer(dnaTokenizerFolder(folder)));
    return request;
}

nlohmann::json lengthsOf(const DataSurvey &survey, LengthUnit unit)
{
    const LengthDistribution lengths = lengthDistribution(survey, unit, mostBars);
    return {{"median", lengths.median},
            {"longest", lengths.largest},
            {"from", lengths.from},
            {"width", lengths.width},
            {"rows", lengths.bars}};
}

nlohmann::json describe(const DataSurvey &survey, const std::vector<DataCheck> &checks)
{
    nlohmann::json splits = nlohmann::json::array();
    nlohmann::json duplicates = nlohmann::json::array();
    for (size_t a = 0; a < survey.splits.size(); ++a) {
        const SurveySplit &split = survey.splits[a];
        nlohmann::json labels = nlohmann::json::object();
        for (size_t label = 0; label < survey.labels.size(); ++label)
            labels[survey.labels[label]] = split.labelRows[label];
        splits.push_back({{"split", split.file.split},
                          {"file", split.file.path.string()},
                          {"rows", split.rows},
                          {"letters", split.bases},
                          {"labels", labels},
                          {"unlabelled", split.unlabelledRows}});
        for (size_t b = a; b < survey.splits.size(); ++b) {
            const DuplicateCount count = survey.duplicates(a, b);
            duplicates.push_back({{"in", split.file.split},
                                  {"of", survey.splits[b].file.split},
                                  {"rows", count.rows},
                                  {"other_strand_only", count.otherStrand}});
        }
    }
    nlohmann::json found = nlohmann::json::array();
    for (const DataCheck &check : checks) {
        nlohmann::json places = nlohmann::json::array();
        for (const uint32_t row :
             std::span(check.rows).first(std::min(check.rows.size(), mostPlaces)))
            places.push_back(placeOf(survey, row));
        found.push_back({{"check", nameOf(check.kind)},
                         {"verdict", nameOf(check.verdict)},
                         {"rows", check.rows.size()},
                         {"of", check.of},
                         {"result", check.result},
                         {"details", check.details},
                         {"places", places}});
    }
    nlohmann::json described = {{"kind", sentenceOf(survey.kind)},
                                {"rows", survey.rows.size()},
                                {"letters", survey.bases()},
                                {"splits", splits},
                                {"duplicates", duplicates},
                                {"lengths", lengthsOf(survey, LengthUnit::Bases)},
                                {"checks", found}};
    if (survey.hasTokens)
        described["tokens"] = lengthsOf(survey, LengthUnit::Tokens);
    return described;
}

void printText(const nlohmann::json &data)
{
    const auto text = [](const nlohmann::json &value) { return value.get<std::string>(); };
    std::cout << "kind\t" << text(data["kind"]) << "\nrows\t" << data["rows"] << "\nletters\t"
              << data["letters"] << '\n';
    for (const nlohmann::json &split : data["splits"]) {
        std::cout << "split\t" << text(split["split"]) << '\t' << split["rows"] << " rows";
        for (const auto &[label, rows] : split["labels"].items())
            std::cout << '\t' << label << ' ' << rows;
        if (split["unlabelled"] != 0 && !split["labels"].empty())
            std::cout << "\tno label " << split["unlabelled"];
        std::cout << '\n';
    }
    for (const char *unit : {"lengths", "tokens"})
        if (const auto lengths = data.find(unit); lengths != data.end())
            std::cout << unit << "\tmedian " << (*lengths)["median"] << "\tlongest "
                      << (*lengths)["longest"] << '\n';
    for (const nlohmann::json &count : data["duplicates"])
        std::cout << "duplicates\t" << text(count["of"]) << " in " << text(count["in"]) << '\t'
                  << count["rows"] << " rows\t" << count["other_strand_only"]
                  << " on the other strand only\n";
    for (const nlohmann::json &check : data["checks"]) {
        std::cout << "check\t" << text(check["verdict"]) << '\t' << text(check["check"]) << '\t'
                  << text(check["result"]);
        if (!text(check["details"]).empty())
            std::cout << ". " << text(check["details"]);
        std::cout << '\n';
    }
}

} // namespace

ExitStatus runDataCheck(const CommandLine &line)
{
    const SurveyRequest request = requestOf(line);
    const StopSignals signals;
    const DataSurvey survey = surveyData(request, *makeProgress(line), signals.token());
    const std::vector<DataCheck> checks =
        checkData(survey, {.maxTokens = line.options.integer("max-tokens")});
    const nlohmann::json data = describe(survey, checks);
    if (line.options.flag("json"))
        std::cout << data.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    else
        printText(data);
    const bool isRefused = std::ranges::any_of(
        checks, [](const DataCheck &check) { return check.verdict == CheckVerdict::Error; });
    return isRefused ? ExitStatus::BadInput : ExitStatus::Done;
}

} // namespace helicase
