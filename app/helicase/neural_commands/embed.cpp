// helicase embed INPUT... --model MODEL | --baseline NAME -o FILE
// helicase embed --join FOLDER -o FILE
#include "app/helicase/core_commands/shard.h"
#include "app/helicase/core_commands/text_records.h"
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/neural_commands/model_arguments.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/text.h"
#include "core/dataset/label_table.h"
#include "core/neural/embed/baseline.h"
#include "core/neural/embed/embedding_export.h"
#include "core/neural/embed/embedding_join.h"
#include "core/neural/embed/embedding_stream.h"
#include "core/neural/embed/projector.h"
#include "core/neural/tensor/threads.h"
#include "core/run/run_inputs.h"

#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

namespace helicase {

namespace {

// The sequences of the inputs that the shard has, one after another.
class Input {
public:
    explicit Input(const CommandLine &line)
        : line_(line), shard_(line.options),
          format_(textFormatNamed(line.options.text("input-format"))),
          longest_(line.options.integer("longest"))
    {
        if (line.inputs.empty())
            throw OptionError("INPUT", "a sequence file is needed",
                              "name a FASTA or FASTQ file, or -");
    }

    // visit(id, bases, place): place counts all sequences, also those of other shards.
    template <typename Visit>
    void forEach(const Visit &visit) const
    {
        std::set<std::string, std::less<>> ids;
        int64_t place = 0;
        for (const std::string &file : line_.inputs) {
            TextRecordReader reader(file, format_, TabMeans::Text);
            while (const auto record = reader.next()) {
                if (!ids.emplace(record->id).second)
                    throw InputError("the id " + printable(std::string(record->id)) +
                                         " occurs twice",
                                     {.file = file}, "give each sequence an id of its own");
                if (shard_.has(place))
                    visit(record->id, cut(record->text), place);
                ++place;
            }
        }
        if (place == 0)
            throw InputError("there is no sequence in this file", {.file = line_.inputs.front()});
    }

    // Bases of the shard's sequences; 0 when the input can be read only once. Refuses what forEach
    // would refuse.
    int64_t bases() const
    {
        for (const std::string &file : line_.inputs)
            if (file == "-" || !std::filesystem::is_regular_file(file))
                return 0;
        int64_t sum = 0;
        forEach(
            [&](std::string_view, std::string_view bases, int64_t) { sum += std::ssize(bases); });
        return sum;
    }

    bool isWhole() const { return shard_.isWhole(); }

private:
    std::string_view cut(std::string_view bases) const
    {
        return longest_ > 0 ? bases.substr(0, static_cast<size_t>(longest_)) : bases;
    }

    const CommandLine &line_;
    Shard shard_;
    std::optional<TextFormat> format_;
    int64_t longest_;
};

EmbedSettings settingsFrom(const OptionValues &options)
{
    EmbedSettings settings{.poolings = poolingsFrom(options.text("pooling")),
                           .otherStrand = otherStrandFrom(options.text("reverse-complement")),
                           .longSequences = options.text("long") == "windows"
                                                ? LongSequences::Windows
                                                : LongSequences::Cut,
                           .maximumTokens = options.integer("max-tokens"),
                           .windowOverlap = options.integer("window-overlap"),
                           .layer = options.integer("layer"),
                           .contrastiveHead = options.flag("contrastive-head")};
    check(settings);
    if (settings.windowOverlap > 0 && settings.longSequences == LongSequences::Cut)
        throw OptionError("window-overlap", "there are no windows", "give --long windows too");
    return settings;
}

// The places of rows that went into the stream; those that it skipped come out of the ids.
std::vector<int64_t> placesOf(const EmbeddingTable &table,
                              const std::map<std::string, int64_t> &placeOf)
{
    std::vector<int64_t> places;
    for (const std::string &id : table.ids)
        places.push_back(placeOf.at(id));
    return places;
}

// Where vectors are kept until the file is written: the user's cache, or one beside the output that
// goes when all is done.
class Kept {
public:
    Kept(const CommandLine &line, const Embedder &embedder, const EmbedSettings &settings)
        : isOwn_(line.options.text("cache").empty()),
          cache_(isOwn_ ? std::filesystem::path(line.options.text("output") + ".partial")
                        : line.options.path("cache"),
                 spaceOf(embedder, settings), embedder.width(settings),
                 static_cast<int64_t>(1e9 * (isOwn_ ? 1e6 : line.options.real("cache-size"))))
    {
    }
    Kept(const Kept &) = delete;
    Kept &operator=(const Kept &) = delete;
    ~Kept()
    {
        if (isOwn_)
            cache_.removeIfEmpty();
    }
    EmbeddingCache &cache() { return cache_; }
    void finish()
    {
        if (isOwn_)
            cache_.remove();
    }

private:
    static std::string spaceOf(const Embedder &embedder, const EmbedSettings &settings)
    {
        std::string text = embedder.fingerprint();
        for (const auto &[key, value] : embedder.provenance(settings))
            if (key != "model") // the name may change
                text += "\n" + key + "=" + value;
        return text;
    }

