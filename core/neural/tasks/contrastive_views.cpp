#include "core/neural/tasks/contrastive_views.h"

#include "core/base/error.h"
#include "core/sequence/alphabet.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr std::string_view baseLetters = "ACGT";

// Upper or lower case like the original.
char likeCaseOf(char original, char letter)
{
    const bool isLower = original >= 'a' && original <= 'z';
    return isLower ? static_cast<char>(letter - 'A' + 'a') : letter;
}

char substitute(char base, RandomStream &random)
{
    const char upper = base >= 'a' && base <= 'z' ? static_cast<char>(base - 'a' + 'A') : base;
    const size_t own = baseLetters.find(upper == 'U' ? 'T' : upper);
    // A letter that is no base becomes any of the four.
    if (own == std::string_view::npos)
        return likeCaseOf(base, baseLetters[random.below(baseLetters.size())]);
    const size_t other = (own + 1 + random.below(baseLetters.size() - 1)) % baseLetters.size();
    return likeCaseOf(base, baseLetters[other]);
}

} // namespace

ViewMethod viewMethodFrom(const OptionValues &options)
{
    const std::string &name = options.text("objective.method");
    if (name == "same_species")
        return ViewMethod::SameSpecies;
    if (name == "dropout")
        return ViewMethod::Dropout;
    if (name == "double_strand")
        return options.flag("published.complement") ? ViewMethod::Complement
                                                    : ViewMethod::OtherStrand;
    return options.flag("published.deletions") ? ViewMethod::RandomDeletions
                                               : ViewMethod::Substitutions;
}

std::string substituted(std::string_view bases, double share, RandomStream &random)
{
    std::string result(bases);
    for (char &base : result)
        if (random.uniform() < share)
            base = substitute(base, random);
    return result;
}

std::string thinned(std::string_view bases, double share, RandomStream &random)
{
    if (bases.size() == 1)
        return std::string(bases);
    std::string result;
    for (const char base : bases)
        if (random.uniform() > share)
            result += base;
    if (result.empty())
        result = bases[random.below(bases.size())];
    return result;
}

std::string complemented(std::string_view bases)
{
    std::string result = reverseComplement(bases);
    std::ranges::reverse(result);
    return result;
}

ContrastiveViews::ContrastiveViews(std::vector<ContrastivePair> pairs, ViewMethod method,
                                   double mutatedShare)
    : pairs_(std::move(pairs)), method_(method), mutatedShare_(mutatedShare)
{
}

int64_t ContrastiveViews::size() const
{
    return method_ == ViewMethod::SameSpecies ? std::ssize(pairs_) : 2 * std::ssize(pairs_);
}

std::vector<std::string> ContrastiveViews::species() const
{
    std::vector<std::string> result;
    while (std::ssize(result) < size())
        for (const ContrastivePair &pair : pairs_)
            result.push_back(pair.label);
    return result;
}

ContrastivePair ContrastiveViews::draw(int64_t item, RandomStream &random) const
{
    const int64_t count = std::ssize(pairs_);
    const ContrastivePair &pair = pairs_[static_cast<size_t>(item % count)];
    const std::string &sequence = item < count ? pair.first : pair.second;
    switch (method_) {
    case ViewMethod::SameSpecies:
        return pair;
    case ViewMethod::Dropout:
        return {sequence, sequence, pair.label};
    case ViewMethod::OtherStrand:
        return {sequence, reverseComplement(sequence), pair.label};
    case ViewMethod::Complement:
        return {sequence, complemented(sequence), pair.label};
    case ViewMethod::Substitutions:
    case ViewMethod::RandomDeletions:
        break;
    }
    const auto change = method_ == ViewMethod::Substitutions ? substituted : thinned;
    const std::string first = change(sequence, mutatedShare_, random);
    return {first, change(sequence, mutatedShare_, random), pair.label};
}

} // namespace helicase
