#include "core/dataset/window_sequence.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/alphabet.h"
#include "core/sequence/sequence_reader.h"
#include "core/sequence/table_line.h"

#include <algorithm>
#include <optional>

namespace helicase {

namespace {

constexpr size_t longestLine = size_t{1} << 24;

std::optional<WindowSequence> fromFasta(const std::filesystem::path &file, const std::string &name)
{
    SequenceReader reader(file);
    while (const auto sequence = reader.next())
        if (name.empty() || sequence->id == name)
            return WindowSequence{.name = std::string(sequence->id),
                                  .bases = std::string(sequence->bases)};
    return std::nullopt;
}

std::optional<WindowSequence> fromTable(LineReader &lines, std::string_view header,
                                        const std::string &name)
{
    const TableLine titles(lines, header);
    std::optional<size_t> bases, names;
    for (size_t column = 0; column < titles.size(); ++column) {
        if (titles[column] == "sequence")
            bases = column;
        if (titles[column] == "window_name")
            names = column;
    }
    if (!bases || !names)
        titles.fail(0, "the columns sequence and window_name are not there",
                    "a FASTA file will do, too");
    while (const auto line = lines.next()) {
        const TableLine row(lines, *line);
        if (row.size() <= std::max(*bases, *names))
            row.fail(0, "found " + std::to_string(row.size()) + " columns (expected " +
                            std::to_string(titles.size()) + ")");
        if (name.empty() || row[*names] == name)
            return WindowSequence{.name = std::string(row[*names]),
                                  .bases = std::string(row[*bases])};
    }
    return std::nullopt;
}

void requireBases(WindowSequence &window, const std::filesystem::path &file)
{
    for (size_t i = 0; i < window.bases.size(); ++i) {
        char &letter = window.bases[i];
        if (!isNucleotideCode(letter))
            throw InputError(
                "Window " + printable(window.name) + ": base " + std::to_string(i + 1) + " is " +
                    printable(std::string_view(&letter, 1)) + " (expected a nucleotide code)",
                {.file = file});
        if (letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - 'a' + 'A');
    }
    if (window.bases.empty())
        throw InputError("Window " + printable(window.name) + " has no bases", {.file = file});
}

} // namespace

WindowSequence readWindowSequence(const std::filesystem::path &file, const std::string &name)
{
    LineReader lines(file, longestLine);
    const auto first = lines.next();
    if (!first)
        throw InputError("holds no windows", {.file = file});
    std::optional<WindowSequence> window =
        first->starts_with('>') ? fromFasta(file, name) : fromTable(lines, *first, name);
    if (!window)
        throw InputError(name.empty() ? "holds no windows"
                                      : "has no window of the name " + printable(name),
                         {.file = file});
    requireBases(*window, file);
    return std::move(*window);
}

} // namespace helicase
