#include "core/neural/evaluate/candidate.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/cluster/unit_rows.h"
#include "core/neural/model/model_location.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace helicase {

namespace {

void requireFinite(const EmbeddingTable &table, const std::string &name)
{
    for (int64_t i = 0; i < table.vectors.rows(); ++i)
        for (const float value : table.vectors.row(i))
            if (!std::isfinite(value))
                throw Error("the vector of " + printable(table.ids[static_cast<size_t>(i)]) +
                                " from " + name + " holds values that are not finite",
                            "the training of this model has probably diverged",
                            ExitStatus::BadInput);
}

Candidate fromTable(std::string name, std::string label, CandidateKind kind,
                    const EmbeddingTable &table)
{
    requireFinite(table, name);
    Candidate candidate{.name = std::move(name),
                        .label = std::move(label),
                        .kind = kind,
                        .unitVectors = unitRows(table.vectors),
                        .lengths = rowLengths(table.vectors)};
    for (const auto &[key, value] : table.provenance)
        candidate.details[key] = value;
    candidate.details["width"] = table.vectors.columns();
    return candidate;
}

// The rows of a table in the order of the sequences.
EmbeddingTable joinedById(EmbeddingTable table, const LabelledSequences &data,
                          const std::filesystem::path &file)
{
    std::map<std::string, int64_t> rowOf;
    for (size_t i = 0; i < table.ids.size(); ++i)
        rowOf[table.ids[i]] = static_cast<int64_t>(i);
    std::vector<int64_t> rows;
    EmbeddingTable joined{.lengths = data.lengths, .provenance = std::move(table.provenance)};
    for (const Sequence &sequence : data.sequences) {
        const auto found = rowOf.find(sequence.id);
        if (found == rowOf.end())
            throw InputError("there is no vector for sequence " + printable(sequence.id),
                             {.file = file}, "embed the same sequences that are evaluated");
        rows.push_back(found->second);
        joined.ids.push_back(sequence.id);
    }
    joined.vectors = selectRows(table.vectors, rows);
    return joined;
}

Candidate fromFile(const std::filesystem::path &file, const LabelledSequences &data)
{
    EmbeddingTable table = joinedById(readEmbeddings(file), data, file);
    const auto baseline = table.provenance.find("baseline");
    const bool isBaseline = baseline != table.provenance.end();
    const std::string name = file.stem();
    Candidate candidate =
        fromTable(name, name, isBaseline ? CandidateKind::Baseline : CandidateKind::Model, table);
    candidate.details["file"] = file.string();
    return candidate;
}

void noteCutSequences(const EmbeddingTable &table, const std::string &name, int64_t most,
                      std::vector<std::string> &notes)
{
    const auto truncated = parseInteger(table.provenance.at("truncated")).value_or(0);
    if (truncated > 0)
        notes.push_back(name + " looks at the first " + grouped(most) + " tokens of " +
                        grouped(truncated) + (truncated == 1 ? " contig" : " contigs") + " that " +
                        (truncated == 1 ? "is" : "are") + " longer.");
}

void noteSkippedWords(const EmbeddingTable &table, std::vector<std::string> &notes)
{
    const auto number = [&](const char *key) {
        return parseInteger(table.provenance.at(key)).value_or(0);
    };
    if (const int64_t words = number("skipped_words"); words > 0) {
        const int64_t contigs = number("sequences_with_other_letters");
        notes.push_back(table.provenance.at("label") + " skips " + grouped(words) +
                        (words == 1 ? " word" : " words") +
                        " with other letters than A, C, G and T (" + grouped(contigs) +
                        (contigs == 1 ? " contig)." : " contigs)."));
    }
}

// A second "best" becomes "best-2".
void makeNamesUnique(std::vector<Candidate> &candidates)
{
    std::map<std::string, int64_t> uses;
    for (Candidate &candidate : candidates) {
        const int64_t number = ++uses[candidate.name];
        if (number == 1)
            continue;
        std::string suffix(1, '-');
        suffix += std::to_string(number);
        candidate.name += suffix;
        candidate.label += suffix;
    }
}

} // namespace

Matrix originalVectors(const Candidate &candidate)
{
    Matrix vectors = candidate.unitVectors;
    for (int64_t i = 0; i < vectors.rows(); ++i)
        for (float &value : vectors.row(i))
            value = static_cast<float>(value * candidate.lengths[static_cast<size_t>(i)]);
    return vectors;
}

std::vector<Candidate> makeCandidates(const CandidateList &list, const LabelledSequences &data,
                                      std::vector<std::string> &notes, Progress &progress,
                                      std::stop_token stop)
{
    if (list.models.empty() && list.baselines.empty() && list.embeddings.empty())
        throw OptionError("model", "there is nothing to compare",
                          "give --model, --baseline or --embeddings");
    std::vector<Embedder> embedders;
    for (const std::filesystem::path &model : list.models)
        embedders.emplace_back(model, list.arithmetic);
    std::vector<Candidate> files;
    for (const std::filesystem::path &file : list.embeddings)
        files.push_back(fromFile(file, data));
    std::vector<Baseline> wanted;
    for (const std::string &name : list.baselines)
        wanted.emplace_back(name, list.tables);
    std::vector<Candidate> baselines;
    for (const Baseline &baseline : wanted) {
        const EmbeddingTable table = baseline.embed(data.sequences);
        noteSkippedWords(table, notes);
        baselines.push_back(
            fromTable(baseline.name(), baseline.label(), CandidateKind::Baseline, table));
    }

    std::vector<Candidate> candidates;
    for (size_t i = 0; i < embedders.size(); ++i) {
        const EmbeddingTable table =
            embedders[i].embed(data.sequences, list.settings, progress, stop);
        const std::string name = modelName(list.models[i]);
        noteCutSequences(table, name, list.settings.maximumTokens, notes);
        candidates.push_back(fromTable(name, name, CandidateKind::Model, table));
        candidates.back().details["path"] = list.models[i].string();
    }
    std::ranges::move(files, std::back_inserter(candidates));
    std::ranges::move(baselines, std::back_inserter(candidates));
    makeNamesUnique(candidates);
    return candidates;
}

} // namespace helicase
