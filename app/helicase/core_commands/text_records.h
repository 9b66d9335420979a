// The texts that a command works on: FASTA, FASTQ, one text per line, or JSON lines
// ({"id": ..., "text": ..., "text_pair": ...}); plain, gzip or BGZF; from a file or standard input
// ("-").
#pragma once

#include "core/sequence/line_reader.h"
#include "core/sequence/sequence_reader.h"

#include <string>
#include <variant>

namespace helicase {

enum class TextFormat { Fasta, Fastq, Lines, JsonLines };

// Nothing for "auto".
std::optional<TextFormat> textFormatNamed(std::string_view name);

struct TextRecord {
    std::string id; // of the record; the line's number where it has no name
    std::string text;
    std::optional<std::string> pair;
    bool isSequence = false; // came from FASTA or FASTQ
};

class TextRecordReader {
public:
    enum class TabMeans { Text, Pair };

    // Without a format it is recognised by the first line that is not blank. What cannot be read
    // twice (a pipe) is then copied to a temporary file first. Throws InputError.
    TextRecordReader(const std::filesystem::path &file, std::optional<TextFormat> format,
                     TabMeans tab);
    ~TextRecordReader();
    // The next record; blank lines are passed over. Throws InputError.
    std::optional<TextRecord> next();

private:
    TextRecord fromLine(std::string_view line) const;
    TextRecord fromJson(std::string_view line) const;

    TextFormat format_ = TextFormat::Lines;
    TabMeans tab_ = TabMeans::Text;
    int copy_ = -1; // the temporary file
    std::optional<LineReader> lines_;
    std::optional<SequenceReader> sequences_;
};

} // namespace helicase
