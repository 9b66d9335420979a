#include "core/neural/embed/embed_settings.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/tensor/tile_product.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

std::string_view poolingName(Pooling pooling)
{
    return pooling == Pooling::Cls ? "cls" : pooling == Pooling::Max ? "max" : "mean";
}

std::string_view strandName(OtherStrand strand)
{
    return strand == OtherStrand::Average       ? "average"
           : strand == OtherStrand::Concatenate ? "concat"
                                                : "none";
}

Pooling poolingFrom(std::string_view name)
{
    for (const Pooling pooling : {Pooling::Mean, Pooling::Cls, Pooling::Max})
        if (name == poolingName(pooling))
            return pooling;
    throw OptionError("pooling", printable(name) + " is not one of mean, cls, max",
                      "several are joined by a plus sign: mean+cls");
}

} // namespace

std::vector<Pooling> poolingsFrom(std::string_view names)
{
    std::vector<Pooling> poolings;
    for (const std::string_view name : split(names, '+')) {
        const Pooling pooling = poolingFrom(trim(name));
        if (std::ranges::find(poolings, pooling) != poolings.end())
            throw OptionError("pooling", std::string(poolingName(pooling)) + " is named twice");
        poolings.push_back(pooling);
    }
    return poolings;
}

std::string namesOf(const std::vector<Pooling> &poolings)
{
    std::vector<std::string> names;
    for (const Pooling pooling : poolings)
        names.emplace_back(poolingName(pooling));
    return join(names, "+");
}

OtherStrand otherStrandFrom(std::string_view name)
{
    for (const OtherStrand strand :
         {OtherStrand::Ignore, OtherStrand::Average, OtherStrand::Concatenate})
        if (name == strandName(strand))
            return strand;
    throw OptionError("reverse-complement",
                      printable(name) + " is not one of none, average, concat");
}

Arithmetic arithmeticFrom(std::string_view name)
{
    if (name == "fp32")
        return Arithmetic::Float32;
    if (name == "bf16")
        return Arithmetic::BFloat16;
    if (name == "auto")
        return hasHalfTiles() ? Arithmetic::BFloat16 : Arithmetic::Float32;
    throw OptionError("precision", printable(name) + " is not one of auto, fp32, bf16");
}

std::string_view nameOf(Arithmetic arithmetic)
{
    return arithmetic == Arithmetic::BFloat16 ? "bf16" : "fp32";
}

int64_t layerNumber(const EmbedSettings &settings, int64_t layers)
{
    const int64_t layer = settings.layer < 0 ? layers + 1 + settings.layer : settings.layer;
    if (layer < 0 || layer > layers)
        throw OptionError("layer",
                          "found " + std::to_string(settings.layer) + " for a model of " +
                              std::to_string(layers) + " layers",
                          "0 is the embedding layer, " + std::to_string(layers) +
                              " or -1 the last");
    return layer;
}

int64_t vectorsPerRow(const EmbedSettings &settings)
{
    return std::ssize(settings.poolings) *
           (settings.otherStrand == OtherStrand::Concatenate ? 2 : 1);
}

void check(const EmbedSettings &settings)
{
    constexpr int64_t usualSpecialTokens = 2;
    const int64_t room = settings.maximumTokens - usualSpecialTokens;
    if (settings.windowOverlap < 0 || settings.windowOverlap >= std::max<int64_t>(room, 1))
        throw OptionError("window-overlap",
                          "found " + std::to_string(settings.windowOverlap) + " for windows of " +
                              std::to_string(settings.maximumTokens) + " tokens",
                          "a window must go beyond the one before");
    const bool isMean = settings.poolings == std::vector{Pooling::Mean};
    if (settings.contrastiveHead &&
        (!isMean || settings.otherStrand == OtherStrand::Concatenate || settings.layer != -1))
        throw OptionError("contrastive-head",
                          "the head was trained on the mean of the last layer's tokens",
                          "leave pooling and layer as they are, and do not put strands side by "
                          "side");
}

std::map<std::string, std::string> described(const EmbedSettings &settings)
{
    std::map<std::string, std::string> text{
        {"pooling", namesOf(settings.poolings)},
        {"reverse_complement", std::string(strandName(settings.otherStrand))},
        {"max_tokens", std::to_string(settings.maximumTokens)},
        {"layer", std::to_string(settings.layer)},
        {"long_sequences", settings.longSequences == LongSequences::Windows ? "windows" : "cut"}};
    if (settings.longSequences == LongSequences::Windows)
        text["window_overlap"] = std::to_string(settings.windowOverlap);
    if (settings.contrastiveHead)
        text["contrastive_head"] = "true";
    return text;
}

} // namespace helicase
