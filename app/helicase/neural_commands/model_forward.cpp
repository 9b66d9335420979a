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
    std::filesystem::path model =
        modelArgument(line, "helicase model forward MODEL --inputs F -o F");
    // A published checkpoint of a GPT is a file.
    if (!std::filesystem::is_regular_file(model))
        model = locateModel(model);
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
