#include "core/tokenizer/kmer_model.h"

#include "core/tokenizer/characters.h"
#include "core/tokenizer/packed_bases.h"

namespace helicase {

namespace {

constexpr size_t shortest = 3;
constexpr size_t longest = 8;

// Places of the last characters of a word, oldest first to go.
class RecentPlaces {
public:
    void add(size_t place) { places_[count_++ % longest] = place; }
    size_t count() const { return count_; }
    // The place so many characters back; 1: the last one.
    size_t back(size_t steps) const { return places_[(count_ - steps) % longest]; }

private:
    std::array<size_t, longest> places_{};
    size_t count_ = 0;
};

} // namespace

std::optional<size_t> kmerLengthOf(const Vocabulary &vocabulary)
{
    size_t length = 0;
    size_t kmers = 0;
    for (TokenId id = 0; id < vocabulary.end(); ++id) {
        const std::string *text = vocabulary.token(id);
        if (!text || text->empty() || leadingBases(*text) < text->size())
            continue;
        if (kmers > 0 && text->size() != length)
            return std::nullopt;
        length = text->size();
        ++kmers;
    }
    const bool isComplete =
        length >= shortest && length <= longest && kmers == size_t{1} << 2 * length;
    return isComplete ? std::optional(length) : std::nullopt;
}

std::unique_ptr<SubwordModel> KmerModel::makeIfSuitable(std::shared_ptr<const WordPieceRules> rules)
{
    const auto length = kmerLengthOf(rules->vocabulary);
    if (!length)
        return nullptr;
    return std::unique_ptr<SubwordModel>(new KmerModel(std::move(rules), *length));
}

KmerModel::KmerModel(std::shared_ptr<const WordPieceRules> rules, size_t length)
    : rules_(std::move(rules)), length_(length), tokens_(size_t{1} << 2 * length)
{
    for (TokenId id = 0; id < rules_->vocabulary.end(); ++id) {
        const std::string *text = rules_->vocabulary.token(id);
        if (!text || text->size() != length_ || leadingBases(*text) < length_)
            continue;
        size_t codes = 0;
        for (const char base : *text)
            codes = codes << 2 | PackedBases::codeOf(base);
        tokens_[codes] = id;
    }
}

void KmerModel::appendWord(std::string_view text, WordRange word, TokenSink &sink) const
{
    RecentPlaces places;
    size_t codes = 0;
    size_t bases = 0; // since the last letter that is none
    for (size_t place = word.begin; place < word.end;) {
        const CodePoint c = decodeFirst(text.substr(place, word.end - place));
        codes = (codes << 2 | PackedBases::codeOf(text[place])) % tokens_.size();
        bases = isBase(text[place]) ? bases + 1 : 0;
        places.add(place);
        place += static_cast<size_t>(c.bytes);
        if (places.count() >= length_)
            sink.add(bases >= length_ ? tokens_[codes] : rules_->unknown, places.back(length_),
                     place);
    }
    if (places.count() < length_)
        sink.add(rules_->vocabulary.find(text.substr(word.begin, word.end - word.begin))
                     .value_or(rules_->unknown),
                 word.begin, word.end);
}

void KmerModel::append(std::string_view text, TokenSink &sink) const
{
    for (const WordRange &word : wordsOf(text, rules_->preTokenizer))
        appendWord(text, word, sink);
}

} // namespace helicase
