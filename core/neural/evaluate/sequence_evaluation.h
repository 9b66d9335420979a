// What the evaluations of labelled contigs (clustering, few-shot, binning) start from: the contigs
// with their species, and the vectors of each candidate. No LibTorch type.
#pragma once

#include "core/neural/evaluate/candidate.h"

#include <functional>

namespace helicase {

struct SequenceEvaluation {
    std::filesystem::path sequences; // or a published table, or a folder of them
    std::filesystem::path labels;    // empty for published tables
    SequenceLimits limits;
    CandidateList candidates;
    std::vector<uint64_t> seeds{0, 1, 2, 3, 4};
    std::string commandLine; // for the provenance, with the version
    std::string version;
};

struct PreparedEvaluation {
    LabelledSequences data;
    std::vector<Candidate> candidates;
    EvaluationResult result; // without definitions and scores
};

// Throws InputError, OptionError, Stopped.
PreparedEvaluation prepareEvaluation(const std::string &task, const SequenceEvaluation &evaluation,
                                     Progress &progress, const std::stop_token &stop);

// Prepares each source of the evaluation (sequenceSources) and hands it over, one after the other,
// so that the vectors of only one are in memory. The result, without definitions and scores, is
// about all of them: of several the numbers are sums and the notes name their file. leftOut gets
// the contigs that no source looks at. Throws like prepareEvaluation, and OptionError for labels
// beside published tables in a folder.
EvaluationResult evaluateSources(const std::string &task, const SequenceEvaluation &evaluation,
                                 const std::function<void(const PreparedEvaluation &)> &takeSource,
                                 LabelledSequences &leftOut, Progress &progress,
                                 const std::stop_token &stop);

// The published length of contigs that are looked at: 10,000 bases in a folder named reference,
// 20,000 elsewhere.
int64_t publishedLongest(const std::filesystem::path &data);

// Name, label, kind and details of the candidate, no metrics yet.
CandidateScores withoutScores(const Candidate &candidate);

} // namespace helicase
