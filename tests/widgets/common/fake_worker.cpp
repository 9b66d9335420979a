// Behaves like `helicase` as far as a window can see: writes events and a run folder, obeys a stop
// request, fails on request. Its first word says what to do.
#include "core/run/control.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace std::chrono_literals;

std::string valueOf(const std::vector<std::string> &words, const std::string &name)
{
    for (size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == name)
            return words[i + 1];
    return {};
}

int train(const std::vector<std::string> &words)
{
    const helicase::RunFolder run(valueOf(words, "--run"));
    const int steps = std::atoi(valueOf(words, "--steps").c_str());
    std::filesystem::create_directories(run.root());
    std::ofstream(run.description()) << R"({"task": "contrastive", "process": )" << getpid()
                                     << R"(, "started": 1, "total_steps": )" << steps << "}";
    helicase::EventWriter events(run.events());
    helicase::ControlReader control(run.control());
    events.append({.kind = "state", .text = "running"});
    for (int step = 1; step <= steps; ++step) {
        events.append({.kind = "metrics", .step = step, .metrics = {{"train/loss", 4.0 / step}}});
        events.append({.kind = "progress", .step = step, .done = step, .total = steps});
        if (!control.poll().empty()) {
            events.append({.kind = "state", .step = step, .text = "stopped"});
            return 4;
        }
        std::this_thread::sleep_for(20ms);
    }
    events.append({.kind = "state", .step = steps, .text = "done"});
    return 0;
}

int embed(const std::vector<std::string> &words)
{
    helicase::EventWriter events(valueOf(words, "--events"));
    for (int done = 1; done <= 10; ++done) {
        events.append({.kind = "progress", .text = "embedding", .done = done, .total = 10});
        std::this_thread::sleep_for(20ms);
    }
    return 0;
}

} // namespace

int main(int count, char **texts)
{
    const std::vector<std::string> words(texts + 1, texts + count);
    const std::string what = words.empty() ? "" : words.front();
    if (what == "train")
        return train(words);
    if (what == "embed")
        return embed(words);
    if (what == "sleep")
        std::this_thread::sleep_for(60s);
    if (what == "environment")
        std::ofstream(words.at(1)) << std::getenv("OMP_WAIT_POLICY") << ' '
                                   << ::getpriority(PRIO_PROCESS, 0);
    if (what == "fail") {
        std::fprintf(stderr, "helicase: reads.fa:214: 'X' is not a nucleotide code\n");
        return 3;
    }
    return 0;
}
