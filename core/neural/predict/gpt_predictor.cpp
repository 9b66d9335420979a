#include "core/neural/predict/gpt_predictor.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/model/gpt_folder.h"
#include "core/neural/predict/generation.h"
#include "core/neural/predict/likelihood.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace helicase {

namespace {

constexpr std::string_view baseLetters = "ACGT";

char complementOf(char base)
{
    constexpr std::string_view partners = "TGCA";
    return partners[baseLetters.find(base)];
}

// The value of both strands where both tell one.
float meanOf(float forward, float reverse)
{
    if (std::isnan(forward))
        return reverse;
    return std::isnan(reverse) ? forward : (forward + reverse) / 2;
}

} // namespace

double SequenceLikelihood::perplexity() const
{
    return scored == 0 ? std::nan("") : std::exp(-sum / static_cast<double>(scored));
}

struct GptPredictor::Internals {
    explicit Internals(const std::filesystem::path &path)
        : model(loadGpt(path)), tokenizer(gptTokenizer(path, model->config().vocabularySize))
    {
        ids.fill(noToken);
        for (int letter = 0; letter < 128; ++letter)
            if (const auto id = tokenizer->find(std::string(1, static_cast<char>(letter))))
                ids[static_cast<size_t>(letter)] = *id;
        isOfBases =
            model->config().vocabularySize == 4 && std::ranges::all_of(baseLetters, [&](char base) {
                return ids[static_cast<size_t>(base)] != noToken;
            });
        if (isOfBases)
            for (const char base : baseLetters)
                ids[static_cast<size_t>(base | 0x20)] = ids[static_cast<size_t>(base)];
    }

    TokenId idOf(char letter) const
    {
        const auto place = static_cast<unsigned char>(letter);
        return place < ids.size() ? ids[place] : noToken;
    }

    [[noreturn]] void refuse(std::string_view sequence, size_t place) const
    {
        throw Error("the letter " + printable(sequence.substr(place, 1)) + " at position " +
                        std::to_string(place + 1) + " is none of the model's " +
                        std::to_string(model->config().vocabularySize) + " letters",
                    "replace it, or leave such letters out with --unknown split");
    }

    std::vector<TokenId> encode(std::string_view text) const
    {
        std::vector<TokenId> tokens(text.size());
        for (size_t i = 0; i < text.size(); ++i)
            if ((tokens[i] = idOf(text[i])) == noToken)
                refuse(text, i);
        return tokens;
    }

    void scorePiece(std::span<const TokenId> tokens, LikelihoodStrands strands,
                    std::span<float> values, const std::stop_token &stop)
    {
        std::ranges::copy(tokenLogLikelihoods(model, tokens, stop), values.begin());
        if (strands == LikelihoodStrands::Forward)
            return;
        std::vector<TokenId> reverse(tokens.size());
        std::transform(tokens.rbegin(), tokens.rend(), reverse.begin(), [&](TokenId id) {
            return idOf(complementOf(tokenizer->token(id).front()));
        });
        const std::vector<float> others = tokenLogLikelihoods(model, reverse, stop);
        for (size_t i = 0; i < values.size(); ++i)
            values[i] = meanOf(values[i], others[values.size() - 1 - i]);
    }

    Gpt model;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::array<TokenId, 128> ids{};
    bool isOfBases = false;
};

GptPredictor::GptPredictor(const std::filesystem::path &model)
    : internals_(std::make_unique<Internals>(model))
{
}

GptPredictor::~GptPredictor() = default;

bool GptPredictor::isOfBases() const
{
    return internals_->isOfBases;
}

int64_t GptPredictor::context() const
{
    return internals_->model->config().context;
}

std::string GptPredictor::generate(const GenerationRequest &request, const std::stop_token &stop)
{
    const std::vector<TokenId> prompt = internals_->encode(request.prompt);
    RandomStream random(request.seed, "generated sequence " + std::to_string(request.number));
    const SamplingRules rules{
        .temperature = request.temperature, .topK = request.topK, .topP = request.topP};
    const int64_t slide =
        std::clamp<int64_t>(request.slide, 1, std::max<int64_t>(1, context() / 2));
    std::string text;
    for (const std::vector<TokenId> &tokens :
         {prompt,
          continueTokens(internals_->model, prompt, request.length, rules, slide, random, stop)})
        for (const TokenId id : tokens)
            text += internals_->tokenizer->token(id);
    return text;
}

SequenceLikelihood GptPredictor::likelihood(std::string_view sequence, ForeignLetters unknown,
                                            LikelihoodStrands strands, const std::stop_token &stop)
{
    if (strands == LikelihoodStrands::Both && !isOfBases())
        throw Error("the model's letters are more than the four bases: it reads one strand only",
                    "leave --both-strands out");
    SequenceLikelihood result;
    result.values.assign(sequence.size(), std::nanf(""));
    for (size_t begin = 0; begin < sequence.size();) {
        std::vector<TokenId> piece;
        size_t end = begin;
        for (; end < sequence.size() && internals_->idOf(sequence[end]) != noToken; ++end)
            piece.push_back(internals_->idOf(sequence[end]));
        if (end < sequence.size()) {
            if (unknown == ForeignLetters::Refuse)
                internals_->refuse(sequence, end);
            ++result.unknown;
        }
        internals_->scorePiece(piece, strands,
                               std::span(result.values).subspan(begin, piece.size()), stop);
        begin = end + 1;
    }
    for (const float value : result.values)
        if (!std::isnan(value)) {
            ++result.scored;
            result.sum += static_cast<double>(value);
        }
    return result;
}

} // namespace helicase
