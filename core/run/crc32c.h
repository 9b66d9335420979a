// CRC-32C (Castagnoli), the checksum of TensorBoard's files. A function without state.
// Source: RFC 3720, appendix B.4 (polynomial 0x1EDC6F41, reflected).
#pragma once

#include <cstdint>
#include <string_view>

namespace helicase {

uint32_t crc32c(std::string_view bytes);

} // namespace helicase
