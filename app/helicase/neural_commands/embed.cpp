// helicase embed INPUT... --model MODEL | --baseline NAME -o FILE
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/text.h"
#include "core/neural/embed/baseline.h"
#include "core/neural/embed/embedder.h"
#include "core/neural/embed/embedding_export.h"
#include "core/neural/tensor/threads.h"
#include "core/sequence/sequence_reader.h"

#include <iostream>
#include <set>

namespace helicase {

namespace {

std::vector<Sequence> readInputs(const CommandLine &line)
{
    if (line.inputs.empty())
        throw OptionError("INPUT", "a sequence file is needed", "name a FASTA or FASTQ file, or -");
    const int64_t longest = line.options.integer("longest");
    std::vector<Sequence> sequences;
    std::set<std::string> ids;
    for (const std::string &input : line.inputs)
        for (Sequence &sequence : readSequences(input)) {
            if (!ids.insert(sequence.id).second)
                throw InputError("the id " + printable(sequence.id) + " occurs twice",
                                 {.file = input}, "give each sequence an id of its own");
            if (longest > 0 && std::ssize(sequence.bases) > longest)
                sequence.bases.resize(static_cast<size_t>(longest));
            sequences.push_back(std::move(sequence));
        }
    return sequences;
}

EmbeddingTable embedWith(const CommandLine &line, const std::vector<Sequence> &sequences,
                         const std::stop_token &stop)
{
    if (const std::string &baseline = line.options.text("baseline"); !baseline.empty())
        return embedBaseline(baseline, sequences);
    const Embedder embedder(line.options.path("model"));
    const EmbedSettings settings{.pooling = poolingFrom(line.options.text("pooling")),
                                 .otherStrand =
                                     otherStrandFrom(line.options.text("reverse-complement")),
                                 .maximumTokens = line.options.integer("max-tokens")};
    const auto progress = makeProgress(line);
    EmbeddingTable table = embedder.embed(sequences, settings, *progress, stop);
    if (const std::string &cut = table.provenance.at("truncated"); cut != "0")
        std::cerr << "helicase: " << cut << " of " << sequences.size() << " sequences were cut to "
                  << settings.maximumTokens << " tokens\n";
    return table;
}

} // namespace

ExitStatus runEmbed(const CommandLine &line)
{
    const StopSignals signals;
    line.options.requireComplete();
    useThreads(line.options.integer("threads"));
    const std::filesystem::path output = line.options.path("output");
    requireEmbeddingSuffix(output);
    if (line.options.text("model").empty() == line.options.text("baseline").empty())
        throw OptionError("model", "exactly one of --model and --baseline is needed");
    if (const std::string &baseline = line.options.text("baseline"); !baseline.empty())
        baselineLabel(baseline); // refuses an unknown name before anything is read
    const std::vector<Sequence> sequences = readInputs(line);
    EmbeddingTable table = embedWith(line, sequences, signals.token());
    table.provenance["command"] = line.text;
    table.provenance["version"] = versionText();
    exportEmbeddings(output, table);
    if (!line.options.flag("quiet"))
        std::cerr << "helicase: " << table.vectors.rows() << " vectors of width "
                  << table.vectors.columns() << " in " << output.string() << '\n';
    return ExitStatus::Done;
}

} // namespace helicase
