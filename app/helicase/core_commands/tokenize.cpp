// helicase tokenize INPUT...
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/data_output.h"
#include "app/helicase/core_commands/text_records.h"
#include "app/helicase/core_commands/tokenize_request.h"
#include "core/base/tsv.h"
#include "core/tokenizer/encoding_writer.h"
#include "core/tokenizer/unknown_words.h"

namespace helicase {

namespace {

// All records of all inputs are one batch: the longest is known at the end.
struct Batch {
    std::vector<std::string> ids;
    std::vector<Encoding> encodings;
};

void writeUnknownWords(const UnknownWords &unknown, const std::filesystem::path &file)
{
    TsvTable table{.columns = {"word", "times", "record", "place"}};
    for (const UnknownWords::Word &word : unknown.words())
        table.rows.push_back(
            {word.text, std::to_string(word.times), word.record, std::to_string(word.place)});
    writeTsv(file, table);
}

// Reads, encodes and hands on every record of the shard.
template <typename Receive>
void forEachRecord(const CommandLine &line, const Receive &receive)
{
    const OptionValues &options = line.options;
    const auto format = textFormatNamed(options.text("input-format"));
    const TabMeans tab = options.flag("pair") ? TabMeans::Pair : TabMeans::Text;
    const Shard shard(options);
    int64_t number = 0;
    for (const std::string &input : line.inputs) {
        TextRecordReader reader(input, format, tab);
        while (const auto record = reader.next())
            if (shard.has(number++))
                receive(*record);
    }
}

} // namespace

ExitStatus runTokenize(const CommandLine &line)
{
    line.options.requireComplete();
    const TokenizeRequest request(line.options);
    const auto format = encodingFormatNamed(line.options.text("format"));
    const std::filesystem::path unknownFile = line.options.path("unknown-words");
    DataOutput output(line.options.path("output"));
    EncodingWriter writer(request.tokenizer(), format,
                          [&](std::string_view text) { output.write(text); });
    const bool needsColumns =
        format == EncodingFormat::JsonLines || request.padding() || !unknownFile.empty();
    UnknownWords unknown;
    Batch batch;
    forEachRecord(line, [&](const TextRecord &record) {
        Encoding encoding = needsColumns ? request.encode(record) : request.encodeIds(record);
        if (!unknownFile.empty())
            unknown.add(std::string(record.id), record.text, encoding,
                        request.tokenizer().unknownId());
        if (!request.padding()) {
            writer.write(record.id, encoding);
            return;
        }
        batch.ids.emplace_back(record.id);
        batch.encodings.push_back(std::move(encoding));
    });
    if (request.padding())
        pad(batch.encodings, *request.padding());
    for (size_t i = 0; i < batch.ids.size(); ++i)
        writer.write(batch.ids[i], batch.encodings[i]);
    if (!unknownFile.empty())
        writeUnknownWords(unknown, unknownFile);
    output.finish();
    return ExitStatus::Done;
}

} // namespace helicase
