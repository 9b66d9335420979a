#include "core/base/python_random.h"

namespace helicase {

namespace {

// Fills a twister's state from a key of one word.
class KeySequence {
public:
    using result_type = uint32_t;

    explicit KeySequence(uint32_t key) : key_(key) {}

    template <typename Word>
    void generate(Word begin, Word end)
    {
        const auto size = static_cast<uint32_t>(end - begin);
        const auto mixed = [&](uint32_t i) {
            const auto before = static_cast<uint32_t>(begin[i - 1]);
            return before ^ before >> 30;
        };
        begin[0] = 19650218U;
        for (uint32_t i = 1; i < size; ++i)
            begin[i] = 1812433253U * mixed(i) + i;
        uint32_t i = 1;
        const auto next = [&] {
            if (++i == size) {
                begin[0] = begin[size - 1];
                i = 1;
            }
        };
        for (uint32_t round = 0; round < size; ++round, next())
            begin[i] = (static_cast<uint32_t>(begin[i]) ^ mixed(i) * 1664525U) + key_;
        for (uint32_t round = 1; round < size; ++round, next())
            begin[i] = (static_cast<uint32_t>(begin[i]) ^ mixed(i) * 1566083941U) - i;
        begin[0] = 0x80000000U;
    }

private:
    uint32_t key_;
};

std::mt19937 engineOf(uint32_t seed)
{
    KeySequence key(seed);
    return std::mt19937(key);
}

} // namespace

PythonRandom::PythonRandom(uint32_t seed) : engine_(engineOf(seed)) {}

} // namespace helicase
