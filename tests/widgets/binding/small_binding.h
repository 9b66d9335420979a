// Four windows of 40 bases with scores, an evaluation of two models on three of them, and an
// explanation of one, as the commands write them.
#pragma once

#include "core/base/atomic_file.h"
#include "core/dataset/safetensors.h"

#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

namespace helicase::test {

inline constexpr int64_t smallBases = 40;

inline const std::vector<std::string> &smallWindows()
{
    static const std::vector<std::string> names{"chr1_101_140", "chr1_121_160", "chr1_301_340",
                                                "chr1_501_540"};
    return names;
}

inline std::string smallSequence(size_t window)
{
    std::string bases;
    for (size_t i = 0; i < smallBases; ++i)
        bases += "ACGT"[(i + window) % 4];
    return bases;
}

// Motifs: one in the first window, two in the second, none in the third, one at the fourth's end.
inline std::vector<float> smallScores(size_t window)
{
    std::vector<float> scores(smallBases, 0);
    const auto motif = [&](size_t begin, float score) {
        std::fill_n(scores.begin() + static_cast<std::ptrdiff_t>(begin), 10, score);
    };
    if (window == 0)
        motif(5, 8);
    if (window == 1) {
        motif(0, 5);
        motif(20, 6);
    }
    if (window == 3)
        motif(30, 9);
    return scores;
}

inline void writeSmallWindows(const std::filesystem::path &folder)
{
    std::string sequences = "sequence\twindow_name\n";
    std::string scores;
    for (size_t window = 0; window < smallWindows().size(); ++window) {
        sequences += smallSequence(window) + "\t" + smallWindows()[window] + "\n";
        scores += (window > 0 ? "\t" : "") + smallWindows()[window];
    }
    scores += "\n";
    for (size_t base = 0; base < smallBases; ++base) {
        for (size_t window = 0; window < smallWindows().size(); ++window)
            scores += (window > 0 ? "\t" : "") + std::to_string(smallScores(window)[base]);
        scores += "\n";
    }
    writeFileAtomically(folder / "binding_sequences.tsv", sequences);
    writeFileAtomically(folder / "binding_scores.tsv", scores);
}

inline TensorToWrite tensor(const std::string &name, std::vector<int64_t> shape,
                            const std::vector<float> &values)
{
    return {.name = name,
            .type = "F32",
            .shape = std::move(shape),
            .bytes = std::as_bytes(std::span(values))};
}

// Windows 3, 1 and 0 were held out; the model predicts `share` of the measured score.
inline std::vector<float> smallPredictions(float share)
{
    std::vector<float> values;
    for (const size_t window : {3, 1, 0})
        for (const float score : smallScores(window))
            values.push_back(share * score + (score == 0 ? 0.1F : 0));
    return values;
}

inline void writeSmallBindingResult(const std::filesystem::path &folder)
{
    const std::vector<float> measured = smallPredictions(1);
    const std::vector<float> head = smallPredictions(0.5F);
    const std::vector<float> cnn = smallPredictions(0.9F);
    writeSafetensors(folder / "predictions.safetensors",
                     {tensor("measured", {3, smallBases}, measured),
                      tensor("binding-head-01", {3, smallBases}, head),
                      tensor("binding-cnn-01", {3, smallBases}, cnn)},
                     {{"ids", R"(["chr1_501_540", "chr1_121_160", "chr1_101_140"])"}});
    writeFileAtomically(folder / "windows.tsv",
                        "window\tbinding-head-01.mse\tbinding-head-01.r\tbinding-cnn-01.mse\t"
                        "binding-cnn-01.r\n"
                        "chr1_501_540\t5.1\t0.7\t0.2\t0.99\n"
                        "chr1_121_160\t3.5\t0.8\t0.5\t\n"
                        "chr1_101_140\t1.5\t0.9\t0.1\t0.95\n");
    writeFileAtomically(folder / "metrics.json", R"json({
  "task": "binding", "finished": 1700000000,
  "metric_order": ["pearson", "mse", "auprc"],
  "definitions": {
    "pearson": {"label": "Pearson r", "formula": "cov", "better": "higher", "scale": "plain"},
    "mse": {"label": "MSE", "formula": "mean", "better": "lower", "scale": "plain"},
    "auprc": {"label": "AUPRC", "formula": "area", "better": "higher", "scale": "plain"}
  },
  "candidates": [
    {"name": "binding-head-01", "label": "binding-head-01", "kind": "model",
     "metrics": {"pearson": {"mean": 0.781, "sd": 0}, "mse": {"mean": 3.4, "sd": 0}}},
    {"name": "binding-cnn-01", "label": "binding-cnn-01, one-hot CNN", "kind": "baseline",
     "metrics": {"pearson": {"mean": 0.972, "sd": 0}, "mse": {"mean": 0.27, "sd": 0},
                 "auprc": {"mean": 0.95, "sd": 0}}}],
  "provenance": {"command": "helicase evaluate binding"}
})json");
}

