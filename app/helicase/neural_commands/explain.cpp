// helicase explain --model RUN --sequences FILE --window NAME -o DIR: why a window is scored as it
// is.
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/window_sequence.h"
#include "core/motif/motif_reader.h"
#include "core/neural/explain/explanation_files.h"
#include "core/neural/tensor/threads.h"

#include <iostream>

namespace helicase {

ExitStatus runExplain(const CommandLine &line)
{
    const OptionValues &options = line.options;
    options.requireComplete();
    requireCpuInFloat32(line);
    useThreads(options.integer("threads"));
    const StopSignals signals;
    const WindowSequence window =
        readWindowSequence(options.path("sequences"), options.text("window"));
    const auto length = std::ssize(window.bases);
    const int64_t first = options.integer("first") - 1;
    const int64_t asked = options.integer("bases");
    std::vector<Motif> motifs;
    if (!options.text("motifs").empty())
        motifs = readMotifs(options.path("motifs"));
    BindingExplainer explainer(options.path("model"));
    const std::unique_ptr<Progress> progress = makeProgress(line);
    const BindingExplanation explanation = explainer.explain(
        window.bases, first, asked > 0 ? asked : length - first, *progress, signals.token());
    const std::vector<MotifMatch> matches =
        motifMatches(window.bases, MotifScanner(motifs), explanation.mutagenesis,
                     static_cast<float>(options.real("level")), options.real("p-value"),
                     options.integer("per-peak"));
    writeExplanation(options.path("output"),
                     {.name = window.name,
                      .sequence = window.bases,
                      .model = explainer.name(),
                      .modelDigest = explainer.digest(),
                      .commandLine = line.text,
                      .version = versionText()},
                     explanation, motifs, matches);
    if (!line.options.flag("quiet"))
        std::cerr << "helicase: " << options.text("output") << "/report.html is written\n";
    return ExitStatus::Done;
}

} // namespace helicase
