#include "core/neural/embed/embedding_join.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace helicase {

namespace {

// Entries of the provenance that are counts: the sum of the shards'.
constexpr std::array<const char *, 4> counted{"tokens", "truncated", "windowed", "skipped_empty"};
// Entries that may differ from shard to shard.
constexpr std::array<const char *, 2> own{"shard", "command"};

struct ShardFile {
    std::filesystem::path file;
    EmbeddingTable table;
    int64_t number = 0; // from 1
    int64_t count = 0;
};

ShardFile readShard(const std::filesystem::path &file)
{
    ShardFile shard{.file = file, .table = readEmbeddings(file)};
    const auto text = shard.table.provenance.find("shard");
    if (text == shard.table.provenance.end() || shard.table.places.size() != shard.table.ids.size())
        throw InputError("this file is no shard", {.file = file},
                         "embed --shard I/N writes them; the folder may hold nothing else");
    const std::vector<std::string_view> parts = split(text->second, '/');
    const auto number = parts.size() == 2 ? parseInteger(parts[0]) : std::nullopt;
    const auto count = parts.size() == 2 ? parseInteger(parts[1]) : std::nullopt;
    if (!number || !count || *number < 1 || *number > *count)
        throw InputError("found the shard " + printable(text->second) + " (expected I/N)",
                         {.file = file});
    shard.number = *number;
    shard.count = *count;
    return shard;
}

std::vector<ShardFile> readFolder(const std::filesystem::path &folder)
{
    if (!std::filesystem::is_directory(folder))
        throw InputError("there is no such folder", {.file = folder});
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".safetensors")
            files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<ShardFile> shards;
    for (const std::filesystem::path &file : files)
        shards.push_back(readShard(file));
    if (shards.empty())
        throw InputError("there is no embedding file in this folder", {.file = folder},
                         "shards are .safetensors files");
    return shards;
}

std::map<std::string, std::string> settingsOf(const ShardFile &shard)
{
    auto settings = shard.table.provenance;
    for (const char *key : counted)
        settings.erase(key);
    for (const char *key : own)
        settings.erase(key);
    settings["shards"] = std::to_string(shard.count);
    settings["width"] = std::to_string(shard.table.vectors.columns());
    return settings;
}

void requireSameSettings(const std::vector<ShardFile> &shards)
{
    const auto expected = settingsOf(shards.front());
    for (const ShardFile &shard : shards) {
        const auto found = settingsOf(shard);
        for (const auto &[key, value] : expected) {
            const auto entry = found.find(key);
            if (entry == found.end() || entry->second != value)
                throw InputError("its " + key + " is " +
                                     (entry == found.end() ? "missing" : printable(entry->second)) +
                                     ", that of " + shards.front().file.filename().string() +
                                     " is " + printable(value),
                                 {.file = shard.file},
                                 "shards of one input are embedded with the same settings");
        }
        if (found.size() != expected.size())
            throw InputError("has other settings than " + shards.front().file.filename().string(),
                             {.file = shard.file});
    }
}

void requireAll(const std::vector<ShardFile> &shards, const std::filesystem::path &folder)
{
    std::set<int64_t> found;
    for (const ShardFile &shard : shards)
        if (!found.insert(shard.number).second)
            throw InputError("shard " + std::to_string(shard.number) + " of " +
                                 std::to_string(shard.count) + " is there twice",
                             {.file = shard.file});
    const int64_t count = shards.front().count;
    std::vector<std::string> missing;
    for (int64_t number = 1; number <= count; ++number)
        if (!found.contains(number))
            missing.push_back(std::to_string(number));
    if (!missing.empty())
        throw InputError("of " + std::to_string(count) + " shards " + join(missing, ", ") +
                             (missing.size() == 1 ? " is" : " are") + " missing",
                         {.file = folder});
}

struct RowPlace {
    int64_t place = 0;
    size_t shard = 0;
    size_t row = 0;
};

std::vector<RowPlace> rowsInOrder(const std::vector<ShardFile> &shards)
{
    std::vector<RowPlace> rows;
    std::set<std::string_view> ids;
    for (size_t shard = 0; shard < shards.size(); ++shard) {
        const EmbeddingTable &table = shards[shard].table;
        for (size_t row = 0; row < table.ids.size(); ++row) {
            if (!ids.insert(table.ids[row]).second)
                throw InputError("the id " + printable(table.ids[row]) +
                                     " occurs in another shard too",
                                 {.file = shards[shard].file});
            rows.push_back({table.places[row], shard, row});
        }
    }
    std::ranges::sort(rows, {}, &RowPlace::place);
    return rows;
}

std::map<std::string, std::string> joinedProvenance(const std::vector<ShardFile> &shards)
{
    auto provenance = settingsOf(shards.front());
    provenance.erase("width");
    for (const char *key : counted) {
        int64_t sum = 0;
        bool isThere = false;
        for (const ShardFile &shard : shards)
            if (const auto entry = shard.table.provenance.find(key);
                entry != shard.table.provenance.end()) {
                sum += parseInteger(entry->second).value_or(0);
                isThere = true;
            }
        if (isThere)
            provenance[key] = std::to_string(sum);
    }
    return provenance;
}

} // namespace

EmbeddingTable joinShards(const std::filesystem::path &folder)
{
    const std::vector<ShardFile> shards = readFolder(folder);
    requireSameSettings(shards);
    requireAll(shards, folder);
    const std::vector<RowPlace> rows = rowsInOrder(shards);
    const bool hasLabels = std::ranges::any_of(
        shards, [](const ShardFile &shard) { return !shard.table.labels.empty(); });
    EmbeddingTable table{.vectors =
                             Matrix(std::ssize(rows), shards.front().table.vectors.columns()),
                         .provenance = joinedProvenance(shards)};
    for (const RowPlace &place : rows) {
        const EmbeddingTable &source = shards[place.shard].table;
        std::ranges::copy(source.vectors.row(static_cast<int64_t>(place.row)),
                          table.vectors.row(std::ssize(table.ids)).begin());
        table.ids.push_back(source.ids[place.row]);
        table.lengths.push_back(source.lengths[place.row]);
        if (hasLabels)
            table.labels.push_back(source.labels.empty() ? std::string()
                                                         : source.labels[place.row]);
    }
    return table;
}

} // namespace helicase
