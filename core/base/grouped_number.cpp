#include "core/base/grouped_number.h"

namespace helicase {

std::string grouped(int64_t number)
{
    const std::string digits = std::to_string(number);
    std::string text;
    for (size_t i = 0; i < digits.size(); ++i) {
        const bool thousands = (digits.size() - i) % 3 == 0;
        if (thousands && !text.empty() && text != "-")
            text += ',';
        text += digits[i];
    }
    return text;
}

} // namespace helicase