    bool isOwn_;
    EmbeddingCache cache_;
};

void tellLonger(const EmbeddingTable &table, const EmbedSettings &settings)
{
    const auto tell = [&](const char *key, const std::string &what) {
        const auto count = table.provenance.find(key);
        if (count != table.provenance.end() && count->second != "0")
            std::cerr << "helicase: " << count->second << " of " << table.ids.size()
                      << " sequences were " << what << '\n';
    };
    const std::string limit = std::to_string(settings.maximumTokens) + " tokens";
    tell("truncated", "cut to " + limit);
    tell("windowed", "embedded in windows of " + limit);
    tell("skipped_empty", "left out: they have no tokens");
}

EmbeddingTable embedWithModel(const CommandLine &line, const Input &input,
                              std::optional<Kept> &kept, const std::stop_token &stop)
{
    const EmbedSettings settings = settingsFrom(line.options);
    const Arithmetic arithmetic = arithmeticFrom(line.options.text("precision"));
    const int64_t bases = input.bases();
    const Embedder embedder(line.options.path("model"), arithmetic);
    EmbeddingCache &cache = kept.emplace(line, embedder, settings).cache();
    if (cache.damaged() > 0)
        std::cerr << "helicase: " << cache.damaged()
                  << " damaged files of the cache were thrown away\n";
    const auto progress = makeProgress(line);
    EmbeddingStream stream(embedder,
                           {.settings = settings,
                            .empty = line.options.text("empty") == "skip" ? EmptySequences::Skip
                                                                          : EmptySequences::Refuse,
                            .expectedBases = bases},
                           &cache, *progress, stop);
    std::map<std::string, int64_t> placeOf;
    input.forEach([&](std::string_view id, std::string_view sequence, int64_t place) {
        stream.add(id, sequence);
        if (!input.isWhole())
            placeOf.emplace(id, place);
    });
    EmbeddingTable table = stream.finish();
    if (!input.isWhole())
        table.places = placesOf(table, placeOf);
    if (stream.fromCache() > 0 && !line.options.flag("quiet"))
        std::cerr << "helicase: " << stream.fromCache() << " vectors had been computed before\n";
    tellLonger(table, settings);
    return table;
}

Baseline baselineOf(const OptionValues &options)
{
    return Baseline(options.text("baseline"), baselineTablesFrom(options));
}

EmbeddingTable embedWithBaseline(const CommandLine &line, const Input &input)
{
    std::vector<Sequence> sequences;
    std::vector<int64_t> places;
    input.forEach([&](std::string_view id, std::string_view bases, int64_t place) {
        sequences.push_back({.id = std::string(id), .bases = std::string(bases)});
        if (!input.isWhole())
            places.push_back(place);
    });
    EmbeddingTable table = baselineOf(line.options).embed(sequences);
    if (const std::string &words = table.provenance.at("skipped_words"); words != "0")
        std::cerr << "helicase: " << words
                  << " words with other letters than A, C, G and T are not "
                  << "counted (" << table.provenance.at("sequences_with_other_letters")
                  << " sequences)\n";
    table.places = std::move(places);
    return table;
}

void addLabels(const CommandLine &line, EmbeddingTable &table)
{
    const std::filesystem::path file = line.options.path("labels");
    if (file.empty())
        return;
    const auto labels = readLabels(file, line.options.text("label-column"));
    int64_t unmatched = 0;
    for (const std::string &id : table.ids) {
        const auto label = labels.find(id);
        unmatched += label == labels.end() ? 1 : 0;
        table.labels.push_back(label == labels.end() ? std::string() : label->second);
    }
    table.provenance["unlabelled"] = std::to_string(unmatched);
    if (unmatched > 0)
        std::cerr << "helicase: " << unmatched << " of " << table.ids.size()
                  << " sequences have no label in " << file.string() << '\n';
}

// So that a report finds the sequences again and knows whether they are still the same.
void addInputs(const CommandLine &line, EmbeddingTable &table)
{
    nlohmann::json inputs = nlohmann::json::array();
    for (const std::filesystem::path file : line.inputs)
        if (std::filesystem::is_regular_file(file))
            inputs.push_back(describeInput(std::filesystem::absolute(file)));
    if (!inputs.empty())
        table.provenance["inputs"] = inputs.dump();
}

void process(const CommandLine &line, EmbeddingTable &table)
{
    if (const std::string &text = line.options.text("projector"); !text.empty()) {
        const Projector projector = Projector::named(
            text, table.vectors.columns(), static_cast<uint64_t>(line.options.integer("seed")));
        table.vectors = projector.apply(table.vectors);
        for (const auto &[key, value] : projector.provenance())
            table.provenance[key] = value;
    }
    if (line.options.flag("standardize")) {
        standardizeColumns(table.vectors);
        table.provenance["standardize"] = "columns of this file";
    }
}

// What can be refused before anything is read or computed.
void refuseEarly(const CommandLine &line)
{
    const OptionValues &options = line.options;
    requireEmbeddingSuffix(options.path("output"));
    if (!options.text("join").empty()) {
        if (!line.inputs.empty() || !options.text("model").empty() ||
            !options.text("baseline").empty())
            throw OptionError("join", "shards are joined without input, --model and --baseline");
        return;
    }
    if (options.text("model").empty() == options.text("baseline").empty())
        throw OptionError("model", "exactly one of --model and --baseline is needed");
    if (!options.text("baseline").empty())
        baselineOf(options);
    if (const Shard shard(options); !shard.isWhole()) {
        if (options.flag("standardize"))
            throw OptionError("standardize", "a shard does not know the columns of the others",
                              "give it to embed --join");
        if (options.path("output").extension() != ".safetensors")
            throw OptionError("output", "a shard is written as .safetensors",
                              "embed --join takes those");
    }
    if (const std::string &text = options.text("projector"); !text.empty())
        Projector::named(text, 1, 0);
    if (!options.path("labels").empty())
        readLabels(options.path("labels"), options.text("label-column"));
}

EmbeddingTable makeTable(const CommandLine &line, std::optional<Kept> &kept,
                         const std::stop_token &stop)
{
    if (const std::filesystem::path folder = line.options.path("join"); !folder.empty())
        return joinShards(folder);
    const Input input(line);
    return line.options.text("baseline").empty() ? embedWithModel(line, input, kept, stop)
                                                 : embedWithBaseline(line, input);
}

} // namespace

ExitStatus runEmbed(const CommandLine &line)
{
    const StopSignals signals;
    line.options.requireComplete();
    useThreads(line.options.integer("threads"));
    refuseEarly(line);
    std::optional<Kept> kept;
    EmbeddingTable table = makeTable(line, kept, signals.token());
    addLabels(line, table);
    addInputs(line, table);
    process(line, table);
    if (const std::string &shard = line.options.text("shard"); !shard.empty())
        table.provenance["shard"] = shard;
    table.provenance["command"] = line.text;
    table.provenance["version"] = versionText();
    const std::filesystem::path output = line.options.path("output");
    exportEmbeddings(output, table);
    if (kept)
        kept->finish();
    if (!line.options.flag("quiet"))
        std::cerr << "helicase: " << table.vectors.rows() << " vectors of width "
                  << table.vectors.columns() << " in " << output.string() << '\n';
    return ExitStatus::Done;
}

} // namespace helicase
