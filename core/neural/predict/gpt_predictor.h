// A character GPT at work: letters in, letters or log-likelihoods out. What the commands and the
// window use. No LibTorch type. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

struct GenerationRequest {
    std::string prompt;
    int64_t length = 300; // letters after the prompt
    double temperature = 1;
    int64_t topK = 0;
    double topP = 1;
    int64_t slide = 64; // cut to half the context
    uint64_t seed = 1;
    int64_t number = 0; // of the sequence: each has random numbers of its own
};

enum class ForeignLetters { Refuse, Split };
enum class LikelihoodStrands { Forward, Both };

struct SequenceLikelihood {
    std::vector<float> values; // ln p of each letter; NaN where there is none
    int64_t scored = 0;
    int64_t unknown = 0; // letters that the model does not have
    double sum = 0;      // of the values
    // exp of the mean negative value; NaN when nothing is scored.
    double perplexity() const;
};

class GptPredictor {
public:
    // A model or run folder, or a published checkpoint (.pt). Throws InputError.
    explicit GptPredictor(const std::filesystem::path &model);
    ~GptPredictor();

    // A, C, G and T are its only letters.
    bool isOfBases() const;
    int64_t context() const;
    // The prompt and what was drawn after it. Letters of bases may be lower case. Throws Error for
    // letters that the model does not have; Stopped.
    std::string generate(const GenerationRequest &request, const std::stop_token &stop = {});
    // Both strands: the mean of the two, or the one there is; for models of bases only. Throws
    // Error that names the first letter that the model does not have (Refuse); Stopped.
    SequenceLikelihood likelihood(std::string_view sequence, ForeignLetters unknown,
                                  LikelihoodStrands strands, const std::stop_token &stop = {});

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

} // namespace helicase
