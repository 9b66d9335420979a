#include "app/helicase/command.h"

namespace helicase {

std::string versionText() { return "helicase " HELICASE_VERSION; }

} // namespace helicase
