#include "core/run/evaluation_options.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace helicase {

namespace {

constexpr const char *dataSection = "Data";
constexpr const char *candidateSection = "Candidates";
constexpr const char *embeddingSection = "Embedding";
constexpr const char *methodSection = "Method";
constexpr const char *outputSection = "Output";

Option path(const char *name, const char *label, const char *section, const char *help)
{
    return {
        .name = name, .kind = OptionKind::Path, .help = help, .label = label, .section = section};
}

Option required(Option option)
{
    option.required = true;
    return option;
}

Option list(const char *name, const char *value, const char *label, const char *section,
            const char *help)
{
    return {.name = name,
            .kind = OptionKind::Text,
            .defaultValue = value,
            .help = help,
            .label = label,
            .section = section};
}

Option outputFolder()
{
    return required(path("output", "Result folder", outputSection,
                         "Folder for metrics.json, tables, figures and report.html"));
}

Option maximumTokens()
{
    return {.name = "max-tokens",
            .kind = OptionKind::Integer,
            .defaultValue = "5000",
            .help = "Tokens of a sequence that are looked at, special tokens included; the rest is "
                    "cut off",
            .label = "Longest sequence",
            .section = embeddingSection,
            .unit = "tokens",
            .minimum = 3,
            .maximum = 1e7};
}

Option pooling()
{
    return {.name = "pooling",
            .kind = OptionKind::Choice,
            .defaultValue = "mean",
            .help = "How the vectors of the tokens become one",
            .label = "Pooling",
            .section = embeddingSection,
            .choices = {"mean", "cls", "max"}};
}

Option wholeNumber(const char *name, const char *value, const char *label, const char *section,
                   const char *help, const char *unit, double minimum)
{
    return {.name = name,
            .kind = OptionKind::Integer,
            .defaultValue = value,
            .help = help,
            .label = label,
            .section = section,
            .unit = unit,
            .minimum = minimum,
            .maximum = 1e9};
}

// What clustering and binning share.
OptionTable labelledSequenceOptions(const char *shortest, const char *fewest)
{
    return OptionTable({
        required(
            path("data", "Contigs", dataSection, "Sequences as FASTA or FASTQ, plain or gzip")),
        required(path("labels", "Species labels", dataSection,
                      "TSV with the columns id and label, or a CAMI file; joined by id")),
        wholeNumber("shortest", shortest, "Shortest", dataSection, "Shorter contigs are left out",
                    "bases", 1),
        wholeNumber("fewest", fewest, "Fewest contigs", dataSection,
                    "Species with fewer contigs are left out", "contigs", 1),
        wholeNumber("longest", "20000", "Cut after", dataSection,
                    "Bases of a contig that are looked at, as published; 0: all", "bases", 0),
        list("model", "", "Models", candidateSection,
             "Model or run folders; of a run the best checkpoint is taken"),
        list("baseline", "tnf,tnf-merged", "Baselines", candidateSection,
             "Baselines to show beside the models: tnf, tnf-merged"),
        list("embeddings", "", "Embedding files", candidateSection,
             "Vectors made before (.safetensors), joined by id"),
        list("seeds", "0,1,2,3,4", "Seeds", methodSection,
             "Seeds of the k-means runs whose mean and deviation are shown"),
        pooling(),
        maximumTokens(),
    });
}

OptionTable binningOptions()
{
    return labelledSequenceOptions("2500", "10")
        .with(OptionTable({
            wholeNumber("smallest-bin", "10", "Smallest bin", methodSection,
                        "Smaller bins are dissolved", "contigs", 1),
            {.name = "threshold",
             .kind = OptionKind::Real,
             .defaultValue = "0",
             .help =
                 "Least similarity to the medoid; 0: the 70th percentile of the similarities of "
                 "labelled contigs to their species' mean, per candidate",
             .label = "Threshold",
             .section = methodSection,
             .minimum = 0,
             .maximum = 1},
            outputFolder(),
        }));
}

OptionTable clusteringOptions()
{
    return labelledSequenceOptions("1", "1").with(OptionTable({outputFolder()}));
}

OptionTable bindingOptions()
{
    return OptionTable({
        required(path("data", "Windows", dataSection,
                      "TSV (.gz accepted) with the columns sequence and window_name")),
        required(path("scores", "Scores", dataSection,
                      "TSV (.gz accepted) with one column of scores per window")),
        {.name = "windows",
         .kind = OptionKind::Choice,
         .defaultValue = "held-out",
         .help = "Windows to score: those that no run was trained on, or every one",
         .label = "Which windows",
         .section = dataSection,
         .choices = {"held-out", "all"}},
        required(list("model", "", "Binding runs", candidateSection,
                      "Run folders of the task binding; a one-hot run counts as a baseline")),
        list("baseline", "mean", "Baselines", candidateSection,
             "Baselines to show beside the runs: mean (the mean score everywhere)"),
        wholeNumber("shown", "6", "Windows to draw", methodSection,
                    "Windows whose predictions are written to predictions.tsv", "windows", 0),
        outputFolder(),
    });
}

OptionTable makeProjectionOptions()
{
    return OptionTable({
        {.name = "method",
         .kind = OptionKind::Choice,
         .defaultValue = "pca",
         .help = "How the vectors are projected",
         .label = "Method",
         .section = methodSection,
         .choices = {"pca"}},
        {.name = "dims",
         .kind = OptionKind::Integer,
         .defaultValue = "3",
         .help = "Dimensions of the picture",
         .label = "Dimensions",
         .section = methodSection,
         .minimum = 2,
         .maximum = 3},
        required(
            path("output", "Coordinate file", outputSection,
                 "TSV to write (id, x, y, z); a .json of the same name tells how it was made")),
    });
}

} // namespace

const std::vector<std::string> &evaluationTasks()
{
    static const std::vector<std::string> tasks{"binning", "clustering", "binding", "classify"};
    return tasks;
}

const OptionTable &evaluationOptions(std::string_view task)
{
    static const OptionTable binning = binningOptions();
    static const OptionTable clustering = clusteringOptions();
    static const OptionTable binding = bindingOptions();
    static const OptionTable classification = classificationEvaluationOptions();
    static const OptionTable gue = gueEvaluationOptions();
    if (task == "binning")
        return binning;
    if (task == "clustering")
        return clustering;
    if (task == "binding")
        return binding;
    if (task == "classify")
        return classification;
    if (task == "gue")
        return gue;
    throw OptionError("task", printable(task) + " is no evaluation",
                      "the evaluations are " + join(evaluationTasks(), ", "));
}

const OptionTable &projectionOptions()
{
    static const OptionTable table = makeProjectionOptions();
    return table;
}

} // namespace helicase
