// Where the demo puts what: a project folder as the window opens it.
#pragma once

#include <filesystem>
#include <string>

namespace helicase {

struct DemoLayout {
    std::filesystem::path root;

    std::filesystem::path description() const { return root / "demo.json"; }
    std::filesystem::path events() const { return root / "events.jsonl"; }
    std::filesystem::path tokenizer() const { return root / "tokenizer"; }
    std::filesystem::path data(const std::string &name) const { return root / "data" / name; }
    std::filesystem::path run(const std::string &name) const { return root / "runs" / name; }
    std::filesystem::path embedding(const std::string &name) const
    {
        return root / "embeddings" / (name + ".safetensors");
    }
    std::filesystem::path projection(const std::string &name) const
    {
        return root / "projections" / (name + ".tsv");
    }
    std::filesystem::path evaluation(const std::string &name) const { return root / "evaluations" / name; }
    std::filesystem::path report() const { return root / "report.html"; }
};

} // namespace helicase
