// The encoder that a task begins with when no weights are given. Functions without state.
#pragma once

#include "core/neural/model/encoder_config.h"
#include "core/run/option_values.h"

#include <filesystem>

namespace helicase {

// From "model.width", "model.layers", "model.heads", "model.feed_forward" and "model.dropout".
// Throws OptionError for a width that the heads do not divide.
EncoderConfig freshEncoderConfig(const OptionValues &options, int64_t vocabularySize);

} // namespace helicase
