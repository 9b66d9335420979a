// The texts that a command works on: FASTA, FASTQ, one text per line, a column of a CSV or TSV
// table, or JSON lines ({"id": ..., "text": ..., "text_pair": ...}); plain, gzip or BGZF; from a
// file or standard input ("-").
#pragma once

#include "app/helicase/core_commands/text_records_columns.h"
#include "app/helicase/core_commands/text_records_format.h"
#include "core/sequence/line_reader.h"
#include "core/sequence/sequence_reader.h"

#include <nlohmann/json_fwd.hpp>

namespace helicase {

// Valid until the reader's next record.
struct TextRecord {
    std::string_view id; // of the record; the line's number where it has no name
    std::string_view text;
    std::optional<std::string_view> pair;
    bool isSequence = false; // came from FASTA or FASTQ
};

class TextRecordReader {
public:
    // Without a format it is recognised by content. Throws InputError.
    TextRecordReader(const std::filesystem::path &file, std::optional<TextFormat> format,
                     TabMeans tab);
    // The next record; blank lines are passed over. Throws InputError.
    std::optional<TextRecord> next();

private:
    std::optional<TextRecord> nextSequence();
    std::optional<TextRecord> nextRow();
    TextRecord fromLine(std::string_view line);
    TextRecord fromCells();
    TextRecord fromJson(std::string_view line);
    // A record of the line read last that is not named.
    TextRecord numbered();

    TextFormat format_ = TextFormat::Lines;
    TabMeans tab_;
    std::optional<LineReader> lines_;
    std::optional<SequenceReader> sequences_;
    std::optional<TextColumns> columns_; // known from the first row on
    // What a record's views show when they do not show the file itself.
    std::string id_;
    std::string text_;
    std::string pair_;
    std::vector<std::string> cells_;
};

} // namespace helicase
