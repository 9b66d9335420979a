// What a GPT learns from: the ids of letters, training and validation part, either from a folder of
// `helicase data genome` (mapped, never read whole) or from FASTA files. Immutable; any thread.
#pragma once

#include "core/dataset/token_file.h"
#include "core/run/option_values.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace helicase {

class GptData {
public:
    // "data.tokens" or "data.sequences": exactly one. Of FASTA files the letters A, C, G and T
    // count; the last tenth of each file is for validation. Throws OptionError, InputError; also
    // when a part is no longer than a window of `context` letters.
    GptData(const OptionValues &options, int64_t context);

    const std::vector<std::string> &letters() const { return letters_; }
    int64_t count(TokenPart part) const;
    // So many ids. Throws InputError for ids without a letter.
    std::span<const uint16_t> window(TokenPart part, int64_t first, int64_t count) const;
    // "full" and "vocab4" as published: the last part of the folder's name, or by the letters.
    const std::string &mode() const { return mode_; }
    // By id the id of the complementary base. Throws OptionError when the letters are not A, C, G,
    // T.
    std::vector<uint16_t> complements() const;

private:
    struct Mapped {
        explicit Mapped(const std::filesystem::path &folder)
            : training(folder, TokenPart::Train), validation(folder, TokenPart::Validation)
        {
        }
        TokenFile training;
        TokenFile validation;
    };
    void readSequences(const std::filesystem::path &path);
    void requireWindows(const std::filesystem::path &path, int64_t context) const;

    std::optional<Mapped> mapped_;
    std::vector<uint16_t> training_; // of FASTA files
    std::vector<uint16_t> validation_;
    std::vector<std::string> letters_;
    std::string mode_;
};

} // namespace helicase
