// Bounds of time in tests. The goal itself holds in the tests named *_timed (label slow), which are run on a
// quiet machine; where others use the machine too, the same test only sees that nothing hangs.
#pragma once

#include <QtGlobal>

namespace helicase::test {

inline bool isTimed()
{
    return qEnvironmentVariableIsSet("HELICASE_TIMED");
}

// Milliseconds that something may take, from the goal in milliseconds.
inline qint64 timeLimit(qint64 goal)
{
    constexpr qint64 busyMachine = 20;
    return isTimed() ? goal : goal * busyMachine;
}

} // namespace helicase::test
