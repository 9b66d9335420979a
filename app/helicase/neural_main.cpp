// helicase-neural: the commands that need LibTorch. Started by helicase, not by hand.
#include "app/helicase/main_program.h"
#include "app/helicase/neural_commands/commands.h"
#include "core/neural/torch_build.h"

namespace {

std::string version()
{
    return helicase::versionText() + "\n" + helicase::torchBuildText();
}

} // namespace

int main(int argc, char **argv)
{
    using namespace helicase;
    const std::map<std::string, CommandFunction> functions{
        {"embed", runEmbed},
        {"predict", runPredict},
        {"explain", runExplain},
        {"model init", runModelInit},
        {"model forward", runModelForward},
        {"model merge-lora", runModelMergeLora},
        {"project", runProject},
        {"evaluate clustering", runEvaluateClustering},
        {"evaluate few-shot", runEvaluateFewShot},
        {"evaluate binning", runEvaluateBinning},
        {"evaluate bins", runEvaluateBins},
        {"evaluate binding", runEvaluateBinding},
        {"evaluate classify", runEvaluateClassify},
        {"evaluate gue", runEvaluateGue},
        {"train contrastive", runTrainContrastive},
        {"train binding", runTrainBinding},
        {"train classify", runTrainClassify},
        {"train gpt", runTrainGpt},
        {"generate", runGenerate},
        {"likelihood", runLikelihood},
        {"report", runReport},
        {"verify", runVerify},
    };
    return runProgram(argc, argv,
                      {.self = RunsIn::Neural, .functions = functions, .version = version});
}
