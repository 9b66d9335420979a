// What a report says of a file of embeddings: what is in it, how it looks, and how well its
// clusters and bins match the labels, with baselines on the same sequences beside it. No LibTorch
// type.
#pragma once

#include "core/base/progress.h"
#include "core/report/report_page.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace helicase {

struct EmbeddingReport {
    std::filesystem::path embeddings;
    std::filesystem::path
        sequences;                 // empty: the file that the embeddings name, if it is still there
    std::filesystem::path labels;  // TSV or CAMI file; empty: the labels kept beside the vectors
    std::filesystem::path scratch; // folder for the tables of the evaluations
    std::string commandLine;
    std::string version;
};

// What cannot be shown, for want of sequences or labels, is said in a note. Throws InputError,
// DiskError, Stopped.
void addEmbedding(ReportPage &page, const EmbeddingReport &report, Progress &progress,
                  std::stop_token stop = {});

} // namespace helicase
