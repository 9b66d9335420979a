#include "core/dataset/label_table.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/csv.h"
#include "core/sequence/line_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace helicase {

namespace {

using Labels = std::map<std::string, std::string>;

// Which columns hold id and label.
struct Columns {
    size_t id;
    size_t label;
    size_t count;
};

std::optional<size_t> find(const std::vector<std::string> &names,
                           std::initializer_list<std::string_view> wanted)
{
    const auto column = std::ranges::find_if(names, [&](std::string_view name) {
        return std::ranges::find(wanted, name) != wanted.end();
    });
    return column == names.end() ? std::nullopt : std::optional<size_t>(column - names.begin());
}

class LabelReader {
public:
    // column: where the labels are; empty: under one of the usual names.
    LabelReader(const std::filesystem::path &file, std::string column)
        : lines_(file), column_(std::move(column))
    {
    }

    Labels read()
    {
        while (const auto line = lines_.next())
            take(*line);
        if (!columns_)
            throw InputError(
                "holds no labels (expected a header with id and label, or a CAMI binning file)",
                {.file = lines_.file()});
        return std::move(labels_);
    }

private:
    // CAMI files begin with @Version:, @SampleID: and the like, then "@@SEQUENCEID<TAB>BINID...";
    // several such samples may follow one another.
    void take(std::string_view line)
    {
        if (trim(line).empty() || line.starts_with('#'))
            return;
        if (line.starts_with("@@"))
            readCamiHeader(cells(line.substr(2)));
        else if (line.starts_with('@') && (!columns_ || isCami_))
            isCami_ = true;
        else if (!columns_) {
            isCsv_ = line.find('\t') == std::string_view::npos && line.find(',') != line.npos;
            readHeader(cells(line), {"id", "contig", "sequence_id"}, {"label", "species"});
        } else
            readRow(cells(line));
    }

    std::vector<std::string> cells(std::string_view line) const
    {
        if (!isCsv_) {
            const std::vector<std::string_view> parts = split(line, '\t');
            return {parts.begin(), parts.end()};
        }
        auto fields = splitCsvRow(line);
        if (!fields)
            throw InputError("a quotation mark stands in the wrong place", lines_.place());
        return std::move(*fields);
    }

    void readCamiHeader(const std::vector<std::string> &names)
    {
        const auto require = [&](std::string_view column, bool isThere) {
            if (!isThere)
                throw InputError("CAMI file: column " + std::string(column) + " is missing",
                                 lines_.place(), "columns are separated by tabs");
        };
        require("SEQUENCEID", find(names, {"SEQUENCEID"}).has_value());
        if (column_.empty())
            require("BINID", find(names, {"BINID", "TAXID"}).has_value());
        else
            require(column_, find(names, {column_}).has_value());
        readHeader(names, {"SEQUENCEID"}, {"BINID", "TAXID"});
    }

    void readHeader(const std::vector<std::string> &names,
                    std::initializer_list<std::string_view> idNames,
                    std::initializer_list<std::string_view> labelNames)
    {
        const auto id = find(names, idNames);
        const auto label = column_.empty() ? find(names, labelNames) : find(names, {column_});
        if (!id || !label)
            throw InputError("found " + printable(join(names, " ")) +
                                 " (expected a header with the columns id and " +
                                 (column_.empty() ? "label" : printable(column_)) + ")",
                             lines_.place(), "columns are separated by tabs");
        columns_ = Columns{*id, *label, names.size()};
    }

    void readRow(const std::vector<std::string> &cells)
    {
        if (cells.size() != columns_->count)
            throw InputError("found " + std::to_string(cells.size()) + " columns (expected " +
                                 std::to_string(columns_->count) + ")",
                             lines_.place(), "columns are separated by tabs");
        const std::string id(trim(cells[columns_->id]));
        const std::string label(trim(cells[columns_->label]));
        if (id.empty() || label.empty())
            throw InputError(id.empty() ? "row without an id" : "no label for " + printable(id),
                             lines_.place());
        if (!labels_.emplace(id, label).second)
            throw InputError("the id " + printable(id) + " occurs twice", lines_.place());
    }

    LineReader lines_;
    std::string column_;
    std::optional<Columns> columns_;
    bool isCami_ = false;
    bool isCsv_ = false;
    Labels labels_;
};

} // namespace

std::map<std::string, std::string> readLabels(const std::filesystem::path &file)
{
    return readLabels(file, {});
}

std::map<std::string, std::string> readLabels(const std::filesystem::path &file,
                                              const std::string &column)
{
    return LabelReader(file, column).read();
}

} // namespace helicase
