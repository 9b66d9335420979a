// The safetensors container (huggingface/safetensors, README "Format"): u64 little-endian length of
// a JSON header, the header, then the tensors' bytes. The file is mapped, not copied. Needs no
// LibTorch, so that the window can read embeddings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace helicase {

struct TensorView {
    std::string type; // "F32", "F16", "BF16", "F64", "I64", "I32", "I16", "I8", "U8", "BOOL"
    std::vector<int64_t> shape;
    std::span<const std::byte> bytes; // little-endian, row-major; lives as long as its file object
};

// An open file. Construction validates the whole header: length at most 100,000,000 and within the
// file, no duplicate keys, known types, offsets contiguous from 0 without holes or overlap up to
// the end of the file, bytes = shape x type without overflow. Throws InputError otherwise.
class SafetensorsFile {
public:
    explicit SafetensorsFile(const std::filesystem::path &file);
    ~SafetensorsFile();
    SafetensorsFile(SafetensorsFile &&) noexcept;
    SafetensorsFile &operator=(SafetensorsFile &&) noexcept;

    const std::map<std::string, TensorView> &tensors() const;
    const std::map<std::string, std::string> &metadata() const;
    // Throws InputError that names the tensor when it is missing.
    const TensorView &at(const std::string &name) const;

private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

struct TensorToWrite {
    std::string name;
    std::string type;
    std::vector<int64_t> shape;
    std::span<const std::byte> bytes;
};

// Atomic. Tensors are laid out by falling alignment of their type, then by name, as the reference
// writer does. Throws DiskError.
void writeSafetensors(const std::filesystem::path &file, std::vector<TensorToWrite> tensors,
                      const std::map<std::string, std::string> &metadata = {});

} // namespace helicase
