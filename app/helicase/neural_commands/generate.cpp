// helicase generate --model RUN --prompt ACGT -o OUT.fa: continues a sequence.
#include "app/helicase/core_commands/data_output.h"
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/neural/predict/gpt_predictor.h"
#include "core/neural/tensor/threads.h"

namespace helicase {

namespace {

constexpr size_t lettersPerLine = 80;

std::string fastaRecord(int64_t number, const OptionValues &options, std::string_view bases)
{
    std::string record =
        ">generated_" + std::to_string(number + 1) + " seed=" + options.text("seed") +
        " temperature=" + options.text("temperature") + " top_k=" + options.text("top-k") +
        " top_p=" + options.text("top-p") + "\n";
    for (size_t begin = 0; begin < bases.size(); begin += lettersPerLine)
        record.append(bases.substr(begin, lettersPerLine)).append("\n");
    return record;
}

} // namespace

ExitStatus runGenerate(const CommandLine &line)
{
    line.options.requireComplete();
    requireCpuInFloat32(line);
    useThreads(line.options.integer("threads"));
    const StopSignals signals;
    const auto progress = makeProgress(line);
    GptPredictor model(line.options.path("model"));
    GenerationRequest request{.prompt = line.options.text("prompt"),
                              .length = line.options.integer("length"),
                              .temperature = line.options.real("temperature"),
                              .topK = line.options.integer("top-k"),
                              .topP = line.options.real("top-p"),
                              .slide = line.options.integer("slide"),
                              .seed = static_cast<uint64_t>(line.options.integer("seed"))};
    DataOutput output(line.options.path("output"));
    const int64_t count = line.options.integer("count");
    for (; request.number < count; ++request.number) {
        const std::string text = model.generate(request, signals.token());
        output.write(model.isOfBases() ? fastaRecord(request.number, line.options, text)
                                       : text + "\n");
        progress->update(request.number + 1, count, "generating sequences");
    }
    output.finish();
    return ExitStatus::Done;
}

} // namespace helicase
