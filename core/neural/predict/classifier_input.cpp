#include "core/neural/predict/classifier_input.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/tokenizer/truncation.h"

#include <algorithm>

namespace helicase {

namespace {

// Encodes one example after another with one layout.
class ExampleEncoder {
public:
    ExampleEncoder(const ClassificationSet &set, const Tokenizer &tokenizer,
                   const ClassifierLayout &layout)
        : set_(set), tokenizer_(tokenizer), layout_(layout)
    {
        const Encoding empty;
        specials_ = std::ssize(tokenizer.assemble(empty, set.isPaired ? &empty : nullptr).ids);
        if (layout.maximumTokens <= specials_)
            throw Error(std::to_string(layout.maximumTokens) +
                            " tokens leave no room beside the special ones (" +
                            std::to_string(specials_) + ")",
                        "raise data.max_tokens", ExitStatus::WrongUsage);
    }

    Encoding encode(const ClassificationExample &example)
    {
        const std::string first = textOf(example.sequence);
        const std::string second = textOf(example.pair);
        const Encoding head = tokenizer_.encode(first, SpecialTokens::Omit);
        const Encoding tail =
            set_.isPaired ? tokenizer_.encode(second, SpecialTokens::Omit) : Encoding();
        if (head.ids.empty() || (set_.isPaired && tail.ids.empty()))
            throw InputError("the sequence has no token for the model (found " +
                                 printable(head.ids.empty() ? example.sequence : example.pair) +
                                 ")",
                             placeOf(example),
                             layout_.kmer > 0 ? "it is shorter than data.kmer" : "remove the row");
        wasCut = std::ssize(head.ids) + std::ssize(tail.ids) + specials_ > layout_.maximumTokens;
        if (!wasCut)
            return tokenizer_.assemble(head, set_.isPaired ? &tail : nullptr);
        const std::string_view view = second;
        return encodeTruncated(tokenizer_, first, set_.isPaired ? &view : nullptr,
                               SpecialTokens::Add, {.maximumLength = layout_.maximumTokens});
    }

    bool wasCut = false; // the example encoded last

private:
    Place placeOf(const ClassificationExample &example) const
    {
        if (example.line < 1)
            return {.file = set_.file};
        return {.file = set_.file, .line = example.line};
    }

    std::string textOf(const std::string &bases) const
    {
        return layout_.kmer > 0 ? kmerText(bases, layout_.kmer) : bases;
    }

    const ClassificationSet &set_;
    const Tokenizer &tokenizer_;
    const ClassifierLayout &layout_;
    int64_t specials_ = 0;
};

} // namespace

std::string kmerText(std::string_view bases, int64_t length)
{
    std::string text;
    const auto word = static_cast<size_t>(length);
    for (size_t start = 0; start + word <= bases.size(); ++start) {
        if (!text.empty())
            text += ' ';
        text += bases.substr(start, word);
    }
    return text;
}

EncodedExamples::EncodedExamples(const ClassificationSet &set, const Tokenizer &tokenizer,
                                 const ClassifierLayout &layout)
    : isPaired_(set.isPaired)
{
    ExampleEncoder encoder(set, tokenizer, layout);
    starts_.reserve(set.examples.size() + 1);
    for (const ClassificationExample &example : set.examples) {
        append(encoder.encode(example), tokenizer.unknownId());
        truncated_ += encoder.wasCut;
    }
}

void EncodedExamples::append(const Encoding &encoding, TokenId unknown)
{
    tokens_.insert(tokens_.end(), encoding.ids.begin(), encoding.ids.end());
    if (isPaired_)
        types_.insert(types_.end(), encoding.typeIds.begin(), encoding.typeIds.end());
    starts_.push_back(tokens());
    const auto unknowns = unknown == noToken ? 0 : std::ranges::count(encoding.ids, unknown);
    mostlyUnknown_ += 2 * unknowns > std::ssize(encoding.ids);
}

PackedBatch EncodedExamples::pack(std::span<const int64_t> rows) const
{
    std::vector<std::vector<TokenId>> sequences;
    std::vector<int64_t> types;
    sequences.reserve(rows.size());
    for (const int64_t row : rows) {
        const auto begin = starts_[static_cast<size_t>(row)];
        const auto end = starts_[static_cast<size_t>(row) + 1];
        sequences.emplace_back(tokens_.begin() + begin, tokens_.begin() + end);
        if (isPaired_)
            types.insert(types.end(), types_.begin() + begin, types_.begin() + end);
    }
    PackedBatch batch = helicase::pack(sequences);
    if (isPaired_)
        batch.tokenTypes = torch::tensor(types, torch::kInt64);
    return batch;
}

} // namespace helicase
