#include "app/helicase/command.h"

namespace helicase {

std::string versionText() { return "helicase " HELICASE_VERSION " (" HELICASE_BUILD_TYPE ")"; }

} // namespace helicase
