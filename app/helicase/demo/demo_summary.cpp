#include "app/helicase/demo/demo_summary.h"

#include "core/base/tsv.h"
#include "core/report/svg.h"
#include "core/run/event.h"

#include <optional>
#include <utility>

namespace helicase {

namespace {

// The candidates and the first metrics, the decisive ones, which fit on a line of a terminal.
std::string firstColumns(TsvTable table)
{
    constexpr size_t mostColumns = 10;
    if (table.columns.size() > mostColumns) {
        table.columns.resize(mostColumns);
        for (auto &row : table.rows)
            row.resize(mostColumns);
    }
    return alignedText(table);
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
           firstColumns(readTsv(layout.evaluation("binning-01") / "summary.tsv")) +
           "\nTF binding per base, held-out windows\n" +
           firstColumns(readTsv(layout.evaluation("binding-01") / "summary.tsv")) +
           "\nReport: " + layout.report().string() + "\n";
}

} // namespace helicase
