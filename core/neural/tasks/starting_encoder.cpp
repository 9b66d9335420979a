#include "core/neural/tasks/starting_encoder.h"

#include "core/base/error.h"

namespace helicase {

EncoderConfig freshEncoderConfig(const OptionValues &options, int64_t vocabularySize)
{
    const EncoderConfig config{.vocabularySize = vocabularySize,
                               .width = options.integer("model.width"),
                               .layers = options.integer("model.layers"),
                               .heads = options.integer("model.heads"),
                               .feedForwardWidth = options.integer("model.feed_forward"),
                               .dropout = options.real("model.dropout")};
    if (config.width % config.heads != 0)
        throw OptionError("model.width",
                          options.text("model.width") + " is not divisible by model.heads (" +
                              options.text("model.heads") + ")",
                          "make the width a multiple of the heads");
    return config;
}

} // namespace helicase
