// Where the files stand that come with Helicase: resources/ (demo sequences, tokenizers) and configs/.
#pragma once

#include <filesystem>

namespace helicase {

// The environment variable HELICASE_HOME, else <prefix>/share/helicase of an installation (<prefix>/bin holds
// the program), else the source tree this build was made from. Throws Error when none has the files.
std::filesystem::path homeFolder();

inline std::filesystem::path resourceFolder() { return homeFolder() / "resources"; }
inline std::filesystem::path configFolder() { return homeFolder() / "configs"; }

} // namespace helicase
