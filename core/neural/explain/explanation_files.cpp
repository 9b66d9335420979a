#include "core/neural/explain/explanation_files.h"

#include "core/base/atomic_file.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/safetensors.h"
#include "core/neural/explain/explanation_report.h"
#include "core/report/html_document.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

TensorToWrite tensor(std::string name, std::vector<int64_t> shape, std::span<const float> values)
{
    return {.name = std::move(name),
            .type = "F32",
            .shape = std::move(shape),
            .bytes = std::as_bytes(values)};
}

void writeMutagenesis(const std::filesystem::path &folder, const std::string &sequence,
                      const Mutagenesis &mutagenesis)
{
    const auto length = std::ssize(sequence);
    const Matrix &variants = mutagenesis.variants;
    writeSafetensors(
        folder / "mutagenesis.safetensors",
        {tensor("reference", {length}, mutagenesis.reference),
         tensor("variants", {mutagenesis.bases(), 4, length},
                {variants.data(), static_cast<size_t>(variants.rows() * variants.columns())})},
        {{"first", std::to_string(mutagenesis.first)}});
    TsvTable table{.columns = {"position", "reference", "alternative", "change"}};
    for (int64_t base = 0; base < mutagenesis.bases(); ++base)
        for (int64_t letter = 0; letter < 4; ++letter) {
            const int64_t place = mutagenesis.first + base;
            const char reference = sequence[static_cast<size_t>(place)];
            if (reference == substitutedLetters[static_cast<size_t>(letter)])
                continue;
            table.rows.push_back({std::to_string(place + 1), std::string(1, reference),
                                  std::string(1, substitutedLetters[static_cast<size_t>(letter)]),
                                  formatReal(mutagenesis.change(base, letter))});
        }
    writeTsv(folder / "mutagenesis.tsv", table);
}

void writeAttribution(const std::filesystem::path &folder, const std::string &sequence,
                      const std::vector<double> &attribution)
{
    TsvTable table{.columns = {"position", "base", "gradient_x_input"}};
    for (size_t base = 0; base < sequence.size(); ++base)
        table.rows.push_back(
            {std::to_string(base + 1), sequence.substr(base, 1), formatReal(attribution[base])});
    writeTsv(folder / "attribution.tsv", table);
}

void writeAttention(const std::filesystem::path &folder, const BindingExplanation &explanation)
{
    const auto tokens = std::ssize(explanation.tokens);
    std::vector<TensorToWrite> layers;
    for (size_t layer = 0; layer < explanation.attention.size(); ++layer) {
        const AttentionMap &map = explanation.attention[layer];
        layers.push_back(
            tensor("layer_" + std::to_string(layer + 1), {map.heads, tokens, tokens}, map.weights));
    }
    writeSafetensors(folder / "attention.safetensors", std::move(layers));
    TsvTable table{.columns = {"token", "bases"}};
    for (size_t token = 0; token < explanation.tokens.size(); ++token)
        table.rows.push_back({std::to_string(token + 1), explanation.tokens[token]});
    writeTsv(folder / "attention_tokens.tsv", table);
}

void writeMatches(const std::filesystem::path &folder, const ExplainedWindow &window,
                  std::span<const Motif> motifs, std::span<const MotifMatch> matches)
{
    TsvTable table{.columns = {"motif", "name", "strand", "begin", "end", "score", "p_value",
                               "predicted", "strongest", "change"}};
    for (const MotifMatch &match : matches) {
        const Motif &motif = motifs[match.hit.motif];
        table.rows.push_back({motif.id, motif.name, std::string(1, match.hit.strand),
                              std::to_string(match.hit.begin + 1), std::to_string(match.hit.end),
                              formatReal(match.hit.score), formatReal(match.hit.pValue),
                              formatReal(match.predicted), strongestText(window, match),
                              match.strongestBase < 0 ? "" : formatReal(match.strongestChange)});
    }
    writeTsv(folder / "motif_hits.tsv", table);
}

} // namespace

void writeExplanation(const std::filesystem::path &folder, const ExplainedWindow &window,
                      const BindingExplanation &explanation, std::span<const Motif> motifs,
                      std::span<const MotifMatch> matches)
{
    std::filesystem::create_directories(folder);
    writeMutagenesis(folder, window.sequence, explanation.mutagenesis);
    writeAttribution(folder, window.sequence, explanation.attribution);
    if (!explanation.attention.empty())
        writeAttention(folder, explanation);
    if (!motifs.empty())
        writeMatches(folder, window, motifs, matches);
    writeFileAtomically(folder / "report.html",
                        htmlDocument(explanationReport(window, explanation, motifs, matches)));
    writeJsonFile(folder / "explanation.json", {{"window", window.name},
                                                {"model", window.model},
                                                {"model_sha256", window.modelDigest},
                                                {"command", window.commandLine},
                                                {"version", window.version},
                                                {"bases", explanation.mutagenesis.bases()},
                                                {"first", explanation.mutagenesis.first + 1},
                                                {"sequence", window.sequence}});
}

} // namespace helicase
