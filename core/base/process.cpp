#include "core/base/process.h"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <string>
#include <utility>

namespace helicase {

namespace {

// The state stands behind the name, which is in parentheses and may hold any character.
bool isZombie(int64_t process)
{
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(file, line);
    const size_t name = line.rfind(')');
    return name != std::string::npos && line.compare(name, 3, ") Z") == 0;
}

} // namespace

bool processIsAlive(int64_t process)
{
    if (process <= 0 || !std::in_range<pid_t>(process))
        return false;
    const bool exists = ::kill(static_cast<pid_t>(process), 0) == 0 || errno == EPERM;
    return exists && !isZombie(process);
}

} // namespace helicase
