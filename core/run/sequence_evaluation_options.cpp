#include "core/run/embedding_options.h"
#include "core/run/evaluation_options.h"
#include "core/run/evaluation_sections.h"

namespace helicase {

namespace sections = evaluation_sections;

OptionTable labelledSequenceOptions(const std::string &shortest, const std::string &fewest)
{
    return OptionTable({
        requiredPath("data", "Contigs", sections::data,
                     "Sequences as FASTA or FASTQ, plain or gzip; or the published table of "
                     "sequences and labels, or a folder of them (clustering_*.tsv)"),
        pathOption("labels", "Species labels", sections::data,
                   "TSV with the columns id and label, or a CAMI file, joined by id; not given for "
                   "a published table, which has labels of its own"),
        wholeNumber("shortest", shortest, "Shortest", sections::data,
                    "Shorter contigs are left out", 1, 1e9, "bases"),
        wholeNumber("fewest", fewest, "Fewest contigs", sections::data,
                    "Species with fewer contigs are left out", 1, 1e9, "contigs"),
        wholeNumber("longest", "20000", "Cut after", sections::data,
                    "Bases of a contig that are looked at, as published; 0: all", 0, 1e9, "bases"),
        textOption("model", "", "Models", sections::candidates,
                   "Model or run folders; of a run the best checkpoint is taken"),
        textOption("baseline", "tnf,tnf-merged", "Baselines", sections::candidates,
                   "Baselines to show beside the models: tnf, tnf-merged, 1-mers to 8-mers (also "
                   "-merged), tnf-k, tnf-k-compat, dna2vec"),
        baselineKernelOption(sections::tables),
        wordVectorsOption(sections::tables),
        textOption("embeddings", "", "Embedding files", sections::candidates,
                   "Vectors made before (.safetensors), joined by id"),
        textOption("seeds", "0,1,2,3,4", "Seeds", sections::method,
                   "Seeds whose mean and deviation are shown"),
        choice("pooling", "mean", "Pooling", sections::embedding,
               "How the vectors of the tokens become one", {"mean", "cls", "max"}),
        wholeNumber("max-tokens", "5000", "Longest sequence", sections::embedding,
                    "Tokens of a sequence that are looked at, special tokens included; the rest is "
                    "cut off",
                    3, 1e7, "tokens"),
        contrastiveHeadOption(sections::embedding),
    });
}

OptionTable clusteringEvaluationOptions()
{
    return labelledSequenceOptions("1", "1").with(OptionTable({
        flag("published-order", "false", "Published order", sections::method,
             "The rows of each seed stand in the order that the seeds before it have left, and "
             "sequences in a folder named reference are cut after 10,000 bases, as in the "
             "published program"),
        sections::resultFolder(),
    }));
}

OptionTable fewShotEvaluationOptions()
{
    return labelledSequenceOptions("1", "1").with(OptionTable({
        textOption("shots", "1,2,5,10,20", "Training contigs", sections::method,
                   "Contigs of each species to train on"),
        wholeNumber("tested", "80", "Test contigs", sections::method,
                    "Contigs of each species to test on, the last ones", 1, 1e9, "contigs"),
        flag("published-test", "false", "Published test", sections::method,
             "Tests also contigs that were trained on where a species has too few, and cuts "
             "sequences in a folder named reference after 10,000 bases, as the published "
             "program does"),
        sections::resultFolder(),
    }));
}

} // namespace helicase
