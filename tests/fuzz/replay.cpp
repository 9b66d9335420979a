// Without libFuzzer: gives a target its seeds, the shared malformed files, and mutations of both
// that are the same in every run.
//   fuzz_NAME SEED_FOLDER [MUTATIONS]
#include "core/base/random_stream.h"
#include "tests/fuzz/memory_file.h"
#include "tests/support/test_data.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <span>
#include <sys/resource.h>
#include <vector>

using namespace helicase;

namespace {

constexpr uintmax_t largestInput = 200'000;
constexpr int usualMutations = 600;
constexpr long largestMemory = 64L << 10; // KiB beside what the program has at its start

using Input = std::vector<uint8_t>;

std::vector<Input> readFolder(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.file_size() <= largestInput)
            files.push_back(entry.path());
    std::ranges::sort(files);
    std::vector<Input> inputs;
    for (const auto &file : files) {
        std::ifstream stream(file, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(stream),
                            std::istreambuf_iterator<char>());
    }
    return inputs;
}

class Mutator {
public:
    explicit Mutator(const std::vector<Input> &inputs) : inputs_(inputs), random_(1, "mutations") {}

    Input next()
    {
        Input input = any<Input>(inputs_);
        for (uint64_t i = 0; i <= random_.below(4); ++i)
            change(input);
        return input;
    }

private:
    template <typename Item>
    const Item &any(std::span<const Item> items)
    {
        return items[random_.below(items.size())];
    }

    size_t place(const Input &input) { return random_.below(input.size() + 1); }

    void change(Input &input)
    {
        static constexpr uint8_t special[] = {0,   '\n', '\r', '\t', ' ', '>', '@', '+',
                                              '"', ';',  '=',  '%',  '-', '0', '9', 0xFF};
        const size_t at = place(input);
        const size_t length = std::min<size_t>(input.size() - at, 1 + random_.below(64));
        const auto begin = input.begin() + static_cast<ptrdiff_t>(at);
        switch (random_.below(6)) {
        case 0: // one bit
            if (length > 0)
                *begin = static_cast<uint8_t>(*begin ^ 1U << random_.below(8));
            break;
        case 1: // a sign that means something
            input.insert(begin, any<uint8_t>(special));
            break;
        case 2:
            input.erase(begin, begin + static_cast<ptrdiff_t>(length));
            break;
        case 3: { // a piece twice
            const Input piece(begin, begin + static_cast<ptrdiff_t>(length));
            input.insert(begin, piece.begin(), piece.end());
            break;
        }
        case 4: // cut off
            input.resize(at);
            break;
        default: { // go on with another file
            const Input &other = any<Input>(inputs_);
            input.resize(at);
            input.insert(input.end(), other.begin() + static_cast<ptrdiff_t>(place(other)),
                         other.end());
            break;
        }
        }
    }

    const std::vector<Input> &inputs_;
    RandomStream random_;
};

long memoryUsed()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fputs("usage: fuzz_NAME SEED_FOLDER [MUTATIONS]\n", stderr);
        return 2;
    }
    const int mutations = argc > 2 ? std::atoi(argv[2]) : usualMutations;
    std::vector<Input> inputs = readFolder(argv[1]);
    if (test::hasData())
        std::ranges::move(readFolder(test::dataFolder() / "malformed"), std::back_inserter(inputs));
    inputs.emplace_back();

    const long before = memoryUsed();
    for (const Input &input : inputs)
        LLVMFuzzerTestOneInput(input.data(), input.size());
    Mutator mutator(inputs);
    for (int i = 0; i < mutations; ++i) {
        const Input input = mutator.next();
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    const long grown = memoryUsed() - before;
    std::printf("%zu files and %d mutations, memory grew by %ld KiB\n", inputs.size(), mutations,
                grown);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    if (grown > largestMemory)
        return 1;
#endif
    return 0;
}
