// The options of tokenize and of the commands about tokenizers. Each table is built once.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

const OptionTable &tokenizeOptions();
const OptionTable &tokenizerTrainOptions();
const OptionTable &tokenizerUnifyOptions();
const OptionTable &tokenListOptions();
const OptionTable &tokenizerAddTokensOptions();

} // namespace helicase