// Writing letter L at base b adds L - (letter there) to the score of base b alone.
inline void writeSmallExplanation(const std::filesystem::path &folder, size_t window,
                                  const std::string &model)
{
    const std::string sequence = smallSequence(window);
    const std::vector<float> reference = smallScores(window);
    std::vector<float> variants;
    std::string changes = "position\treference\talternative\tchange\n";
    std::string attribution = "position\tbase\tgradient_x_input\n";
    const std::string letters = "ACGT";
    for (size_t base = 0; base < smallBases; ++base) {
        const size_t there = letters.find(sequence[base]);
        attribution += std::to_string(base + 1) + "\t" + sequence[base] + "\t0.5\n";
        for (size_t letter = 0; letter < 4; ++letter) {
            std::vector<float> row = reference;
            row[base] += static_cast<float>(letter) - static_cast<float>(there);
            variants.insert(variants.end(), row.begin(), row.end());
            if (letter != there)
                changes += std::to_string(base + 1) + "\t" + sequence[base] + "\t" +
                           letters[letter] + "\t0\n";
        }
    }
    writeSafetensors(folder / "mutagenesis.safetensors",
                     {tensor("reference", {smallBases}, reference),
                      tensor("variants", {smallBases, 4, smallBases}, variants)});
    writeFileAtomically(folder / "mutagenesis.tsv", changes);
    writeFileAtomically(folder / "attribution.tsv", attribution);
    writeFileAtomically(folder / "motif_hits.tsv",
                        "motif\tname\tstrand\tbegin\tend\tscore\tp_value\n"
                        "MA0148.4\tFOXA1\t+\t6\t15\t12.5\t1e-05\n"
                        "MA0785.1\tPOU2F1\t-\t21\t30\t11.0\t4e-05\n");
    writeFileAtomically(folder / "explanation.json",
                        R"({"window": ")" + smallWindows()[window] + R"(", "model": ")" + model +
                            R"(", "bases": 40, "sequence": ")" + sequence + R"("})");
}

// Data, result and the runs it belongs to.
inline void writeSmallBindingProject(const std::filesystem::path &root)
{
    writeSmallWindows(root / "data");
    writeSmallBindingResult(root / "evaluations" / "binding-01");
    for (const auto &[name, task] :
         {std::pair("binding-cnn-01", "binding"), std::pair("binding-head-01", "binding"),
          std::pair("gpt-01", "gpt")}) {
        const std::filesystem::path run = root / "runs" / name;
        writeFileAtomically(run / "run.json",
                            std::string(R"({"name": ")") + name + R"(", "task": ")" + task + "\"}");
        writeFileAtomically(run / "checkpoints" / "step-000000010" / "manifest.json",
                            R"({"files": {}})");
    }
}

} // namespace helicase::test
