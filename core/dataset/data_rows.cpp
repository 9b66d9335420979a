#include "core/dataset/data_rows.h"

#include "core/base/text.h"
#include "core/dataset/classification_set.h"
#include "core/dataset/contrastive_pairs.h"
#include "core/dataset/labelled_rows.h"
#include "core/sequence/sequence_reader.h"

namespace helicase {

namespace {

class LabelledSource final : public DataRows {
public:
    explicit LabelledSource(const std::filesystem::path &file) : rows_(file) {}

    DataKind kind() const override
    {
        return rows_.isPaired() ? DataKind::LabelledPairs : DataKind::Labelled;
    }

    std::optional<DataRow> next() override
    {
        auto row = rows_.next();
        if (!row)
            return std::nullopt;
        if (isMissingLabel(row->label))
            row->label.clear();
        return DataRow{.name = {},
                       .first = std::move(row->first),
                       .second = std::move(row->second),
                       .label = std::move(row->label),
                       .line = rows_.lineNumber()};
    }

private:
    LabelledRowReader rows_;
};

class PairSource final : public DataRows {
public:
    explicit PairSource(const std::filesystem::path &file) : pairs_(file) {}

    DataKind kind() const override { return DataKind::Pairs; }

    std::optional<DataRow> next() override
    {
        auto pair = pairs_.next();
        if (!pair)
            return std::nullopt;
        return DataRow{.name = {},
                       .first = std::move(pair->first),
                       .second = std::move(pair->second),
                       .label = std::move(pair->label),
                       .line = pairs_.lineNumber()};
    }

private:
    PairReader pairs_;
};

class RecordSource final : public DataRows {
public:
    explicit RecordSource(const std::filesystem::path &file) : records_(file) {}

    DataKind kind() const override { return DataKind::Sequences; }

    std::optional<DataRow> next() override
    {
        auto record = records_.next();
        if (!record)
            return std::nullopt;
        return DataRow{.name = std::move(record->id),
                       .first = std::move(record->bases),
                       .second = {},
                       .label = {},
                       .line = records_.place().line.value_or(0)};
    }

private:
    SequenceReader records_;
};

// The first line that is not blank; empty for an empty file.
std::string firstLine(const std::filesystem::path &file)
{
    LineReader lines(file);
    while (const auto line = lines.next())
        if (!trim(*line).empty())
            return std::string(trim(*line));
    return {};
}

} // namespace

bool hasLabels(DataKind kind)
{
    return kind == DataKind::Labelled || kind == DataKind::LabelledPairs;
}

bool hasPairs(DataKind kind)
{
    return kind == DataKind::LabelledPairs || kind == DataKind::Pairs;
}

std::unique_ptr<DataRows> openDataRows(const std::filesystem::path &file)
{
    const std::string line = firstLine(file);
    if (line.starts_with('>') || line.starts_with('@'))
        return std::make_unique<RecordSource>(file);
    const std::string_view first = std::string_view(line).substr(0, line.find_first_of(",\t"));
    if (first.size() < line.size() && looksLikeSequence(first))
        return std::make_unique<PairSource>(file);
    return std::make_unique<LabelledSource>(file);
}

std::vector<DataFile> dataFilesOf(const std::filesystem::path &path)
{
    if (!std::filesystem::exists(path))
        throw InputError("there is no such file or folder", {.file = path});
    if (!std::filesystem::is_directory(path))
        return {{path.filename().string(), path}};
    const ClassificationSplits splits = findSplits(path);
    std::vector<DataFile> files;
    for (const auto &[name, file] : {std::pair("train", splits.train), std::pair("dev", splits.dev),
                                     std::pair("test", splits.test)})
        if (!file.empty())
            files.push_back({name, file});
    if (files.empty())
        throw InputError("holds no data set (expected train.csv, dev.csv and test.csv)",
                         {.file = path});
    return files;
}

} // namespace helicase
