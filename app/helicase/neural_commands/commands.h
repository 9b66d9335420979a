// The commands that need LibTorch; each in the file of its name.
#pragma once

#include "app/helicase/command.h"

namespace helicase {

ExitStatus runEmbed(const CommandLine &line);
ExitStatus runPredict(const CommandLine &line);
ExitStatus runExplain(const CommandLine &line);
ExitStatus runModelInit(const CommandLine &line);
ExitStatus runModelForward(const CommandLine &line);
ExitStatus runModelMergeLora(const CommandLine &line);
ExitStatus runProject(const CommandLine &line);
ExitStatus runEvaluateBinning(const CommandLine &line);
ExitStatus runEvaluateBins(const CommandLine &line);
ExitStatus runEvaluateClustering(const CommandLine &line);
ExitStatus runEvaluateFewShot(const CommandLine &line);
ExitStatus runEvaluateBinding(const CommandLine &line);
ExitStatus runEvaluateClassify(const CommandLine &line);
ExitStatus runEvaluateGue(const CommandLine &line);
ExitStatus runTrainContrastive(const CommandLine &line);
ExitStatus runTrainBinding(const CommandLine &line);
ExitStatus runTrainClassify(const CommandLine &line);
ExitStatus runTrainGpt(const CommandLine &line);
ExitStatus runGenerate(const CommandLine &line);
ExitStatus runLikelihood(const CommandLine &line);
ExitStatus runReport(const CommandLine &line);
ExitStatus runVerify(const CommandLine &line);

} // namespace helicase
