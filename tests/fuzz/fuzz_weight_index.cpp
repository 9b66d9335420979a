// Indices of weights in several files, in a folder with one such file.
#include "core/base/error.h"
#include "core/dataset/weights_file.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/scratch_folder.h"

#include <cstdlib>
#include <fstream>

using namespace helicase;

namespace {

class Folder : public test::ScratchFolder {
public:
    Folder()
    {
        constexpr float number = 1;
        const auto bytes = std::as_bytes(std::span(&number, 1));
        writeSafetensors(path() / "model-00001-of-00001.safetensors",
                         {{"a", "F32", {1}, bytes}, {"b", "F32", {1}, bytes}});
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const Folder folder;
    const std::filesystem::path index = folder.path() / "model.safetensors.index.json";
    std::ofstream(index, std::ios::binary)
        .write(reinterpret_cast<const char *>(bytes), static_cast<std::streamsize>(size));
    try {
        const WeightsFile weights(index);
        // What is accepted lies in the folder, and all of it.
        for (const std::filesystem::path &file : weights.files())
            if (file.parent_path() != folder.path())
                std::abort();
        if (weights.tensors().size() != 2)
            std::abort();
    } catch (const InputError &) {
    }
    return 0;
}
