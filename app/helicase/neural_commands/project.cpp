// helicase project EMBEDDINGS --method pca|umap|tsne --dims 3 -o FILE.tsv
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "core/dataset/embedding_table.h"
#include "core/neural/project/projection.h"
#include "core/neural/tensor/threads.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

// The shortest text that reads back as the same float.
std::string realText(float value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return std::string(text, end.ptr);
}

TsvTable coordinateTable(const EmbeddingTable &embeddings, const Matrix &coordinates)
{
    constexpr const char *axes[] = {"x", "y", "z"};
    TsvTable table{.columns = {"id"}};
    for (int64_t j = 0; j < coordinates.columns(); ++j)
        table.columns.emplace_back(axes[j]);
    for (int64_t i = 0; i < coordinates.rows(); ++i) {
        auto &row = table.rows.emplace_back(std::vector{embeddings.ids[static_cast<size_t>(i)]});
        for (const float value : coordinates.row(i))
            row.push_back(realText(value));
    }
    return table;
}

// The last folder and the name: stays right when the project is moved.
std::string sourceName(const std::filesystem::path &input)
{
    const std::filesystem::path whole = std::filesystem::absolute(input);
    return (whole.parent_path().filename() / whole.filename()).string();
}

} // namespace

ExitStatus runProject(const CommandLine &line)
{
    line.options.requireComplete();
    if (line.inputs.size() != 1)
        throw OptionError("EMB", "exactly one embedding file is needed");
    const std::filesystem::path input = line.inputs.front();
    const ProjectionSettings settings = projectionSettings(line.options);
    useThreads(line.options.integer("threads"));
    const EmbeddingTable embeddings = readEmbeddings(input);
    checkProjectable(embeddings, settings, input);
    const StopSignals signals;
    const auto progress = makeProgress(line);
    const Projection projection = project(embeddings.vectors, settings, *progress, signals.token());

    const std::filesystem::path output = line.options.path("output");
    std::filesystem::path description = output;
    description.replace_extension(".json");
    nlohmann::json facts = describe(settings, projection);
    facts.update({{"source", sourceName(input)},
                  {"sequences", embeddings.ids.size()},
                  {"embedding", embeddings.provenance},
                  {"command", line.text},
                  {"version", versionText()}});
    writeTsv(output, coordinateTable(embeddings, projection.coordinates));
    writeJsonFile(description, facts);
    return ExitStatus::Done;
}

} // namespace helicase
