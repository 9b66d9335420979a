#include "core/neural/tasks/classifier_data.h"

#include "core/base/error.h"
#include "core/evaluate/classification_summary.h"
#include "core/neural/tensor/matrix_tensor.h"

namespace helicase {

namespace {

// The file that an option names, else the one that the folder has.
std::filesystem::path fileOf(const OptionValues &options, const char *option,
                             const std::filesystem::path &inFolder)
{
    return options.text(option).empty() ? inFolder : options.path(option);
}

ClassificationSplits filesOf(const OptionValues &options)
{
    ClassificationSplits splits;
    if (!options.text("data.folder").empty()) {
        const std::filesystem::path folder = options.path("data.folder");
        if (!std::filesystem::is_directory(folder))
            throw InputError("there is no such folder", {.file = folder},
                             "it is the value of data.folder");
        splits = findSplits(folder);
    }
    splits.train = fileOf(options, "data.train", splits.train);
    splits.dev = fileOf(options, "data.dev", splits.dev);
    splits.test = fileOf(options, "data.test", splits.test);
    if (splits.train.empty())
        throw OptionError("data.train", "there is no training split",
                          "name a CSV file, or a folder with train.csv as data.folder");
    if (splits.dev.empty())
        throw OptionError("data.dev", "there is no development split",
                          "keep some rows away from training: they pick the best checkpoint");
    return splits;
}

// Reads splits of one layout and one list of classes.
class SplitMaker {
public:
    SplitMaker(const OptionValues &options, const Tokenizer &tokenizer)
        : tokenizer_(tokenizer), layout_{.maximumTokens = options.integer("data.max_tokens"),
                                         .kmer = options.integer("data.kmer")},
          isRegression_(options.text("data.task") == "regression")
    {
    }

    void learnLabels(const ClassificationSet &training)
    {
        isPaired_ = training.isPaired;
        trainingFile_ = training.file;
        if (isRegression_)
            labels = LabelSet::numbered(1);
        else
            labels = {.names = ClassList::of(training).names(),
                      .problem = ProblemType::SingleLabel};
    }

    ClassifierSplit make(const ClassificationSet &set) const
    {
        if (set.isPaired != isPaired_)
            throw InputError(set.isPaired ? "holds pairs of sequences, the training split does not"
                                          : "holds single sequences, the training split pairs",
                             {.file = set.file}, "it is compared with " + trainingFile_.string());
        EncodedExamples examples(set, tokenizer_, layout_);
        ClassifierSplit split{.file = set.file, .examples = std::move(examples)};
        for (const ClassificationExample &example : set.examples)
            split.lines.push_back(example.line);
        if (isRegression_) {
            split.labels = torch::tensor(valuesOf(set)).to(torch::kFloat32);
        } else {
            split.numbers = ClassList(labels.names).numbersOf(set);
            split.labels = torch::tensor(split.numbers, torch::kInt64);
        }
        return split;
    }

    LabelSet labels;

private:
    const Tokenizer &tokenizer_;
    ClassifierLayout layout_;
    bool isRegression_;
    bool isPaired_ = false;
    std::filesystem::path trainingFile_;
};

} // namespace

ClassifierData ClassifierData::read(const OptionValues &options, const Tokenizer &tokenizer)
{
    const ClassificationSplits files = filesOf(options);
    SplitMaker maker(options, tokenizer);
    // One split after another, so that the text of one only is in memory.
    ClassificationSet set = readClassificationSet(files.train);
    maker.learnLabels(set);
    const bool isPaired = set.isPaired;
    ClassifierSplit training = maker.make(set);
    set = readClassificationSet(files.dev);
    ClassifierSplit dev = maker.make(set);
    std::optional<ClassifierSplit> test;
    if (!files.test.empty())
        test = maker.make(readClassificationSet(files.test));
    return {.labels = maker.labels,
            .training = std::move(training),
            .dev = std::move(dev),
            .test = std::move(test),
            .isPaired = isPaired};
}

PredictionTable predictionsOf(const ClassifierSplit &split, const LabelSet &labels,
                              const torch::Tensor &outputs)
{
    PredictionTable table{.classes = labels.names, .lines = split.lines, .truth = split.numbers};
    table.probabilities = Matrix(outputs.size(0), outputs.size(1));
    viewOf(table.probabilities).copy_(outputs);
    predictLargest(table);
    return table;
}

} // namespace helicase
