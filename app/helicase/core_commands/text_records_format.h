// In which form an input holds its texts.
#pragma once

#include "core/sequence/byte_stream.h"

#include <optional>
#include <string_view>

namespace helicase {

enum class TextFormat { Fasta, Fastq, Lines, Csv, Tsv, JsonLines };

// Nothing for "auto".
std::optional<TextFormat> textFormatNamed(std::string_view name);

// What a tab in a line stands for.
enum class TabMeans { Text, Pair };

// By what is in memory of a stream, or has been read now: its first line that is not blank. Throws
// InputError.
TextFormat recogniseFormat(ByteStream &stream, TabMeans tab);

} // namespace helicase
