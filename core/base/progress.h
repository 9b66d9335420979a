// How long work tells how far it is. Progress may be called from the working thread only; an
// implementation that crosses threads synchronises itself.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string_view>

namespace helicase {

class Progress {
public:
    virtual ~Progress() = default;
    // total 0: not known. what: a short present participle ("embedding contigs").
    virtual void update(int64_t done, int64_t total, std::string_view what) = 0;
};

// For callers that show nothing.
class SilentProgress final : public Progress {
public:
    void update(int64_t, int64_t, std::string_view) override {}
};

// Throws Stopped when a stop was requested.
void throwIfStopped(const std::stop_token &stop);

} // namespace helicase
