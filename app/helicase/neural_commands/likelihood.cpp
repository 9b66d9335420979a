// helicase likelihood INPUT.fa --model RUN -o OUT.bedgraph: how likely each base is.
#include "app/helicase/core_commands/data_output.h"
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/error.h"
#include "core/neural/predict/gpt_predictor.h"
#include "core/neural/tensor/threads.h"
#include "core/sequence/sequence_reader.h"

#include <charconv>
#include <cmath>
#include <iostream>
#include <optional>

namespace helicase {

namespace {

std::string shortNumber(double value, int digits)
{
    char text[32];
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits).ptr;
    return std::string(text, end);
}

// 0-based, half-open; bases without a value have no line.
void writeBedGraph(DataOutput &output, std::string_view name, const SequenceLikelihood &likelihood)
{
    for (size_t base = 0; base < likelihood.values.size(); ++base) {
        const float value = likelihood.values[base];
        if (std::isnan(value))
            continue;
        output.write(std::string(name) + "\t" + std::to_string(base) + "\t" +
                     std::to_string(base + 1) + "\t" + shortNumber(static_cast<double>(value), 6) +
                     "\n");
    }
}

std::string tableRow(std::string_view name, const SequenceLikelihood &likelihood)
{
    return std::string(name) + "\t" + std::to_string(likelihood.values.size()) + "\t" +
           std::to_string(likelihood.scored) + "\t" + std::to_string(likelihood.unknown) + "\t" +
           shortNumber(likelihood.sum, 8) + "\t" + shortNumber(likelihood.perplexity(), 6) + "\n";
}

} // namespace

ExitStatus runLikelihood(const CommandLine &line)
{
    line.options.requireComplete();
    requireCpuInFloat32(line);
    useThreads(line.options.integer("threads"));
    if (line.inputs.empty())
        throw Error("a file of sequences is missing",
                    "helicase likelihood INPUT.fa --model RUN -o OUT.bedgraph",
                    ExitStatus::WrongUsage);
    const StopSignals signals;
    GptPredictor model(line.options.path("model"));
    const auto unknown =
        line.options.text("unknown") == "split" ? ForeignLetters::Split : ForeignLetters::Refuse;
    const auto strands =
        line.options.flag("both-strands") ? LikelihoodStrands::Both : LikelihoodStrands::Forward;
    std::optional<DataOutput> output;
    if (const std::filesystem::path file = line.options.path("output"); !file.empty())
        output.emplace(file).write("track type=bedGraph name=\"log-likelihood (nats)\"\n");
    std::string table = "sequence\tbases\tscored\tunknown\tlog_likelihood\tperplexity\n";
    for (const std::string &input : line.inputs) {
        SequenceReader reader(input);
        while (const auto sequence = reader.nextView()) {
            SequenceLikelihood likelihood;
            try {
                likelihood = model.likelihood(sequence->bases, unknown, strands, signals.token());
            } catch (const Stopped &) {
                throw;
            } catch (const Error &error) {
                throw InputError("sequence " + std::string(sequence->id) + ": " + error.what(),
                                 {.file = input}, error.hint());
            }
            if (output)
                writeBedGraph(*output, sequence->id, likelihood);
            table += tableRow(sequence->id, likelihood);
        }
    }
    if (output)
        output->finish();
    std::cout << table;
    return ExitStatus::Done;
}

} // namespace helicase
