// The commands that need no LibTorch; each in the file of its name.
#pragma once

#include "app/helicase/command.h"

namespace helicase {

ExitStatus runDataBins(const CommandLine &line);
ExitStatus runDataCheck(const CommandLine &line);
ExitStatus runDataClean(const CommandLine &line);
ExitStatus runDataGenome(const CommandLine &line);
ExitStatus runDataPairs(const CommandLine &line);
ExitStatus runDemo(const CommandLine &line);
ExitStatus runLaunch(const CommandLine &line);
ExitStatus runModelConvert(const CommandLine &line);
ExitStatus runModelInfo(const CommandLine &line);
ExitStatus runRunsCompare(const CommandLine &line);
ExitStatus runRunsExport(const CommandLine &line);
ExitStatus runRunsList(const CommandLine &line);
ExitStatus runRunsShow(const CommandLine &line);
ExitStatus runTokenize(const CommandLine &line);
ExitStatus runTokenizerAddTokens(const CommandLine &line);
ExitStatus runTokenizerBaseTable(const CommandLine &line);
ExitStatus runTokenizerGeneTokens(const CommandLine &line);
ExitStatus runTokenizerMake(const CommandLine &line);
ExitStatus runTokenizerTrain(const CommandLine &line);
ExitStatus runTokenizerUnify(const CommandLine &line);

} // namespace helicase
