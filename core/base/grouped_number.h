// Whole numbers as one reads them.
#pragma once

#include <cstdint>
#include <string>

namespace helicase {

// 2500 as "2,500".
std::string grouped(int64_t number);

} // namespace helicase
