// Short ways to write down the options of a table. Functions without state.
#pragma once

#include "core/run/option_table.h"

namespace helicase {

Option pathOption(std::string name, std::string label, std::string_view section, std::string help);
Option requiredPath(std::string name, std::string label, std::string_view section,
                    std::string help);
Option textOption(std::string name, std::string value, std::string label, std::string_view section,
                  std::string help);
Option wholeNumber(std::string name, std::string value, std::string label, std::string_view section,
                   std::string help, double minimum, double maximum, std::string unit = {});
Option realNumber(std::string name, std::string value, std::string label, std::string_view section,
                  std::string help, double minimum, double maximum, std::string unit = {});
Option lengthOption(std::string name, std::string value, std::string label,
                    std::string_view section, std::string help);
Option flag(std::string name, std::string value, std::string label, std::string_view section,
            std::string help);
Option choice(std::string name, std::string value, std::string label, std::string_view section,
              std::string help, std::vector<std::string> choices);

} // namespace helicase
