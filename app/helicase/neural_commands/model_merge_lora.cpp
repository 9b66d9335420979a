// helicase model merge-lora MODEL --adapter DIR -o DIR: an adapter folded into the weights.
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "core/dataset/model_files.h"
#include "core/neural/embed/model_location.h"
#include "core/neural/model/adapter_folder.h"
#include "core/neural/tensor/threads.h"

namespace helicase {

ExitStatus runModelMergeLora(const CommandLine &line)
{
    line.options.requireComplete();
    const std::filesystem::path folder =
        locateModel(modelArgument(line, "helicase model merge-lora MODEL --adapter DIR -o DIR"));
    requireOtherFolder(line, folder);
    useThreads(line.options.integer("threads"));
    const StoredAdapter adapter(line.options.path("adapter"));
    SequenceClassifier model = loadAdaptedClassifier(ModelFolder(folder), adapter);
    mergeLora(*model);
    const std::filesystem::path output = line.options.path("output");
    saveSequenceClassifier(output, model, weightsFormatFrom(line.options.text("format")));
    copyFilesBesideWeights(folder, output);
    return ExitStatus::Done;
}

} // namespace helicase
