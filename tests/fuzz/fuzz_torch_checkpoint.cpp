// Files of torch.save.
#include "core/base/error.h"
#include "core/dataset/torch_checkpoint.h"
#include "tests/fuzz/memory_file.h"

using namespace helicase;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const test::MemoryFile file(bytes, size);
    try {
        const TorchCheckpoint checkpoint(file.path());
        volatile std::byte last{};
        for (const auto &[name, view] : checkpoint.tensors())
            if (!view.bytes.empty())
                last = view.bytes.back();
        static_cast<void>(last);
    } catch (const InputError &) {
    }
    return 0;
}
