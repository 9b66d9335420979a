#include "app/helicase/core_commands/text_records.h"

#include "core/base/json_file.h"
#include "core/base/text.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace helicase {

namespace {

bool canBeReadTwice(const std::filesystem::path &file)
{
    std::error_code ignored;
    return file != "-" && !std::filesystem::is_fifo(file, ignored) &&
           !std::filesystem::is_character_file(file, ignored);
}

void writeAll(int target, const char *bytes, size_t count)
{
    while (count > 0) {
        const ssize_t written = ::write(target, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throw DiskError("copy the input to a temporary file in",
                            std::filesystem::temp_directory_path(), errno);
        bytes += written;
        count -= static_cast<size_t>(written);
    }
}

// A copy without a name; it vanishes when it is closed.
int copyOf(const std::filesystem::path &file)
{
    const int source =
        file == "-" ? ::dup(STDIN_FILENO) : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (source < 0)
        throw InputError("cannot be opened", {.file = file});
    const std::filesystem::path folder = std::filesystem::temp_directory_path();
    const int copy = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (copy < 0)
        throw DiskError("make a temporary file in", folder, errno);
    std::array<char, 1 << 16> buffer;
    for (ssize_t count; (count = ::read(source, buffer.data(), buffer.size())) != 0;) {
        if (count < 0 && errno != EINTR)
            throw InputError("cannot be read", {.file = file});
        if (count > 0)
            writeAll(copy, buffer.data(), static_cast<size_t>(count));
    }
    ::close(source);
    return copy;
}

TextFormat recognise(const std::filesystem::path &file)
{
    LineReader lines(file);
    while (const auto line = lines.next()) {
        const std::string_view text = trim(*line);
        if (text.empty())
            continue;
        if (text[0] == '{' && text.back() == '}')
            return TextFormat::JsonLines;
        return text[0] == '>'   ? TextFormat::Fasta
               : text[0] == '@' ? TextFormat::Fastq
                                : TextFormat::Lines;
    }
    return TextFormat::Lines;
}

} // namespace

std::optional<TextFormat> textFormatNamed(std::string_view name)
{
    if (name == "fasta")
        return TextFormat::Fasta;
    if (name == "fastq")
        return TextFormat::Fastq;
    if (name == "lines")
        return TextFormat::Lines;
    if (name == "jsonl")
        return TextFormat::JsonLines;
    return std::nullopt;
}

TextRecordReader::TextRecordReader(const std::filesystem::path &file,
                                   std::optional<TextFormat> format, TabMeans tab)
    : tab_(tab)
{
    std::filesystem::path source = file;
    if (!format && !canBeReadTwice(file)) {
        copy_ = copyOf(file);
        source = "/proc/self/fd/" + std::to_string(copy_);
    }
    format_ = format ? *format : recognise(source);
    if (format_ == TextFormat::Fasta || format_ == TextFormat::Fastq)
        sequences_.emplace(source);
    else
        lines_.emplace(source);
}

TextRecordReader::~TextRecordReader()
{
    if (copy_ >= 0)
        ::close(copy_);
}

TextRecord TextRecordReader::fromLine(std::string_view line) const
{
    TextRecord record{.id = std::to_string(lines_->lineNumber())};
    const size_t tab = tab_ == TabMeans::Pair ? line.find('\t') : std::string_view::npos;
    if (tab_ == TabMeans::Pair && tab == std::string_view::npos)
        throw InputError("found one text, expected two with a tab between", lines_->place());
    record.text = line.substr(0, tab);
    if (tab != std::string_view::npos)
        record.pair = std::string(line.substr(tab + 1));
    return record;
}

TextRecord TextRecordReader::fromJson(std::string_view line) const
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
    TextRecord record{.id = std::to_string(lines_->lineNumber()),
                      .text = value["text"].get<std::string>()};
    if (value.contains("id"))
        record.id = value["id"].is_string() ? value["id"].get<std::string>() : value["id"].dump();
    if (value.contains("text_pair") && value["text_pair"].is_string())
        record.pair = value["text_pair"].get<std::string>();
    return record;
}

std::optional<TextRecord> TextRecordReader::next()
{
    if (sequences_) {
        auto sequence = sequences_->next();
        if (!sequence)
            return std::nullopt;
        return TextRecord{.id = std::move(sequence->id),
                          .text = std::move(sequence->bases),
                          .pair = std::nullopt,
                          .isSequence = true};
    }
    while (const auto line = lines_->next())
        if (!line->empty())
            return format_ == TextFormat::JsonLines ? fromJson(*line) : fromLine(*line);
    return std::nullopt;
}

} // namespace helicase
