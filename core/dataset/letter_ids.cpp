#include "core/dataset/letter_ids.h"

#include <array>

namespace helicase {

std::vector<int64_t> letterIds(std::string_view window, std::span<const std::string> alphabet)
{
    std::array<int64_t, 256> idOf{};
    for (size_t id = 0; id < alphabet.size(); ++id)
        if (alphabet[id].size() == 1)
            idOf[static_cast<unsigned char>(alphabet[id][0])] = static_cast<int64_t>(id);
    std::vector<int64_t> ids;
    ids.reserve(window.size());
    for (const char letter : window) {
        const bool isLower = letter >= 'a' && letter <= 'z';
        const char upper = isLower ? static_cast<char>(letter - 'a' + 'A') : letter;
        ids.push_back(idOf[static_cast<unsigned char>(upper)]);
    }
    return ids;
}

} // namespace helicase
