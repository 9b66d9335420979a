#include "core/neural/embed/baseline.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/kmer_profile.h"

#include <algorithm>

namespace helicase {

const std::vector<std::string> &baselineNames()
{
    static const std::vector<std::string> names{"tnf", "tnf-merged"};
    return names;
}

std::string baselineLabel(std::string_view name)
{
    if (name == "tnf")
        return "TNF";
    if (name == "tnf-merged")
        return "TNF, strands merged";
    throw OptionError("baseline", printable(name) + " is no baseline",
                      "the baselines are " + join(baselineNames(), ", "));
}

EmbeddingTable embedBaseline(std::string_view name, std::span<const Sequence> sequences)
{
    const std::string label = baselineLabel(name);
    const KmerCounter counter(4, name == "tnf-merged" ? Strands::Merged : Strands::Separate);
    EmbeddingTable table{
        .vectors = Matrix(std::ssize(sequences), counter.width()),
        .provenance = {{"baseline", std::string(name)}, {"label", label}, {"word_length", "4"}}};
    for (const Sequence &sequence : sequences) {
        counter.profile(sequence.bases, table.vectors.row(std::ssize(table.ids)));
        table.ids.push_back(sequence.id);
        table.lengths.push_back(std::ssize(sequence.bases));
    }
    return table;
}

} // namespace helicase
