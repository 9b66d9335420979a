// Few-shot classification as published: logistic regression on the standardised vectors of a few
// contigs per species, tested on others (MAGICS-LAB/DNABERT_S,
// evaluate/eval_clustering_classification.py). No LibTorch type.
#pragma once

#include "core/base/matrix.h"
#include "core/base/progress.h"
#include "core/evaluate/classification_metrics.h"
#include "core/neural/evaluate/evaluation_result.h"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

// Which of the last contigs of a species are tested. HeldOut: none that was trained on. Published:
// also those, where a species has fewer contigs than both together.
enum class TestRows { HeldOut, Published };

struct FewShotProtocol {
    std::vector<int64_t> shots{1, 2, 5, 10, 20}; // contigs per species to train on, rising
    int64_t tested = 80;                         // contigs per species, the last ones
    TestRows testRows = TestRows::HeldOut;
};

struct FewShotRun {
    uint64_t seed = 0;
    int64_t shots = 0;
    int64_t trainingRows = 0;
    std::vector<int64_t> truth; // of the test rows
    std::vector<int64_t> predicted;
    ClassificationScores scores;
};

// The shots that every species has contigs for, with at least one left to test; with the protocol
// Published, as many as the smallest species has.
std::vector<int64_t> possibleShots(const FewShotProtocol &protocol,
                                   std::span<const std::string> species);

// One run per seed and possible shot. Each seed permutes the rows as NumPy does, after the seeds
// before it; of each species the first rows train and the last ones are tested. vectors: one row
// per contig, as the candidate gave them. Throws Error when no shot is possible, Stopped.
std::vector<FewShotRun> runFewShot(const Matrix &vectors, std::span<const std::string> species,
                                   std::span<const uint64_t> seeds, const FewShotProtocol &protocol,
                                   std::stop_token stop = {});

// macro_f1 (mean over the shots) and macro_f1_M for each of the shots.
std::vector<MetricDefinition> fewShotDefinitions(std::span<const int64_t> shots);
std::string fewShotKey(int64_t shots);

// Mean and deviation over the seeds of each of these metrics, of several sources their mean, with
// an interval over seeds and test contigs. Every source has the same seeds and shots.
std::map<std::string, MeanAndDeviation>
fewShotScores(std::span<const std::vector<FewShotRun>> sources);

} // namespace helicase
