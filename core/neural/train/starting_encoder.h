// The encoder that a task begins with when no weights are given, and whether given ones fit the
// tokenizer. Functions without state.
#pragma once

#include "core/neural/model/encoder_config.h"
#include "core/run/option_values.h"

#include <filesystem>

namespace helicase {

// From "model.width", "model.layers", "model.heads", "model.feed_forward" and "model.dropout".
// Throws OptionError for a width that the heads do not divide.
EncoderConfig freshEncoderConfig(const OptionValues &options, int64_t vocabularySize);

// Throws InputError when the tokenizer has more tokens than the model of the folder.
void requireRoomForTokens(const EncoderConfig &config, int64_t vocabularySize,
                          const std::filesystem::path &folder);

} // namespace helicase
