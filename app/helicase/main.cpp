// helicase: the commands that need no LibTorch.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/main_program.h"

int main(int argc, char **argv)
{
    using namespace helicase;
    const std::map<std::string, CommandFunction> functions{
        {"tokenize", runTokenize},
        {"tokenizer train", runTokenizerTrain},
        {"tokenizer unify", runTokenizerUnify},
        {"tokenizer make", runTokenizerMake},
        {"tokenizer gene-tokens", runTokenizerGeneTokens},
        {"tokenizer add-tokens", runTokenizerAddTokens},
        {"tokenizer base-table", runTokenizerBaseTable},
        {"data bins", runDataBins},
        {"data check", runDataCheck},
        {"data clean", runDataClean},
        {"data genome", runDataGenome},
        {"data pairs", runDataPairs},
        {"model info", runModelInfo},
        {"model convert", runModelConvert},
        {"runs list", runRunsList},
        {"runs show", runRunsShow},
        {"runs compare", runRunsCompare},
        {"runs export", runRunsExport},
        {"launch", runLaunch},
        {"demo", runDemo},
    };
    return runProgram(argc, argv, {.self = RunsIn::Core, .functions = functions});
}
