// helicase model forward MODEL --inputs F.safetensors -o F.safetensors: tensors through a model.
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "core/neural/model/model_location.h"
#include "core/neural/model/model_jobs.h"
#include "core/neural/tensor/threads.h"

namespace helicase {

ExitStatus runModelForward(const CommandLine &line)
{
    line.options.requireComplete();
    requireCpuInFloat32(line);
    const std::filesystem::path model =
        locateModel(modelArgument(line, "helicase model forward MODEL --inputs F -o F"));
    useThreads(line.options.integer("threads"));
    const ForwardRequest request{.model = model,
                                 .inputs = line.options.path("inputs"),
                                 .task = line.options.text("task"),
                                 .output = line.options.path("output"),
                                 .gradients = line.options.path("gradients")};
    forwardFiles(request);
    return ExitStatus::Done;
}

} // namespace helicase
