// The model in the middle of a tokenizer: cuts text into the pieces of its vocabulary.
#pragma once

#include "core/base/progress.h"
#include "core/tokenizer/pre_tokenizer.h"
#include "core/tokenizer/vocabulary.h"

namespace helicase {

// Where the tokens of a text go, and whether they are still wanted.
struct TokenSink {
    std::vector<TokenId> &ids;
    std::vector<TokenSpan> *spans = nullptr; // null: the places are not wanted
    std::stop_token stop;

    // Throws Stopped now and then, when a stop was requested.
    void add(TokenId id, size_t begin, size_t end)
    {
        if (ids.size() % tokensBetweenStops == 0)
            throwIfStopped(stop);
        ids.push_back(id);
        if (spans)
            spans->push_back({static_cast<int32_t>(begin), static_cast<int32_t>(end)});
    }

    // Forgets the tokens from this one on.
    void dropFrom(size_t token)
    {
        if (spans)
            spans->resize(spans->size() - (ids.size() - token));
        ids.resize(token);
    }

private:
    static constexpr size_t tokensBetweenStops = 4096;
};

// Immutable; may be used from several threads at once.
class SubwordModel {
public:
    virtual ~SubwordModel() = default;
    // Adds the tokens of a text that holds no added tokens and is already normalised, with the bytes
    // that each stands for; the model cuts the text into words itself. Texts are shorter than 2^31
    // bytes. Throws Stopped within milliseconds of a request to stop.
    virtual void append(std::string_view text, TokenSink &sink) const = 0;
};

} // namespace helicase
