#include "app/helicase/demo/demo_summary.h"

#include "core/base/tsv.h"
#include "core/report/svg.h"
#include "core/run/event.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace helicase {

namespace {

// Columns padded to their widest cell.
std::string aligned(const TsvTable &table)
{
    std::vector<std::vector<std::string>> rows{table.columns};
    rows.insert(rows.end(), table.rows.begin(), table.rows.end());
    std::vector<size_t> widths(table.columns.size());
    for (const auto &row : rows)
        for (size_t c = 0; c < row.size(); ++c)
            widths[c] = std::max(widths[c], row[c].size());
    std::string text;
    for (const auto &row : rows) {
        std::string line = " ";
        for (size_t c = 0; c < row.size(); ++c)
            line += " " + row[c] + std::string(widths[c] - row[c].size() + 1, ' ');
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

struct FirstAndLast {
    double first = 0;
    double last = 0;
};

std::optional<FirstAndLast> metricOf(const std::filesystem::path &events, const std::string &name)
{
    std::optional<FirstAndLast> found;
    EventReader reader(events);
    for (auto batch = reader.poll(); !batch.empty(); batch = reader.poll())
        for (const Event &event : batch)
            if (const auto value = event.metrics.find(name); value != event.metrics.end())
                found = FirstAndLast{.first = found ? found->first : value->second, .last = value->second};
    return found;
}

std::string lossSentence(const DemoLayout &layout)
{
    const auto loss = metricOf(layout.run("contrastive-01") / "events.jsonl", "validation/loss");
    if (!loss)
        return {};
    return "Contrastive validation loss: " + shortNumber(loss->first, 3) + " before training, " +
           shortNumber(loss->last, 3) + " after.\n";
}

} // namespace

std::string demoSummary(const DemoLayout &layout)
{
    return "\n" + lossSentence(layout) + "\nBinning of contigs the model has not seen\n" +
           aligned(readTsv(layout.evaluation("binning-01") / "summary.tsv")) +
           "\nTF binding per base, held-out windows\n" +
           aligned(readTsv(layout.evaluation("binding-01") / "summary.tsv")) +
           "\nReport: " + layout.report().string() + "\n";
}

} // namespace helicase
