// helicase data genome GENOME -o FOLDER: a genome as token ids of its letters.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/error.h"
#include "core/base/grouped_number.h"
#include "core/dataset/genome_tokens.h"

#include <iostream>

namespace helicase {

namespace {

GenomeAlphabet alphabetOf(const OptionValues &options)
{
    const std::string &name = options.text("alphabet");
    if (options.flag("filter")) {
        if (name == "found")
            throw OptionError("filter", "takes the four bases (alphabet is found)");
        return GenomeAlphabet::BasesOfText;
    }
    if (name == "found")
        return GenomeAlphabet::Found;
    return name == "bases" ? GenomeAlphabet::Bases : GenomeAlphabet::Genome;
}

void tell(const GenomeTokens &tokens)
{
    std::cerr << grouped(tokens.training) << " tokens for training, " << grouped(tokens.validation)
              << " for validation, " << tokens.letters.size() << " letters\n";
    if (tokens.softMasked + tokens.unknown > 0)
        std::cerr << "left out: " << grouped(tokens.softMasked)
                  << " soft-masked bases (a, c, g, t) and " << grouped(tokens.unknown)
                  << " other characters\n";
}

} // namespace

ExitStatus runDataGenome(const CommandLine &line)
{
    line.options.requireComplete();
    if (line.inputs.size() != 1)
        throw OptionError("GENOME",
                          "one file is expected (found " + std::to_string(line.inputs.size()) + ")",
                          "helicase data genome GENOME -o FOLDER");
    const GenomeAlphabet alphabet = alphabetOf(line.options);
    const StopSignals signals;
    const auto progress = makeProgress(line);
    tell(writeGenomeTokens(line.inputs.front(), alphabet, line.options.path("output"), *progress,
                           signals.token()));
    return ExitStatus::Done;
}

} // namespace helicase
