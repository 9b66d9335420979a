#include "core/dataset/label_table.h"

#include "core/base/error.h"
#include "core/base/text.h"
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

std::optional<size_t> find(const std::vector<std::string_view> &names,
                           std::initializer_list<std::string_view> wanted)
{
    const auto column = std::ranges::find_if(names, [&](std::string_view name) {
        return std::ranges::find(wanted, name) != wanted.end();
    });
    return column == names.end() ? std::nullopt : std::optional<size_t>(column - names.begin());
}

class LabelReader {
public:
    explicit LabelReader(const std::filesystem::path &file) : lines_(file) {}

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
            readHeader(split(line.substr(2), '\t'), {"SEQUENCEID"}, {"BINID", "TAXID"});
        else if (line.starts_with('@') && (!columns_ || isCami_))
            isCami_ = true;
        else if (!columns_)
            readHeader(split(line, '\t'), {"id", "contig", "sequence_id"}, {"label", "species"});
        else
            readRow(split(line, '\t'));
    }

    void readHeader(const std::vector<std::string_view> &names,
                    std::initializer_list<std::string_view> idNames,
                    std::initializer_list<std::string_view> labelNames)
    {
        const auto id = find(names, idNames);
        const auto label = find(names, labelNames);
        if (!id || !label)
            throw InputError(
                "found " +
                    printable(join(std::vector<std::string>(names.begin(), names.end()), " ")) +
                    " (expected a header with the columns id and label)",
                lines_.place(), "columns are separated by tabs");
        columns_ = Columns{*id, *label, names.size()};
    }

    void readRow(const std::vector<std::string_view> &cells)
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
    std::optional<Columns> columns_;
    bool isCami_ = false;
    Labels labels_;
};

} // namespace

std::map<std::string, std::string> readLabels(const std::filesystem::path &file)
{
    return LabelReader(file).read();
}

} // namespace helicase
