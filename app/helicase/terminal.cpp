#include "app/helicase/terminal.h"

#include "core/run/event.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace helicase {

namespace {

using Clock = std::chrono::steady_clock;

class TerminalBar final : public Progress {
public:
    ~TerminalBar() override
    {
        if (drawn_)
            std::fputs("\r\x1b[K", stderr);
    }

    void update(int64_t done, int64_t total, std::string_view what) override
    {
        const auto now = Clock::now();
        if (drawn_ && done < total && now - last_ < std::chrono::milliseconds(100))
            return;
        last_ = now;
        drawn_ = true;
        constexpr int width = 30;
        const int filled = total > 0 ? static_cast<int>(width * done / total) : 0;
        std::fprintf(stderr, "\r\x1b[K%.*s [%.*s%*s] %lld of %lld", static_cast<int>(what.size()), what.data(), filled,
                     "##############################", width - filled, "", static_cast<long long>(done),
                     static_cast<long long>(total));
        std::fflush(stderr);
    }

private:
    bool drawn_ = false;
    Clock::time_point last_;
};

class EventProgress final : public Progress {
public:
    explicit EventProgress(const std::string &file) : writer_(file == "-" ? "/dev/stdout" : file) {}

    void update(int64_t done, int64_t total, std::string_view what) override
    {
        writer_.append({.kind = "progress", .text = std::string(what), .done = done, .total = total});
    }

private:
    EventWriter writer_;
};

} // namespace

std::unique_ptr<Progress> makeProgress(const CommandLine &line)
{
    if (const std::string &events = line.options.text("events"); !events.empty())
        return std::make_unique<EventProgress>(events);
    if (line.options.flag("quiet") || ::isatty(STDERR_FILENO) == 0)
        return std::make_unique<SilentProgress>();
    return std::make_unique<TerminalBar>();
}

} // namespace helicase
