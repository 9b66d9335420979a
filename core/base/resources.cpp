#include "core/base/resources.h"

#include "core/base/error.h"

#include <cstdlib>
#include <vector>

namespace helicase {

std::filesystem::path homeFolder()
{
    std::vector<std::filesystem::path> candidates;
    if (const char *given = std::getenv("HELICASE_HOME"))
        candidates.emplace_back(given);
    std::error_code unknown;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    candidates.push_back(program.parent_path().parent_path() / "share" / "helicase");
    candidates.emplace_back(HELICASE_SOURCE_DIR);
    for (const std::filesystem::path &candidate : candidates)
        if (std::filesystem::is_directory(candidate / "resources" / "demo"))
            return candidate;
    throw Error("the files that come with Helicase are not found (looked in " + candidates.front().string() + ")",
                "set HELICASE_HOME to the folder that holds resources/ and configs/");
}

} // namespace helicase
