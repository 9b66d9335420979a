// What the evaluations of labelled contigs (clustering, few-shot, binning) start from: the contigs
// with their species, and the vectors of each candidate. No LibTorch type.
#pragma once

#include "core/neural/evaluate/candidate.h"

namespace helicase {

struct SequenceEvaluation {
    std::filesystem::path sequences;
    std::filesystem::path labels;
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

// Name, label, kind and details of the candidate, no metrics yet.
CandidateScores withoutScores(const Candidate &candidate);

} // namespace helicase
