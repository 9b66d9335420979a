#include "app/helicase/terminal.h"

#include "core/base/pace.h"
#include "core/run/event.h"

#include <algorithm>
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
        pace_.note(std::chrono::duration<double>(now - begin_).count(), done);
        const std::string line = std::string(what) + bar(done, total) + pace(total);
        std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
        std::fflush(stderr);
    }

private:
    static std::string bar(int64_t done, int64_t total)
    {
        constexpr int64_t width = 30;
        if (total <= 0)
            return " " + std::to_string(done);
        const auto filled = static_cast<size_t>(std::clamp(width * done / total, int64_t{0}, width));
        return " [" + std::string(filled, '#') + std::string(width - filled, ' ') + "] " + std::to_string(done) +
               " of " + std::to_string(total);
    }

    // ", 350/s, 8 s left" as far as known.
    std::string pace(int64_t total) const
    {
        std::string text;
        if (const auto rate = pace_.rate()) {
            char figure[32];
            std::snprintf(figure, sizeof figure, *rate < 10 ? ", %.2g/s" : ", %.0f/s", *rate);
            text += figure;
        }
        if (const auto left = pace_.secondsLeft(total))
            text += ", " + durationText(*left) + " left";
        return text;
    }

    bool drawn_ = false;
    Clock::time_point begin_ = Clock::now();
    Clock::time_point last_;
    Pace pace_;
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
