#include "core/run/run_values.h"

#include "core/run/restarts.h"

namespace helicase {

namespace {

void forEachRecorded(const std::filesystem::path &file,
                     const std::function<void(Event &)> &function)
{
    EventReader reader(file);
    for (auto events = reader.poll(); !events.empty(); events = reader.poll())
        for (Event &event : events)
            if (!event.metrics.empty())
                function(event);
}

} // namespace

void forEachMetrics(const std::filesystem::path &events,
                    const std::function<void(const Event &)> &function)
{
    Restarts restarts;
    forEachRecorded(events, [&](const Event &event) { restarts.see(event); });
    int64_t index = 0;
    forEachRecorded(events, [&](Event &event) {
        // A run that goes on has appended more meanwhile.
        if (index == restarts.seen())
            return;
        std::erase_if(event.metrics, [&](const auto &metric) {
            return restarts.supersede(metric.first, index, event.step);
        });
        ++index;
        if (!event.metrics.empty())
            function(event);
    });
}

} // namespace helicase
