// Vectors without a model: what every model has to beat. No LibTorch type; immutable, thread-safe.
// Source: MAGICS-LAB/DNABERT_S, evaluate/utils.py; TNF-K: Nissen et al., Nature Biotechnology 2021
// (VAMB); DNA2Vec: Ng, arXiv 1701.06279.
#pragma once

#include "core/dataset/embedding_table.h"
#include "core/sequence/sequence.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// Tables that some baselines multiply with; they are not part of Helicase. Null: not given.
struct BaselineTables {
    std::shared_ptr<const Matrix> kernel;      // 256 x 103: tnf-k and tnf-k-compat
    std::shared_ptr<const Matrix> wordVectors; // 256 x 100: dna2vec

    // From .npz or .npy files; an empty path leaves its table out. Throws InputError for a table of
    // another shape or with values that are not finite.
    static BaselineTables read(const std::filesystem::path &kernel,
                               const std::filesystem::path &wordVectors);
};

// tnf           shares of the 256 words of 4 bases, letters in the order A, T, C, G, first letter
//               slowest
// tnf-merged    the 136 words left when a word and its reverse complement count as one
// K-mers, K-mers-merged   the same for words of K = 1 to 8 bases: "3-mers", "6-mers-merged"
// tnf-k         (tnf - 1/256) times the kernel, whose rows are in the order A, C, G, T
// tnf-k-compat  the same with the rows taken in the order A, T, C, G, as the published program does
// dna2vec       tnf times the word vectors
//
// Capitals, underscores and blanks are taken as they are meant: "TNF_K", " 3 mers". Words with
// other letters than A, C, G and T are skipped and counted; a sequence without any word gets zeros.
class Baseline {
public:
    // Throws OptionError for an unknown name and where a table is needed and not given.
    explicit Baseline(std::string_view name, const BaselineTables &tables = {});

    const std::string &name() const { return name_; }   // "tnf", "3-mers-merged"
    const std::string &label() const { return label_; } // "TNF", "3-mers, strands merged"
    int64_t width() const;

    // In the provenance: baseline, label, word_length, skipped_words, sequences_with_other_letters.
    // Throws Error when the vectors do not fit into memory.
    EmbeddingTable embed(std::span<const Sequence> sequences) const;

private:
    void useTable(std::shared_ptr<const Matrix> table, const char *option, int64_t columns);

    std::string name_;
    std::string label_;
    int wordLength_ = 4;
    bool isMerged_ = false;
    double offset_ = 0;                   // taken from each share before the product
    std::shared_ptr<const Matrix> table_; // [words, width], rows in the order of the shares
};

// "tnf, tnf-merged, K-mers, ...", for messages and help.
std::string baselineNames();

} // namespace helicase
