#include "app/helicase/demo/demo_stages.h"

#include "core/base/resources.h"
#include "core/run/run_folder.h"

namespace helicase {

namespace {

constexpr const char *model = "contrastive-01";
constexpr const char *baseline = "tnf";

using Words = std::vector<std::string>;

class StageList {
public:
    StageList(const DemoLayout &layout, DemoPace pace, uint64_t seed) : layout_(layout), pace_(pace), seed_(seed) {}

    std::vector<DemoStage> all()
    {
        train("training the encoder", "contrastive", model, encoderData(), 50);
        for (const char *name : {model, baseline})
            embedAndProject(name);
        evaluateBinning();
        train("training the binding head", "binding", "binding-01", bindingData("encoder"), 15);
        train("training the binding baseline", "binding", "binding-cnn-01", bindingData("onehot"), 10);
        evaluateBinding();
        add("writing the report", {"report", layout_.root.string(), "-o", layout_.report().string()}, layout_.report(), 1);
        return std::move(stages_);
    }

private:
    void add(std::string title, Words words, std::filesystem::path result, double share)
    {
        words.insert(words.end(), {"--seed", std::to_string(seed_)});
        stages_.push_back({std::move(title), std::move(words), std::move(result), share});
    }

    // A run that was interrupted goes on from its newest checkpoint.
    void train(std::string title, const std::string &task, const std::string &name, const Words &settings, double share)
    {
        const RunFolder run(layout_.run(name));
        Words words{"train", task, "--config", (configFolder() / "demo" / (task + ".yaml")).string(), "--run",
                    run.root().string()};
        for (const std::string &setting : settings)
            words.insert(words.end(), {"--set", setting});
        if (newestIntactCheckpoint(run))
            words.emplace_back("--resume");
        add(std::move(title), std::move(words), run.results() / "metrics.json", share);
    }

    Words encoderData() const
    {
        Words settings{"data.train=" + layout_.data("train_pairs.csv").string(),
                       "data.validation=" + layout_.data("validation_pairs.csv").string(),
                       "data.tokenizer=" + layout_.tokenizer().string()};
        if (pace_ == DemoPace::Fast)
            settings.emplace_back("length.steps=60");
        return settings;
    }

    Words bindingData(const std::string &backbone) const
    {
        Words settings{"data.sequences=" + layout_.data("binding_sequences.tsv").string(),
                       "data.scores=" + layout_.data("binding_scores.tsv").string(), "model.backbone=" + backbone};
        if (backbone == "encoder")
            settings.push_back("model.path=" + layout_.run(model).string());
        if (pace_ == DemoPace::Fast)
            settings.emplace_back("length.steps=60");
        return settings;
    }

    void embedAndProject(const std::string &name)
    {
        const std::string vectors = layout_.embedding(name).string();
        Words words{"embed", layout_.data("contigs.fa").string(), "-o", vectors};
        if (name == baseline)
            words.insert(words.end(), {"--baseline", name});
        else
            words.insert(words.end(), {"--model", layout_.run(name).string()});
        add("embedding the contigs: " + name, std::move(words), vectors, 2);
        const std::string points = layout_.projection(name).string();
        add("projecting the embeddings: " + name,
            {"project", vectors, "--method", "pca", "--dims", "3", "-o", points}, points, 1);
    }

    void evaluateBinning()
    {
        const std::filesystem::path folder = layout_.evaluation("binning-01");
        // Phage lambda is too short for ten contigs, the least number of a species and a bin otherwise.
        add("binning the contigs",
            {"evaluate", "binning", "--data", layout_.data("contigs.fa").string(), "--labels",
             layout_.data("labels.tsv").string(), "--model", layout_.run(model).string(), "--baseline",
             "tnf,tnf-merged", "--fewest", "6", "--smallest-bin", "6", "-o", folder.string()},
            folder / "metrics.json", 3);
    }

    void evaluateBinding()
    {
        const std::filesystem::path folder = layout_.evaluation("binding-01");
        add("predicting TF binding",
            {"evaluate", "binding", "--data", layout_.data("binding_sequences.tsv").string(), "--scores",
             layout_.data("binding_scores.tsv").string(), "--model",
             layout_.run("binding-01").string() + "," + layout_.run("binding-cnn-01").string(), "-o", folder.string()},
            folder / "metrics.json", 2);
    }

    const DemoLayout &layout_;
    DemoPace pace_;
    uint64_t seed_;
    std::vector<DemoStage> stages_;
};

} // namespace

std::vector<DemoStage> demoStages(const DemoLayout &layout, DemoPace pace, uint64_t seed)
{
    return StageList(layout, pace, seed).all();
}

} // namespace helicase
