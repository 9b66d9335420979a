#include "app/helicase/core_commands/text_records.h"

#include "core/base/json_file.h"
#include "core/base/utf8.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

void refuseUnlessUtf8(const LineReader &lines, std::string_view line)
{
    const size_t valid = validUtf8Bytes(line);
    if (valid < line.size())
        throw InputError("is not UTF-8 text", lines.place(valid),
                         "convert the file, for example with iconv -t UTF-8");
}

} // namespace

TextRecordReader::TextRecordReader(const std::filesystem::path &file,
                                   std::optional<TextFormat> format, TabMeans tab)
    : tab_(tab)
{
    ByteStream stream(file, ByteStream::Access::Map);
    format_ = format ? *format : recogniseFormat(stream, tab);
    if (format_ == TextFormat::Fasta || format_ == TextFormat::Fastq)
        sequences_.emplace(std::move(stream));
    else
        lines_.emplace(std::move(stream));
}

TextRecord TextRecordReader::numbered()
{
    id_ = std::to_string(lines_->lineNumber());
    return {.id = id_};
}

TextRecord TextRecordReader::fromLine(std::string_view line)
{
    refuseUnlessUtf8(*lines_, line);
    TextRecord record = numbered();
    const size_t tab = tab_ == TabMeans::Pair ? line.find('\t') : std::string_view::npos;
    if (tab_ == TabMeans::Pair && tab == std::string_view::npos)
        throw InputError("found one text, expected two with a tab between", lines_->place());
    record.text = line.substr(0, tab);
    if (tab != std::string_view::npos)
        record.pair = line.substr(tab + 1);
    return record;
}

TextRecord TextRecordReader::fromCells()
{
    if (cells_.size() != columns_->count)
        throw InputError("found " + std::to_string(cells_.size()) + " cells, expected " +
                             std::to_string(columns_->count) + " as in the first row",
                         lines_->place());
    TextRecord record = numbered();
    record.text = cells_[columns_->text];
    if (columns_->pair)
        record.pair = cells_[*columns_->pair];
    if (columns_->id)
        record.id = cells_[*columns_->id];
    return record;
}

TextRecord TextRecordReader::fromJson(std::string_view line)
{
    nlohmann::json value;
    try {
        value = parseJson(line, lines_->file());
    } catch (const InputError &) {
        throw InputError("is not valid JSON", lines_->place());
    }
    if (!value.is_object() || !value.contains("text") || !value["text"].is_string())
        throw InputError("has no \"text\"", lines_->place(),
                         R"(each line is like {"id": "a", "text": "ACGT"})");
    TextRecord record = numbered();
    text_ = std::move(value["text"].get_ref<std::string &>());
    record.text = text_;
    if (value.contains("id")) {
        id_ = value["id"].is_string() ? value["id"].get<std::string>() : value["id"].dump();
        record.id = id_;
    }
    if (value.contains("text_pair") && value["text_pair"].is_string()) {
        pair_ = std::move(value["text_pair"].get_ref<std::string &>());
        record.pair = pair_;
    }
    return record;
}

std::optional<TextRecord> TextRecordReader::nextSequence()
{
    const auto sequence = sequences_->nextView();
    if (!sequence)
        return std::nullopt;
    return TextRecord{
        .id = sequence->id, .text = sequence->bases, .pair = std::nullopt, .isSequence = true};
}

std::optional<TextRecord> TextRecordReader::nextRow()
{
    const char separator = format_ == TextFormat::Csv ? ',' : '\t';
    while (const auto line = lines_->next()) {
        if (line->empty())
            continue;
        refuseUnlessUtf8(*lines_, *line);
        cells_ = cellsOf(*line, separator, lines_->place());
        const bool isFirst = !columns_;
        if (isFirst)
            columns_ = TextColumns::ofFirstRow(cells_);
        if (!isFirst || !columns_->hasHeader)
            return fromCells();
    }
    return std::nullopt;
}

std::optional<TextRecord> TextRecordReader::next()
{
    if (sequences_)
        return nextSequence();
    if (format_ == TextFormat::Csv || format_ == TextFormat::Tsv)
        return nextRow();
    while (const auto line = lines_->next())
        if (!line->empty())
            return format_ == TextFormat::JsonLines ? fromJson(*line) : fromLine(*line);
    return std::nullopt;
}

} // namespace helicase
