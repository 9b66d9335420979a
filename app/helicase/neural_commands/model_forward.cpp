// helicase model forward MODEL --inputs F.safetensors -o F.safetensors: tensors through a model.
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "core/neural/embed/model_location.h"
#include "core/neural/model/forward_pass.h"
#include "core/neural/tensor/threads.h"

namespace helicase {

ExitStatus runModelForward(const CommandLine &line)
{
    line.options.requireComplete();
    const std::filesystem::path model =
        modelArgument(line, "helicase model forward MODEL --inputs F -o F");
    requireCpuInFloat32(line);
    useThreads(line.options.integer("threads"));
    const std::filesystem::path inputsFile = line.options.path("inputs");
    const std::filesystem::path gradientsFile = line.options.path("gradients");
    const ForwardTask task = forwardTaskFrom(line.options.text("task"));
    const ForwardResult result =
        forwardPass(ModelFolder(locateModel(model)), task, readTensors(inputsFile), inputsFile,
                    gradientsFile.empty() ? WithGradients::No : WithGradients::Yes);
    if (!gradientsFile.empty())
        writeTensors(gradientsFile, result.gradients);
    writeTensors(line.options.path("output"), result.outputs);
    return ExitStatus::Done;
}

} // namespace helicase
