#include "widgets/embeddings/joined_columns.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/csv.h"
#include "core/sequence/line_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace helicase {

namespace {

constexpr std::array<std::string_view, 3> idNames = {"id", "contig", "sequence_id"};
constexpr std::array<std::string_view, 3> namesInTheData = {"species", "label", "length"};

bool isAmong(std::string_view name, std::span<const std::string_view> names)
{
    return std::ranges::find(names, name) != names.end();
}

class ColumnReader {
public:
    ColumnReader(const std::filesystem::path &file, CloudData &data, const ContigIndex &index)
        : lines_(file), data_(data), index_(index), seen_(data.ids.size())
    {
    }

    // Whether there is a header with an id.
    bool readHeader()
    {
        while (const auto line = lines_.next()) {
            if (trim(*line).empty() || line->starts_with('#'))
                continue;
            isCsv_ = line->find('\t') == line->npos && line->find(',') != line->npos;
            header_ = cells(*line);
            break;
        }
        const auto id = std::ranges::find_if(
            header_, [](std::string_view name) { return isAmong(name, idNames); });
        idColumn_ = static_cast<size_t>(id - header_.begin());
        texts_.resize(header_.size());
        for (size_t column = 0; column < header_.size(); ++column)
            if (column != idColumn_ && !isAmong(header_[column], namesInTheData))
                texts_[column].resize(data_.ids.size());
        return id != header_.end();
    }

    void readRows(bool areSecondary)
    {
        while (const auto line = lines_.next())
            if (!trim(*line).empty())
                takeRow(cells(*line));
        for (size_t column = 0; column < header_.size(); ++column)
            if (!texts_[column].empty()) {
                data_.columns.push_back(makeColumn(header_[column], std::move(texts_[column])));
                data_.columns.back().isSecondary = areSecondary;
            }
    }

private:
    std::vector<std::string> cells(std::string_view line) const
    {
        if (!isCsv_) {
            const std::vector<std::string_view> parts = split(line, '\t');
            return {parts.begin(), parts.end()};
        }
        std::optional<std::vector<std::string>> fields = splitCsvRow(line);
        if (!fields)
            throw InputError("a quotation mark stands in the wrong place", lines_.place());
        return std::move(*fields);
    }

    void takeRow(std::vector<std::string> fields)
    {
        if (fields.size() != header_.size())
            throw InputError("the row has " + std::to_string(fields.size()) +
                                 " columns (expected " + std::to_string(header_.size()) + ")",
                             lines_.place());
        const int64_t found = index_.find(trim(fields[idColumn_]));
        if (found < 0)
            return;
        const auto row = static_cast<size_t>(found);
        if (seen_[row])
            throw InputError("the id " + printable(fields[idColumn_]) + " is repeated",
                             lines_.place());
        seen_[row] = true;
        for (size_t column = 0; column < fields.size(); ++column)
            if (!texts_[column].empty())
                texts_[column][row] = std::string(trim(fields[column]));
    }

    static CloudColumn makeColumn(const std::string &name, std::vector<std::string> texts)
    {
        CloudColumn column{.name = name, .isNumber = true};
        column.numbers.assign(texts.size(), std::numeric_limits<double>::quiet_NaN());
        bool hasNumber = false;
        for (size_t row = 0; row < texts.size() && column.isNumber; ++row) {
            if (texts[row].empty())
                continue;
            const std::optional<double> value = parseReal(texts[row]);
            column.isNumber = value.has_value();
            column.numbers[row] = value.value_or(0);
            hasNumber = true;
        }
        if (column.isNumber && hasNumber)
            return column;
        column.isNumber = false;
        column.numbers.clear();
        std::vector<std::string> names;
        std::ranges::copy_if(texts, std::back_inserter(names),
                             [](const std::string &text) { return !text.empty(); });
        std::ranges::sort(names);
        const auto repeated = std::ranges::unique(names);
        names.erase(repeated.begin(), repeated.end());
        for (const std::string &text : texts)
            column.classes.push_back(
                text.empty()
                    ? -1
                    : static_cast<int>(std::ranges::lower_bound(names, text) - names.begin()));
        column.names = std::move(names);
        return column;
    }

    LineReader lines_;
    CloudData &data_;
    const ContigIndex &index_;
    std::vector<bool> seen_; // by contig
    bool isCsv_ = false;
    std::vector<std::string> header_;
    size_t idColumn_ = 0;
    std::vector<std::vector<std::string>> texts_; // by column and contig; empty: not taken
};

} // namespace

void joinColumns(const std::filesystem::path &table, UnusableTable rule, CloudData &data,
                 const ContigIndex &index)
{
    ColumnReader reader(table, data, index);
    if (reader.readHeader())
        reader.readRows(rule == UnusableTable::LeftOut);
    else if (rule == UnusableTable::Refused)
        throw InputError("there is no column of ids (expected id, contig or sequence_id)",
                         {.file = table}, "columns are joined by id, never by row");
}

} // namespace helicase
