// A genome as token ids of its letters, on which a GPT is trained: the data preparation of DNA-LLM
// (inhyeoklee/DNA-LLM, 2_data_prep.py). A folder holds train.bin and val.bin (uint16, little
// endian), meta.json and meta.pkl as published. Memory does not grow with the genome.
#pragma once

#include "core/base/progress.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace helicase {

enum class GenomeAlphabet {
    Genome,      // the 40 characters of hg38 as text, names and line ends included
    Bases,       // A, C, G and T of the sequences; soft-masked and unknown letters are left out
    BasesOfText, // as published: every A, C, G and T of the text, those in names too
    Found        // as published for any genome: the characters that its text has, in their order
};

struct GenomeTokens {
    std::vector<std::string> letters; // by id
    int64_t characters = 0;           // of the text
    int64_t training = 0;             // tokens: the first int(0.9 n)
    int64_t validation = 0;
    int64_t softMasked = 0; // letters a, c, g and t that were left out
    int64_t unknown = 0;    // other letters of sequences that were left out

    // vocab_size, stoi, itos, n_train and n_val as published, and what was left out.
    nlohmann::json toJson() const;
};

// Reads a FASTA file (plain, gzip or BGZF) and writes the folder, each file when all are complete.
// Throws InputError with line and byte for a character that the alphabet lacks (Bases: that is no
// nucleotide code), and when there are too few letters to divide; DiskError; Stopped.
GenomeTokens writeGenomeTokens(const std::filesystem::path &genome, GenomeAlphabet alphabet,
                               const std::filesystem::path &folder, Progress &progress,
                               const std::stop_token &stop);

// A pickled dictionary of vocab_size, stoi and itos, with the bytes that Python 3.8 and later
// write.
std::string alphabetPickle(const std::vector<std::string> &letters);

} // namespace helicase
