// Options of tiny fine-tuning runs.
#pragma once

#include "core/neural/tasks/train_run.h"
#include "core/run/training_options.h"
#include "tests/core/neural/tasks/classification_files.h"
#include "tests/support/test_data.h"

#include <map>

namespace helicase::test {

inline const OptionTable &runtimeOptions()
{
    static const OptionTable table({
        {.name = "threads", .kind = OptionKind::Integer, .defaultValue = "1"},
        {.name = "device", .defaultValue = "auto"},
        {.name = "precision", .defaultValue = "auto"},
        {.name = "seed", .kind = OptionKind::Integer, .defaultValue = "1"},
        {.name = "deterministic", .kind = OptionKind::Flag, .defaultValue = "true"},
    });
    return table;
}

// Options of a tiny run on the files train.csv, dev.csv and test.csv of a folder.
inline OptionValues tinyOptions(const std::filesystem::path &folder,
                                const std::map<std::string, std::string> &changes = {})
{
    std::map<std::string, std::string> values{
        {"data.folder", folder.string()},
        {"data.tokenizer", (sourceFolder() / "resources/demo/tokenizer").string()},
        {"model.layers", "1"},
        {"model.width", "32"},
        {"model.heads", "2"},
        {"model.feed_forward", "32"},
        {"optimizer.lr", "3e-3"},
        {"schedule.warmup", "3"},
        {"batch.sequences", "8"},
        {"length.epochs", "3"},
        {"evaluation.every", "5"},
        {"checkpoint.every", "4"},
        {"checkpoint.keep", "20"}};
    for (const auto &[name, value] : changes)
        values[name] = value;
    OptionValues options(trainingOptions("classify").with(runtimeOptions()));
    for (const auto &[name, value] : values)
        options.set(name, value);
    return options;
}

} // namespace helicase::test
