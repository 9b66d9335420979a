// What an evaluation compares: vectors of the same sequences from models, baselines and files.
// No LibTorch type.
#pragma once

#include "core/base/progress.h"
#include "core/neural/embed/baseline.h"
#include "core/neural/embed/embedder.h"
#include "core/neural/evaluate/evaluation_result.h"
#include "core/neural/evaluate/labelled_sequences.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

// Names of what to compare, as a user gives them.
struct CandidateList {
    std::vector<std::filesystem::path> models;     // model or run folders
    std::vector<std::string> baselines;            // names of Baseline
    std::vector<std::filesystem::path> embeddings; // files of writeEmbeddings, joined by id
    BaselineTables tables;
    EmbedSettings settings;
    Arithmetic arithmetic = Arithmetic::Float32; // of the models
};

struct Candidate {
    std::string name;
    std::string label;
    CandidateKind kind = CandidateKind::Model;
    Matrix unitVectors;          // rows of unit length in the order of the sequences
    std::vector<double> lengths; // of the rows before
    nlohmann::json details = nlohmann::json::object();
};

// The rows as the candidate gave them.
Matrix originalVectors(const Candidate &candidate);

// Opens everything before the first sequence is embedded, so that a wrong path costs no time. Names
// are made unique. What was cut or is missing goes to notes. Throws InputError (no model, a file
// that lacks an id, vectors that are not finite), OptionError (unknown baseline, nothing to
// compare), Stopped.
std::vector<Candidate> makeCandidates(const CandidateList &list, const LabelledSequences &data,
                                      std::vector<std::string> &notes, Progress &progress,
                                      std::stop_token stop = {});

} // namespace helicase
