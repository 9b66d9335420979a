#include "core/neural/explain/explanation_report.h"

#include "core/report/chart.h"
#include "core/report/heat_map.h"
#include "core/report/svg.h"

#include <algorithm>
#include <numeric>

namespace helicase {

namespace {

// Attention maps of more tokens are drawn with tokens averaged.
constexpr int64_t mostCells = 75;

std::string scoreFigure(const ExplainedWindow &window, const std::vector<float> &scores)
{
    Series series{.name = window.model};
    for (size_t base = 0; base < scores.size(); ++base) {
        series.x.push_back(static_cast<double>(base + 1));
        series.y.push_back(scores[base]);
    }
    return drawLines({.title = "Predicted binding of " + window.name,
                      .xTitle = "Base of the window",
                      .yTitle = "Predicted score",
                      .series = {series},
                      .width = 900,
                      .height = 260});
}

std::string mutagenesisFigure(const ExplainedWindow &window, const Mutagenesis &mutagenesis)
{
    HeatMap map{.title = "Every substitution",
                .note = "Change of the summed predicted score; a dot marks the base of the window",
                .xTitle = "Base of the window",
                .valueTitle = "Change of the summed score",
                .rows = {"A", "C", "G", "T"}};
    map.values.resize(4);
    for (int64_t base = 0; base < mutagenesis.bases(); ++base) {
        const int64_t place = mutagenesis.first + base;
        map.columns.push_back(std::to_string(place + 1));
        const size_t reference =
            substitutedLetters.find(window.sequence[static_cast<size_t>(place)]);
        map.marks.push_back(reference == std::string_view::npos ? -1 : static_cast<int>(reference));
        for (int64_t letter = 0; letter < 4; ++letter)
            map.values[static_cast<size_t>(letter)].push_back(mutagenesis.change(base, letter));
    }
    return drawHeatMap(map);
}

std::string attributionFigure(const std::vector<double> &attribution)
{
    Series series{.name = "Gradient x input", .y = attribution, .colour = 1};
    for (size_t base = 0; base < attribution.size(); ++base)
        series.x.push_back(static_cast<double>(base + 1));
    return drawLines({.title = "Gradient x input",
                      .xTitle = "Base of the window",
                      .yTitle = "Share of the summed score",
                      .series = {series},
                      .width = 900,
                      .height = 220});
}

// Mean over heads, averaged over neighbouring tokens where there are too many to draw.
std::string attentionFigure(const AttentionMap &map, const std::vector<std::string> &tokens,
                            size_t layer)
{
    const auto count = std::ssize(tokens);
    const int64_t step = (count + mostCells - 1) / mostCells;
    const int64_t cells = (count + step - 1) / step;
    HeatMap figure{.title = "Attention, layer " + std::to_string(layer + 1),
                   .note = "Mean of " + std::to_string(map.heads) +
                           " heads; a row is the token that looks, a column the one looked at",
                   .xTitle = "Token",
                   .valueTitle = "Share of attention",
                   .width = 460,
                   .rowHeight = 330.0 / static_cast<double>(cells)};
    figure.values.assign(static_cast<size_t>(cells),
                         std::vector<double>(static_cast<size_t>(cells), 0.0));
    const double scale = 1.0 / static_cast<double>(map.heads * step);
    for (int64_t head = 0; head < map.heads; ++head)
        for (int64_t row = 0; row < count; ++row)
            for (int64_t column = 0; column < count; ++column)
                figure
                    .values[static_cast<size_t>(row / step)][static_cast<size_t>(column / step)] +=
                    scale * map.weights[static_cast<size_t>((head * count + row) * count + column)];
    for (int64_t cell = 0; cell < cells; ++cell) {
        figure.columns.push_back(std::to_string(cell * step + 1));
        figure.rows.push_back(cell % 10 == 0 ? figure.columns.back() : "");
    }
    return drawHeatMap(figure);
}

std::vector<std::vector<std::string>> strongestRows(const ExplainedWindow &window,
                                                    const Mutagenesis &mutagenesis)
{
    struct Row {
        int64_t base, letter;
        double change;
    };
    std::vector<Row> rows;
    for (int64_t base = 0; base < mutagenesis.bases(); ++base)
        for (int64_t letter = 0; letter < 4; ++letter)
            rows.push_back({base, letter, mutagenesis.change(base, letter)});
    std::ranges::stable_sort(rows, std::ranges::greater(),
                             [](const Row &row) { return std::abs(row.change); });
    rows.resize(std::min<size_t>(rows.size(), 10));
    std::vector<std::vector<std::string>> table{{"Position", "Substitution", "Change"}};
    for (const Row &row : rows) {
        const int64_t place = mutagenesis.first + row.base;
        table.push_back({std::to_string(place + 1),
                         std::string(1, window.sequence[static_cast<size_t>(place)]) + " to " +
                             substitutedLetters[static_cast<size_t>(row.letter)],
                         shortNumber(row.change, 2)});
    }
    return table;
}

std::vector<std::vector<std::string>> matchRows(const ExplainedWindow &window,
                                                std::span<const Motif> motifs,
                                                std::span<const MotifMatch> matches)
{
    std::vector<std::vector<std::string>> table{
        {"Motif", "Strand", "From", "To", "Bits", "p-value", "Predicted", "Strongest"}};
    for (const MotifMatch &match : matches) {
        const Motif &motif = motifs[match.hit.motif];
        char pValue[32];
        std::snprintf(pValue, sizeof pValue, "%.1e", match.hit.pValue);
        std::string strongest = strongestText(window, match);
        if (!strongest.empty())
            strongest += ", " + shortNumber(match.strongestChange, 1);
        table.push_back({motif.id + " " + motif.name, std::string(1, match.hit.strand),
                         std::to_string(match.hit.begin + 1), std::to_string(match.hit.end),
                         shortNumber(match.hit.score, 1), pValue, shortNumber(match.predicted, 2),
                         strongest});
    }
    return table;
}

} // namespace

std::string strongestText(const ExplainedWindow &window, const MotifMatch &match)
{
    if (match.strongestBase < 0)
        return {};
    return window.sequence[static_cast<size_t>(match.strongestBase)] +
           std::to_string(match.strongestBase + 1) + match.strongestLetter;
}

ReportPage explanationReport(const ExplainedWindow &window, const BindingExplanation &explanation,
                             std::span<const Motif> motifs, std::span<const MotifMatch> matches)
{
    const Mutagenesis &mutagenesis = explanation.mutagenesis;
    ReportPage page("Why " + window.model + " scores " + window.name + " as it does");
    page.heading("Substitutions");
    page.table(strongestRows(window, mutagenesis));
    page.note("The ten substitutions that change the summed predicted score of the window most.");
    page.figure(scoreFigure(window, mutagenesis.reference));
    page.figure(mutagenesisFigure(window, mutagenesis));
    if (!motifs.empty()) {
        page.heading("Motifs where binding is predicted");
        if (matches.empty())
            page.paragraph("None of the " + std::to_string(motifs.size()) +
                           " motifs matches where the model predicts binding.");
        page.table(matchRows(window, motifs, matches));
        page.note("Log-odds against equal shares of the bases. The p-value is the probability of "
                  "such a score at one place of random sequence; it is not corrected for the "
                  "number of places and motifs.");
    }
    page.heading("Gradient x input");
    page.figure(attributionFigure(explanation.attribution));
    page.note("Gradient of the summed score times what the first layer reads; a token's share is "
              "spread over its bases.");
    if (!explanation.attention.empty())
        page.heading("Attention");
    for (size_t layer = 0; layer < explanation.attention.size(); ++layer)
        page.figure(attentionFigure(explanation.attention[layer], explanation.tokens, layer));
    page.heading("Provenance");
    page.terms({{"Window", window.name},
                {"Model", window.model},
                {"Weights (SHA-256)", window.modelDigest},
                {"Version", window.version}});
    page.code(window.commandLine);
    return page;
}

} // namespace helicase
