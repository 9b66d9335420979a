// helicase data pairs INPUT... -o FOLDER: training pairs out of genomes, or out of an assembly.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/error.h"
#include "core/base/grouped_number.h"
#include "core/base/json_file.h"
#include "core/dataset/interleaved_pairs.h"
#include "core/dataset/pair_request.h"

#include <iostream>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

std::string countText(int64_t count, const std::string &one, const std::string &many)
{
    return grouped(count) + ' ' + (count == 1 ? one : many);
}

void tell(const char *name, const PairStatistics &statistics, bool hasSpecies)
{
    std::cerr << name << ": " << countText(statistics.pairs, "pair", "pairs") << " of ";
    if (hasSpecies)
        std::cerr << grouped(statistics.species) << " species and "
                  << countText(statistics.genomes, "genome", "genomes");
    else
        std::cerr << countText(statistics.genomes, "sequence", "sequences");
    std::cerr << ", fragments of " << grouped(statistics.shortest) << " to "
              << grouped(statistics.longest) << " bases; "
              << countText(statistics.refused.unknown, "draw", "draws")
              << " refused for unknown letters\n";
    if (!statistics.tooLittle.empty())
        std::cerr << name << ": "
                  << countText(std::ssize(statistics.tooLittle),
                               hasSpecies ? "species" : "sequence",
                               hasSpecies ? "species" : "sequences")
                  << " left out: no two fragments fit, the first is "
                  << statistics.tooLittle.front() << '\n';
    if (statistics.species == 1)
        std::cerr << name << ": all pairs are of one " << (hasSpecies ? "species" : "sequence")
                  << "; training needs others to compare\n";
}

void tell(const LeftOutSequences &leftOut)
{
    if (leftOut.tooShort > 0)
        std::cerr << "left out: " << countText(leftOut.tooShort, "sequence", "sequences")
                  << " below the shortest fragment (" << grouped(leftOut.tooShortBases)
                  << " bases)\n";
    if (leftOut.withoutLabel > 0)
        std::cerr << "left out: " << countText(leftOut.withoutLabel, "sequence", "sequences")
                  << " without a label\n";
    if (leftOut.heldOut > 0)
        std::cerr << "left out: " << countText(leftOut.heldOut, "record", "records")
                  << " that genomes.tsv keeps for evaluation\n";
}

} // namespace

ExitStatus runDataPairs(const CommandLine &line)
{
    line.options.requireComplete();
    const PairRequest request = pairRequest(line.options, {line.inputs.begin(), line.inputs.end()});
    const std::filesystem::path folder = line.options.path("output");
    const LabelColumn column =
        line.options.flag("species-column") ? LabelColumn::Written : LabelColumn::LeftOut;
    const StopSignals signals;
    const auto progress = makeProgress(line);
    const PairPlan plan(request, *progress, signals.token());

    InterleavedPairs train(folder / "train.csv", column);
    const PairStatistics training = plan.cut(
        PairSplit::Train, [&](ContrastivePair &&pair) { train.add(pair); }, *progress,
        signals.token());
    std::optional<InterleavedPairs> validation;
    PairStatistics validated;
    if (request.validationShare > 0) {
        validation.emplace(folder / "validation.csv", column);
        validated = plan.cut(
            PairSplit::Validation, [&](ContrastivePair &&pair) { validation->add(pair); },
            *progress, signals.token());
    }
    if (training.pairs == 0 || (validation && validated.pairs == 0))
        throw InputError(std::string("no pair could be cut for ") +
                             (training.pairs == 0 ? "training" : "validation"),
                         {.file = request.inputs.front()},
                         "choose shorter fragments, allow more unknown letters, or add sequence");
    nlohmann::json facts{{"train", toJson(training)},
                         {"left_out", toJson(plan.leftOut())},
                         {"has_species", plan.hasSpecies()},
                         {"seed", request.seed},
                         {"inputs", line.inputs},
                         {"command", line.text},
                         {"version", versionText()}};
    if (validation)
        facts["validation"] = toJson(validated);
    train.commit();
    if (validation)
        validation->commit();
    writeJsonFile(folder / "pairs.json", facts);
    tell("train", training, plan.hasSpecies());
    if (validation)
        tell("validation", validated, plan.hasSpecies());
    tell(plan.leftOut());
    return ExitStatus::Done;
}

} // namespace helicase
