// What a message of the trainer tells, as far as the curves and the panel's band show it. No Qt.
#pragma once

#include "core/run/event.h"

#include <optional>
#include <string>

namespace helicase {

struct RunMessage {
    enum class Kind {
        Other,
        RateSet,
        RateRefused,
        Resumed,
        Rewound,
        RewindRefused,
        Skipped,    // a batch
        RolledBack, // to a checkpoint, by the policy
        Noticed,    // a step that stands out
        Ended,      // by a bad step
        DiskFull,
        CheckpointsMoved,
        MoveRefused,
        Stalled
    };
    Kind kind = Kind::Other;
    // For the curves: "rate 1e-4", "NaN, batch skipped"; empty: the message has no flag.
    std::string flag;
    // Where a run went back to.
    std::optional<int64_t> step = std::nullopt;
    // Of a bad step: it stands out, but is a number.
    bool isSpike = false;
};

RunMessage understood(const Event &message);

} // namespace helicase
