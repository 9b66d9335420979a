#include "core/neural/evaluate/embedding_report.h"

#include "core/base/error.h"
#include "core/base/grouped_number.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/embedding_table.h"
#include "core/neural/embed/baseline.h"
#include "core/neural/evaluate/evaluate_binning.h"
#include "core/neural/evaluate/evaluate_clustering.h"
#include "core/neural/project/pca.h"
#include "core/report/chart.h"
#include "core/report/evaluation_report.h"
#include "core/report/svg.h"
#include "core/run/run_inputs.h"
#include "core/sequence/sequence_reader.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>

namespace helicase {

namespace {

constexpr size_t mostLabels = 40;      // rows of the table of labels
constexpr int64_t mostPoints = 20'000; // of a picture on a page
constexpr const char *shownBaseline = "tnf-merged";

struct LabelCount {
    std::string label;
    int64_t sequences = 0;
    int64_t bases = 0;
};

// By falling number of bases, then of sequences.
std::vector<LabelCount> countLabels(const EmbeddingTable &table)
{
    std::map<std::string, LabelCount> counts;
    for (size_t i = 0; i < table.labels.size(); ++i) {
        LabelCount &count = counts[table.labels[i]];
        count.label = table.labels[i];
        ++count.sequences;
        count.bases += i < table.lengths.size() ? table.lengths[i] : 0;
    }
    std::vector<LabelCount> sorted;
    for (const auto &[label, count] : counts)
        sorted.push_back(count);
    std::ranges::sort(sorted, std::greater<>(), [](const LabelCount &count) {
        return std::pair(count.bases, count.sequences);
    });
    return sorted;
}

void addContents(ReportPage &page, const EmbeddingTable &table)
{
    const int64_t bases = std::accumulate(table.lengths.begin(), table.lengths.end(), int64_t{0});
    const auto source =
        table.provenance.find(table.provenance.contains("label") ? "label" : "model");
    page.table({{"Quantity", "Value"},
                {"Vectors", grouped(table.vectors.rows())},
                {"Width", grouped(table.vectors.columns())},
                {"Bases of the sequences (bp)", grouped(bases)},
                {"Made by", source == table.provenance.end() ? "unknown" : source->second}});
}

void addLabelTable(ReportPage &page, const EmbeddingTable &table)
{
    const std::vector<LabelCount> counts = countLabels(table);
    std::vector<std::vector<std::string>> rows{{"Label", "Sequences", "Bases (bp)"}};
    for (size_t i = 0; i < std::min(mostLabels, counts.size()); ++i)
        rows.push_back({counts[i].label.empty() ? "(no label)" : counts[i].label,
                        grouped(counts[i].sequences), grouped(counts[i].bases)});
    page.table(rows);
    if (counts.size() > mostLabels)
        page.note(grouped(static_cast<int64_t>(counts.size() - mostLabels)) +
                  " rarer labels are not listed.");
}

// The three main axes of the vectors. Of many, every n-th point is drawn, and the note says so.
void addPicture(ReportPage &page, const std::string &title, const EmbeddingTable &table)
{
    const int64_t dimensions =
        std::min<int64_t>({3, table.vectors.rows(), table.vectors.columns()});
    if (dimensions < 2)
        return;
    const PcaResult pca = principalComponents(table.vectors, dimensions);
    CloudChart chart{.title = title};
    const int64_t step = (table.vectors.rows() + mostPoints - 1) / mostPoints;
    for (int64_t row = 0; row < table.vectors.rows(); row += step) {
        auto &point = chart.points.emplace_back();
        for (int64_t axis = 0; axis < dimensions; ++axis)
            point[static_cast<size_t>(axis)] = pca.coordinates(row, axis);
        chart.labels.push_back(table.labels.empty() ? std::string()
                                                    : table.labels[static_cast<size_t>(row)]);
    }
    std::vector<std::string> shares;
    for (const double share : pca.explainedVariance)
        shares.push_back(shortNumber(100 * share, 0));
    chart.note = grouped(std::ssize(chart.points)) + " of " + grouped(table.vectors.rows()) +
                 " vectors drawn. PCA, variance " + join(shares, ", ") + " %";
    page.figure(drawCloud(chart));
}

// The sequence file that the embeddings were made of, if it is there and the same.
std::filesystem::path findSequences(const EmbeddingReport &report, const EmbeddingTable &table,
                                    std::vector<std::string> &notes)
{
    if (!report.sequences.empty())
        return report.sequences;
    const auto inputs = table.provenance.find("inputs");
    const nlohmann::json list = inputs == table.provenance.end()
                                    ? nlohmann::json::array()
                                    : nlohmann::json::parse(inputs->second, nullptr, false);
    if (!list.is_array() || list.size() != 1 || !list[0].is_object()) {
        notes.push_back("The file does not say which one sequence file it was made of: there is no "
                        "baseline beside "
                        "it. Name the sequences with --data.");
        return {};
    }
    const RecordedInput input{.path = list[0].value("path", ""),
                              .size = list[0].value("size", uint64_t{0}),
                              .sha256 = list[0].value("sha256", "")};
    const InputState state = compareWithDisk(input);
    if (state == InputState::Same)
        return input.path;
    notes.push_back("The sequences " + input.path.string() + " are " + std::string(nameOf(state)) +
                    ": there is no baseline beside the embedding. Name them with --data.");
    return {};
}

// The rows of the embedding, as a baseline sees them.
EmbeddingTable baselineOf(const std::filesystem::path &sequences, const EmbeddingTable &table)
{
    std::map<std::string, std::string> labelOf;
    for (size_t i = 0; i < table.ids.size(); ++i)
        labelOf[table.ids[i]] = table.labels.empty() ? std::string() : table.labels[i];
    std::vector<Sequence> known;
    std::vector<std::string> labels;
    SequenceReader reader(sequences);
    while (std::optional<Sequence> sequence = reader.next()) {
        const auto label = labelOf.find(sequence->id);
        if (label == labelOf.end())
            continue;
        labels.push_back(label->second);
        known.push_back(std::move(*sequence));
    }
    EmbeddingTable baseline = Baseline(shownBaseline).embed(known);
    baseline.labels = std::move(labels);
    return baseline;
}

std::filesystem::path labelsOf(const EmbeddingReport &report, const EmbeddingTable &table)
{
    if (!report.labels.empty())
        return report.labels;
    TsvTable labels{.columns = {"id", "label"}};
    for (size_t i = 0; i < table.labels.size(); ++i)
        if (!table.labels[i].empty())
            labels.rows.push_back({table.ids[i], table.labels[i]});
    if (labels.rows.empty())
        return {};
    const std::filesystem::path file = report.scratch / "labels.tsv";
    writeTsv(file, labels);
    return file;
}

// Adds an evaluation, or says in a note why these data cannot be evaluated so.
void addScores(ReportPage &page, const std::string &task, const std::filesystem::path &folder,
               const std::function<void()> &evaluate)
{
    try {
        evaluate();
    } catch (const InputError &error) {
        page.note(task + " was left out: " + error.what());
        return;
    }
    addEvaluation(page, folder);
}

} // namespace

void addEmbedding(ReportPage &page, const EmbeddingReport &report, Progress &progress,
                  std::stop_token stop)
{
    const EmbeddingTable table = readEmbeddings(report.embeddings);
    const std::string name = report.embeddings.stem().string();
    std::vector<std::string> notes;
    const std::filesystem::path sequences = findSequences(report, table, notes);
    const std::filesystem::path labels = labelsOf(report, table);
    page.heading("Embedding " + name);
    addContents(page, table);
    addLabelTable(page, table);
    if (labels.empty())
        notes.emplace_back("The vectors have no labels: clusters and bins cannot be scored. Name a "
                           "label file with --labels.");
    for (const std::string &note : notes)
        page.note(note);
    addPicture(page, name, table);
    if (!sequences.empty())
        addPicture(page, Baseline(shownBaseline).label(), baselineOf(sequences, table));
    std::vector<std::pair<std::string, std::string>> provenance(table.provenance.begin(),
                                                                table.provenance.end());
    provenance.emplace_back("report", report.commandLine);
    page.heading("Provenance of the embedding", 3);
    page.terms(provenance);
    if (labels.empty() || sequences.empty())
        return;
    SequenceEvaluation evaluation{
        .sequences = sequences,
        .labels = labels,
        .limits = {.shortest = 1, .fewest = 1},
        .candidates = {.baselines = {"tnf", shownBaseline}, .embeddings = {report.embeddings}},
        .commandLine = report.commandLine,
        .version = report.version};
    addScores(page, "Clustering", report.scratch / name,
              [&] { evaluateClustering(evaluation, report.scratch / name, progress, stop); });
    evaluation.limits = {};
    const std::filesystem::path bins = report.scratch / (name + ", published limits");
    addScores(page, "Binning", bins,
              [&] { evaluateBinning(evaluation, {}, bins, progress, stop); });
}

} // namespace helicase
