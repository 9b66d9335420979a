// dna_text_tokenizer_config.json, in a folder with the tokenizers of text and DNA.
#include "core/base/error.h"
#include "core/tokenizer/unified_tokenizer.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/scratch_folder.h"

#include <fstream>

using namespace helicase;

namespace {

void write(const std::filesystem::path &file, std::string_view content)
{
    std::ofstream(file, std::ios::binary)
        .write(content.data(), static_cast<std::streamsize>(content.size()));
}

class Folder : public test::ScratchFolder {
public:
    Folder()
    {
        for (const char *part : {"text", "dna"}) {
            std::filesystem::create_directory(path() / part);
            write(
                path() / part / "tokenizer.json",
                R"({"model": {"type": "BPE", "vocab": {"A": 0, "C": 1, "AC": 2}, "merges": ["A C"]}})");
        }
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const Folder folder;
    write(folder.path() / "dna_text_tokenizer_config.json",
          {reinterpret_cast<const char *>(bytes), size});
    try {
        loadTokenizer(folder.path())->encode("A <dna>ACA<dna> CA", SpecialTokens::Add);
    } catch (const InputError &) {
    }
    return 0;
}
