// helicase predict INPUT... --model RUN|DIR -o predictions.tsv
#include "app/helicase/core_commands/data_output.h"
#include "app/helicase/core_commands/text_records.h"
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/neural/predict/sequence_predictor.h"
#include "core/neural/tensor/threads.h"

#include <algorithm>
#include <charconv>
#include <iostream>

namespace helicase {

namespace {

constexpr size_t recordsAtOnce = 4096;

std::string shortText(float value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return std::string(text, end.ptr);
}

std::string oneCell(std::string_view text)
{
    std::string cell(text);
    std::ranges::replace_if(
        cell, [](char letter) { return letter == '\t' || letter == '\n'; }, ' ');
    return cell;
}

// Collects records and writes a row for each: id, predicted class, the probability of every class;
// of a regression id and value.
class PredictionWriter {
public:
    PredictionWriter(const CommandLine &line, const std::stop_token &stop)
        : predictor_(line.options.path("model")), output_(line.options.path("output")),
          progress_(makeProgress(line)), stop_(stop)
    {
        std::string header = "id\tpredicted";
        if (!predictor_.isRegression())
            for (const std::string &name : predictor_.classes())
                header += "\tprobability." + oneCell(name);
        output_.write(header + "\n");
    }

    void begin(const std::filesystem::path &file)
    {
        flush();
        set_.file = file;
    }

    void add(const TextRecord &record)
    {
        const bool isPaired = record.pair.has_value();
        if (!set_.examples.empty() &&
            (set_.isPaired != isPaired || set_.examples.size() == recordsAtOnce))
            flush();
        set_.isPaired = isPaired;
        ids_.emplace_back(record.id);
        set_.examples.push_back(
            {.sequence = std::string(record.text), .pair = std::string(record.pair.value_or(""))});
    }

    // The number of rows. Throws InputError when there is none.
    int64_t finish()
    {
        flush();
        if (written_ == 0)
            throw InputError("there is no sequence in the input", {.file = set_.file});
        output_.finish();
        return written_;
    }

    const SequencePredictor &predictor() const { return predictor_; }

private:
    void flush()
    {
        if (set_.examples.empty())
            return;
        const Matrix outputs = predictor_.predict(set_, *progress_, stop_);
        for (int64_t row = 0; row < outputs.rows(); ++row)
            output_.write(rowText(ids_[static_cast<size_t>(row)], outputs.row(row)));
        written_ += outputs.rows();
        set_.examples.clear();
        ids_.clear();
    }

    std::string rowText(const std::string &id, std::span<const float> values) const
    {
        std::string text = oneCell(id) + '\t' + oneCell(predictor_.predicted(values));
        if (!predictor_.isRegression())
            for (const float value : values)
                text += '\t' + shortText(value);
        return text + '\n';
    }

    SequencePredictor predictor_;
    DataOutput output_;
    std::unique_ptr<Progress> progress_;
    std::stop_token stop_;
    ClassificationSet set_;
    std::vector<std::string> ids_;
    int64_t written_ = 0;
};

} // namespace

ExitStatus runPredict(const CommandLine &line)
{
    const StopSignals signals;
    const OptionValues &options = line.options;
    options.requireComplete();
    requireCpuInFloat32(line);
    if (line.inputs.empty())
        throw OptionError("INPUT", "a file of sequences is needed",
                          "name a FASTA, CSV or text file, or -");
    useThreads(options.integer("threads"));
    const auto format = textFormatNamed(options.text("input-format"));
    const TabMeans tab = options.flag("pair") ? TabMeans::Pair : TabMeans::Text;
    PredictionWriter writer(line, signals.token());
    for (const std::string &input : line.inputs) {
        writer.begin(input);
        TextRecordReader reader(input, format, tab);
        while (const auto record = reader.next())
            writer.add(*record);
    }
    const int64_t written = writer.finish();
    if (const int64_t cut = writer.predictor().truncated(); cut > 0)
        std::cerr << "helicase: " << cut << " of " << written << " sequences were cut to "
                  << writer.predictor().maximumTokens() << " tokens\n";
    return ExitStatus::Done;
}

} // namespace helicase
