#include "core/dataset/binding_set.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/alphabet.h"
#include "core/sequence/line_reader.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace helicase {

namespace {

using RowOfWindow = std::unordered_map<std::string, int64_t>;

std::string count(size_t number, const char *what)
{
    return std::to_string(number) + " " + what;
}

// The sequence file.
class WindowReader {
public:
    WindowReader(const std::filesystem::path &file, OtherLetters unknown, BindingSet &set)
        : lines_(file), unknown_(unknown), set_(set)
    {
    }

    RowOfWindow read()
    {
        readHeader();
        while (const auto line = lines_.next()) {
            if (!trim(*line).empty())
                take(split(*line, '\t'));
        }
        if (set_.names.empty())
            throw InputError("holds no windows", {.file = lines_.file()});
        return std::move(rows_);
    }

private:
    void readHeader()
    {
        const auto line = lines_.next();
        const auto names = line ? split(*line, '\t') : std::vector<std::string_view>();
        const auto sequence = std::ranges::find(names, "sequence");
        const auto name = std::ranges::find(names, "window_name");
        if (sequence == names.end() || name == names.end())
            throw InputError("no header with the columns sequence and window_name",
                             {.file = lines_.file(), .line = 1});
        sequenceColumn_ = static_cast<size_t>(sequence - names.begin());
        nameColumn_ = static_cast<size_t>(name - names.begin());
        columns_ = names.size();
    }

    void take(const std::vector<std::string_view> &cells)
    {
        if (cells.size() != columns_)
            fail("found " + count(cells.size(), "columns") + " (expected " +
                 std::to_string(columns_) + ")");
        std::string bases(cells[sequenceColumn_]);
        const std::string name(cells[nameColumn_]);
        if (name.empty())
            fail("window without a name");
        if (!set_.sequences.empty() && bases.size() != set_.sequences.front().size())
            fail("window " + printable(name) + " has " + count(bases.size(), "bases") +
                 " (expected " + std::to_string(set_.sequences.front().size()) +
                 " as the first one)");
        if (bases.empty())
            fail("window " + printable(name) + " has no sequence");
        checkLetters(name, bases);
        if (!rows_.emplace(name, static_cast<int64_t>(rows_.size())).second)
            fail("window " + printable(name) + " occurs twice");
        set_.names.push_back(name);
        set_.sequences.push_back(std::move(bases));
    }

    void checkLetters(const std::string &name, std::string &bases)
    {
        for (size_t i = 0; i < bases.size(); ++i) {
            if (isNucleotideCode(bases[i]))
                continue;
            if (unknown_ == OtherLetters::Refuse)
                throw InputError("window " + printable(name) + ", base " + std::to_string(i + 1) +
                                     ": " + printable({&bases[i], 1}) + " is not a nucleotide code",
                                 lines_.place(), "replace it by N, or have such letters mapped");
            bases[i] = 'N';
            ++set_.mapped;
        }
    }

    [[noreturn]] void fail(const std::string &message) const
    {
        throw InputError(message, lines_.place());
    }

    LineReader lines_;
    OtherLetters unknown_;
    BindingSet &set_;
    size_t sequenceColumn_ = 0;
    size_t nameColumn_ = 0;
    size_t columns_ = 0;
    RowOfWindow rows_;
};

// The score file, which has one column per window.
class ScoreReader {
public:
    ScoreReader(const std::filesystem::path &file, BindingSet &set) : lines_(file), set_(set) {}

    void read(const RowOfWindow &rows)
    {
        readHeader(rows);
        const auto length = static_cast<int64_t>(set_.sequences.front().size());
        set_.scores = Matrix(static_cast<int64_t>(set_.names.size()), length);
        int64_t base = 0;
        while (const auto line = lines_.next()) {
            if (line->empty())
                continue;
            if (base == length)
                fail(scoresForBases("more than " + std::to_string(length)));
            takeRow(*line, base++);
        }
        if (base != length)
            throw InputError(scoresForBases(std::to_string(base)), {.file = lines_.file()},
                             "is the file cut off?");
    }

private:
    void readHeader(const RowOfWindow &rows)
    {
        const auto line = lines_.next();
        if (!line)
            throw InputError("is empty (expected a header of window names)",
                             {.file = lines_.file()});
        std::vector<bool> seen(rows.size());
        for (const std::string_view name : split(*line, '\t')) {
            const auto row = rows.find(std::string(name));
            if (row == rows.end())
                fail("window " + printable(name) + " has scores but no sequence");
            if (seen[static_cast<size_t>(row->second)])
                fail("window " + printable(name) + " occurs twice");
            seen[static_cast<size_t>(row->second)] = true;
            rowOfColumn_.push_back(row->second);
            names_.emplace_back(name);
        }
        const auto missing = std::ranges::find(seen, false);
        if (missing != seen.end())
            fail("window " + printable(set_.names[static_cast<size_t>(missing - seen.begin())]) +
                 " has no scores");
    }

    // A file of scores is as long for all of its windows; the first stands for them.
    std::string scoresForBases(const std::string &scores) const
    {
        return "window " + printable(names_.front()) + ": " + scores + " scores for " +
               count(set_.sequences.front().size(), "bases");
    }

    void takeRow(std::string_view line, int64_t base)
    {
        size_t column = 0;
        for (const std::string_view cell : split(line, '\t')) {
            if (column == rowOfColumn_.size())
                break;
            const auto score = parseReal(cell);
            if (!score || !std::isfinite(*score))
                fail("window " + printable(names_[column]) + " has the score " + printable(cell) +
                     " for base " + std::to_string(base + 1) + " (expected a number)");
            set_.scores(rowOfColumn_[column], base) = static_cast<float>(*score);
            ++column;
        }
        const auto cells = static_cast<size_t>(std::ranges::count(line, '\t')) + 1;
        if (cells != rowOfColumn_.size())
            fail("found " + count(cells, "scores") + " (expected one for each of " +
                 count(rowOfColumn_.size(), "windows") + ")");
    }

    [[noreturn]] void fail(const std::string &message) const
    {
        throw InputError(message, lines_.place());
    }

    LineReader lines_;
    BindingSet &set_;
    std::vector<std::string> names_; // of the columns
    std::vector<int64_t> rowOfColumn_;
};

} // namespace

BindingSet readBindingSet(const std::filesystem::path &sequences,
                          const std::filesystem::path &scores, OtherLetters unknown)
{
    BindingSet set;
    const RowOfWindow rows = WindowReader(sequences, unknown, set).read();
    ScoreReader(scores, set).read(rows);
    return set;
}

} // namespace helicase
