// Where a run went back to an earlier step because it was resumed or rewound. What it had recorded
// from there on was computed again: the later values hold, the earlier ones no longer count. Memory
// grows with the number of restarts, not with the length of the run. One thread at a time.
#pragma once

#include "core/run/event.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace helicase {

class Restarts {
public:
    // Is told of every event with metrics, in the order of the file. True when earlier values no
    // longer count.
    bool see(const Event &event);
    // How many events it was told of.
    int64_t seen() const { return seen_; }
    // Whether a value was computed again later. index: of its event, counted from 0.
    bool supersede(const std::string &metric, int64_t index, int64_t step) const;

private:
    // Values of earlier events at or after the step no longer count.
    struct Restart {
        int64_t index = 0;
        int64_t step = 0;
    };
    struct Course {
        std::optional<int64_t> lastStep; // of the values that count
        std::vector<Restart> restarts;   // steps rise
    };

    void goBack(Course &course, int64_t step) const;

    std::map<std::string, Course> courses_;
    int64_t seen_ = 0;
    int64_t lastStep_ = 0;
};

} // namespace helicase
