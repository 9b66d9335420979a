// Pairs of made-up species and a contrastive training that is over in no time.
#pragma once

#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/dataset/contrastive_pairs.h"
#include "core/neural/tasks/contrastive_task.h"
#include "core/neural/tasks/train_run.h"
#include "core/run/run_folder.h"
#include "core/run/training_options.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <map>

namespace helicase::test {

using OptionChanges = std::map<std::string, std::string>;

inline const OptionTable &contrastiveOptions()
{
    static const OptionTable table =
        trainingOptions("contrastive")
            .with(OptionTable({
                {.name = "threads", .kind = OptionKind::Integer, .defaultValue = "1"},
                {.name = "device", .defaultValue = "auto"},
                {.name = "precision", .defaultValue = "auto"},
                {.name = "seed", .kind = OptionKind::Integer, .defaultValue = "1"},
                {.name = "deterministic", .kind = OptionKind::Flag, .defaultValue = "true"},
            }));
    return table;
}

// A "species" is a preference for some letters; fragments have different lengths.
inline std::vector<ContrastivePair> makePairs(int64_t pairsPerSpecies, uint64_t seed)
{
    RandomStream random(seed, "pairs");
    const auto fragment = [&](std::string_view letters) {
        std::string bases;
        for (uint64_t i = 40 + random.below(80); i > 0; --i)
            bases += letters[random.below(letters.size())];
        return bases;
    };
    std::vector<ContrastivePair> pairs;
    for (int64_t i = 0; i < pairsPerSpecies; ++i)
        for (const char *letters : {"AAAACGT", "ACCCCGT", "ACGGGGT", "ACGTTTT"}) {
            const std::string first = fragment(letters);
            pairs.push_back({first, fragment(letters), letters});
        }
    return pairs;
}

class ContrastiveFixture {
public:
    ContrastiveFixture() : root(folder_.path().toStdString())
    {
        writePairs(root / "train.csv", makePairs(5, 1));
        writePairs(root / "validation.csv", makePairs(2, 2));
    }

    // 20 pairs, batches of 8.
    OptionValues options(const OptionChanges &changes = {}) const
    {
        OptionChanges values{
            {"data.train", (root / "train.csv").string()},
            {"data.validation", (root / "validation.csv").string()},
            {"data.tokenizer", (sourceFolder() / "resources/demo/tokenizer").string()},
            {"data.max_tokens", "20"},
            {"model.layers", "3"},
            {"model.width", "16"},
            {"model.heads", "2"},
            {"model.feed_forward", "24"},
            {"objective.temperature", "0.2"},
            {"objective.features", "8"},
            {"batch.pairs", "8"},
            {"batch.distinct_species", "false"},
            {"optimizer.lr", "1e-2"},
            {"schedule.warmup", "0"},
            {"length.steps", "12"},
            {"evaluation.every", "4"},
            {"checkpoint.every", "4"},
            {"checkpoint.keep", "20"}};
        for (const auto &[name, value] : changes)
            values[name] = value;
        OptionValues result(contrastiveOptions());
        for (const auto &[name, value] : values)
            result.set(name, value);
        return result;
    }

    TrainingRequest request(const std::string &run, const OptionChanges &changes = {}) const
    {
        return {.task = "contrastive",
                .options = options(changes),
                .run = root / run,
                .commandLine = "helicase train contrastive",
                .version = "test"};
    }

    std::vector<Event> events(const std::string &run, const std::string &kind) const
    {
        std::vector<Event> found;
        for (Event &event : EventReader(RunFolder(root / run).events()).poll())
            if (event.kind == kind)
                found.push_back(std::move(event));
        return found;
    }

    std::string messages(const std::string &run) const
    {
        std::string all;
        for (const Event &event : events(run, "message"))
            all += event.text + "\n";
        return all;
    }

private:
    QTemporaryDir folder_;

public:
    std::filesystem::path root;
};

} // namespace helicase::test
