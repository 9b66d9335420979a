// A project folder with one run and one binning result, for the tests of this folder.
#pragma once

#include "core/base/atomic_file.h"

#include <filesystem>
#include <string>

namespace helicase::test {

inline void writeSmallResult(const std::filesystem::path &folder)
{
    writeFileAtomically(folder / "metrics.json", R"json({
  "task": "binning", "finished": 1700000000,
  "data": {"sequences": "data/contigs.fa", "contigs": 4, "species": 2},
  "metric_order": ["ari", "contamination", "unbinned"],
  "definitions": {
    "ari": {"label": "ARI", "formula": "(RI − E[RI]) / (max RI − E[RI])", "better": "higher", "scale": "plain"},
    "contamination": {"label": "Contamination (%)", "formula": "1 − purity", "better": "lower", "scale": "share"},
    "unbinned": {"label": "Unbinned", "formula": "contigs without a bin", "better": "lower", "scale": "count"}
  },
  "candidates": [
    {"name": "model-01", "label": "model-01", "kind": "model",
     "metrics": {"ari": {"mean": 0.8, "sd": 0.01}, "contamination": {"mean": 0.05, "sd": 0.007},
                 "unbinned": {"mean": 3, "sd": 0}}},
    {"name": "tnf", "label": "TNF", "kind": "baseline",
     "metrics": {"ari": {"mean": 0.831, "sd": 0}, "contamination": {"mean": 0.08, "sd": 0}}}],
  "difference": {"model": "model-01", "baseline": "tnf",
                 "metrics": {"ari": -0.031, "contamination": -0.03},
                 "sentence": "The model is 0.031 ARI below the best baseline (TNF)."},
  "notes": ["133 contigs below 2,500 bp are left out of every metric."],
  "provenance": {"command": "helicase evaluate binning", "seeds": [0, 1], "threshold": 0.874, "smallest_bin": 6,
                 "other": 3}
})json");
    writeFileAtomically(folder / "bins.tsv",
                        "candidate\tbin\tspecies\tcontigs\tbases\tcompleteness\tcontamination\n"
                        "model-01\t0\tEscherichia coli\t2\t9000\t0.95\t0.02\n"
                        "model-01\t1\tVibrio cholerae\t1\t4000\t0.62\t0.05\n"
                        "tnf\t0\tEscherichia coli\t2\t9000\t0.55\t0.3\n");
    writeFileAtomically(folder / "assignments.tsv", "id\tspecies\tlength\tmodel-01\ttnf\n"
                                                    "a\tEscherichia coli\t5000\t0\t0\n"
                                                    "b\tEscherichia coli\t4000\t0\t0\n"
                                                    "c\tVibrio cholerae\t4000\t1\t0\n"
                                                    "d\tVibrio cholerae\t3000\t-1\t0\n");
}

// A few-shot result of one model and one baseline with 1 and 5 training contigs.
inline void writeSmallFewShot(const std::filesystem::path &folder)
{
    writeFileAtomically(folder / "metrics.json", R"json({
  "task": "few-shot", "finished": 1900000000,
  "data": {"sequences": "data/reference", "contigs": 40, "species": 2},
  "metric_order": ["macro_f1", "macro_f1_5"],
  "definitions": {
    "macro_f1": {"label": "Macro-F1", "formula": "mean over the shots", "better": "higher", "scale": "plain"},
    "macro_f1_5": {"label": "5 shots", "formula": "macro-F1", "better": "higher", "scale": "plain"}
  },
  "candidates": [
    {"name": "model-01", "label": "model-01", "kind": "model",
     "metrics": {"macro_f1": {"mean": 0.7, "sd": 0.02, "low": 0.65, "high": 0.76}}},
    {"name": "tnf", "label": "TNF", "kind": "baseline",
     "metrics": {"macro_f1": {"mean": 0.6, "sd": 0.03}}}],
  "provenance": {"command": "helicase evaluate few-shot", "seeds": [0, 1], "shots": [1, 5]}
})json");
    writeFileAtomically(folder / "learning_curve.tsv", "candidate\tshots\tmacro_f1\tlow\thigh\n"
                                                       "model-01\t1\t0.6\t0.5\t0.72\n"
                                                       "model-01\t5\t0.8\t0.75\t0.84\n"
                                                       "tnf\t1\t0.5\t0.4\t0.6\n"
                                                       "tnf\t5\t0.7\t0.66\t0.75\n");
}

// One model and one baseline, metrics "m0", "m1", ...
inline void writeResultWithManyMetrics(const std::filesystem::path &folder, int metrics,
                                       const std::string &task = "binning")
{
    std::string order;
    std::string definitions;
    std::string values;
    for (int i = 0; i < metrics; ++i) {
        const std::string comma = i == 0 ? "" : ", ";
        const std::string key = "m" + std::to_string(i);
        order += comma + '"' + key + '"';
        definitions += comma + '"' + key + R"(": {"label": "Metric )" + std::to_string(i) +
                       R"(", "formula": "x", "better": "higher", "scale": "plain"})";
        values += comma + '"' + key + R"(": {"mean": 0.5, "sd": 0.01})";
    }
    writeFileAtomically(folder / "metrics.json",
                        R"({"task": ")" + task + R"(", "finished": 1800000000, "metric_order": [)" +
                            order + R"(], "definitions": {)" + definitions +
                            R"(}, "candidates": [{"name": "a", "kind": "model", "metrics": {)" +
                            values + R"(}}, {"name": "tnf", "kind": "baseline", "metrics": {)" +
                            values + "}}]}");
}

inline void writeSmallProject(const std::filesystem::path &root)
{
    writeSmallResult(root / "evaluations" / "binning-01");
    writeFileAtomically(root / "data" / "contigs.fa", ">a\nACGT\n");
    writeFileAtomically(root / "data" / "labels.tsv", "id\tlabel\na\tEscherichia coli\n");
    for (const auto &[name, task] : {std::pair("model-01", "contrastive"), std::pair("binding-01", "binding")}) {
        const std::filesystem::path run = root / "runs" / name;
        writeFileAtomically(run / "run.json",
                            std::string(R"({"name": ")") + name + R"(", "task": ")" + task + "\"}");
        writeFileAtomically(run / "checkpoints" / "step-000000010" / "manifest.json", R"({"files": {}})");
    }
}

} // namespace helicase::test
