#include "core/run/evaluation_options.h"
#include "core/run/evaluation_sections.h"

namespace helicase {

namespace sections = evaluation_sections;

OptionTable labelledSequenceOptions(const std::string &shortest, const std::string &fewest)
{
    return OptionTable({
        requiredPath("data", "Contigs", sections::data,
                     "Sequences as FASTA or FASTQ, plain or gzip"),
        requiredPath("labels", "Species labels", sections::data,
                     "TSV with the columns id and label, or a CAMI file; joined by id"),
        wholeNumber("shortest", shortest, "Shortest", sections::data,
                    "Shorter contigs are left out", 1, 1e9, "bases"),
        wholeNumber("fewest", fewest, "Fewest contigs", sections::data,
                    "Species with fewer contigs are left out", 1, 1e9, "contigs"),
        wholeNumber("longest", "20000", "Cut after", sections::data,
                    "Bases of a contig that are looked at, as published; 0: all", 0, 1e9, "bases"),
        textOption("model", "", "Models", sections::candidates,
                   "Model or run folders; of a run the best checkpoint is taken"),
        textOption("baseline", "tnf,tnf-merged", "Baselines", sections::candidates,
                   "Baselines to show beside the models: tnf, tnf-merged"),
        textOption("embeddings", "", "Embedding files", sections::candidates,
                   "Vectors made before (.safetensors), joined by id"),
        textOption("seeds", "0,1,2,3,4", "Seeds", sections::method,
                   "Seeds of the k-means runs whose mean and deviation are shown"),
        choice("pooling", "mean", "Pooling", sections::embedding,
               "How the vectors of the tokens become one", {"mean", "cls", "max"}),
        wholeNumber("max-tokens", "5000", "Longest sequence", sections::embedding,
                    "Tokens of a sequence that are looked at, special tokens included; the rest is "
                    "cut off",
                    3, 1e7, "tokens"),
    });
}

OptionTable clusteringEvaluationOptions()
{
    return labelledSequenceOptions("1", "1").with(OptionTable({sections::resultFolder()}));
}

} // namespace helicase
