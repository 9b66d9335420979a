// helicase demo -o DIR [--fast]
#include "app/helicase/child_process.h"
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/demo/demo_data.h"
#include "app/helicase/demo/demo_stages.h"
#include "app/helicase/demo/demo_summary.h"
#include "core/base/json_file.h"
#include "core/run/event.h"

#include <iostream>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace helicase {

namespace {

// Tells the demo's state to whoever watches its folder.
class DemoJournal {
public:
    explicit DemoJournal(const DemoLayout &layout) : layout_(layout)
    {
        std::filesystem::create_directories(layout.root);
        events_ = std::make_unique<EventWriter>(layout.events());
    }

    void stage(const std::string &title, double share)
    {
        describe("running", title);
        events_->append({.kind = "progress", .text = title, .done = static_cast<int64_t>(100 * share), .total = 100});
        std::cerr << "demo: " << title << '\n';
    }

    void end(const std::string &state)
    {
        describe(state, "");
        events_->append({.kind = "state", .text = state});
    }

private:
    void describe(const std::string &state, const std::string &stage)
    {
        writeJsonFile(layout_.description(), {{"state", state}, {"process", ::getpid()}, {"stage", stage}});
    }

    const DemoLayout &layout_;
    std::unique_ptr<EventWriter> events_;
};

ExitStatus runStages(const std::vector<DemoStage> &stages, DemoJournal &journal)
{
    double total = 0, done = 0;
    for (const DemoStage &stage : stages)
        total += stage.share;
    for (const DemoStage &stage : stages) {
        journal.stage(stage.title, done / total);
        done += stage.share;
        if (std::filesystem::exists(stage.result))
            continue;
        const ExitStatus status = runHelicase(stage.words);
        if (status != ExitStatus::Done)
            return status;
    }
    return ExitStatus::Done;
}

} // namespace

ExitStatus runDemo(const CommandLine &line)
{
    const DemoLayout layout{std::filesystem::absolute(line.options.path("output"))};
    const auto seed = static_cast<uint64_t>(line.options.integer("seed"));
    DemoJournal journal(layout);
    try {
        journal.stage("cutting the sequences", 0);
        writeDemoData(layout, seed);
        const DemoPace pace = line.options.flag("fast") ? DemoPace::Fast : DemoPace::Full;
        const ExitStatus status = runStages(demoStages(layout, pace, seed), journal);
        if (status != ExitStatus::Done) {
            // The command has named its error; what is done stays and is not done again.
            journal.end(status == ExitStatus::Stopped ? "stopped" : "failed");
            return status;
        }
    } catch (const Error &) {
        journal.end("failed");
        throw;
    }
    journal.end("done");
    std::cout << demoSummary(layout);
    return ExitStatus::Done;
}

} // namespace helicase
