// helicase model merge-lora MODEL --adapter DIR -o DIR: an adapter folded into the weights.
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "core/neural/model/model_location.h"
#include "core/neural/model/model_jobs.h"
#include "core/neural/tensor/threads.h"

namespace helicase {

ExitStatus runModelMergeLora(const CommandLine &line)
{
    line.options.requireComplete();
    const std::filesystem::path folder =
        locateModel(modelArgument(line, "helicase model merge-lora MODEL --adapter DIR -o DIR"));
    requireOtherFolder(line, folder);
    useThreads(line.options.integer("threads"));
    mergeAdapter(folder, line.options.path("adapter"), line.options.path("output"),
                 line.options.text("format"));
    return ExitStatus::Done;
}

} // namespace helicase
