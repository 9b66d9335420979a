// What may follow embedding, for joining DNA vectors with those of other modalities: a projector
// (Linear, GELU, Linear, LayerNorm; its dropout acts in training only) and standardised columns. No
// LibTorch type in this header. Source of the projector: allison-eunse/neuro-omics-kb, docs.
#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace helicase {

class Projector {
public:
    // A safetensors file with the names of PyTorch's nn.Sequential: 0.weight [hidden, inputs],
    // 0.bias, 3.weight [outputs, hidden], 3.bias, 4.weight [outputs], 4.bias. Throws InputError.
    static Projector fromFile(const std::filesystem::path &file);
    // Drawn like PyTorch's nn.Linear: uniform within 1 / sqrt(inputs).
    static Projector random(int64_t inputs, int64_t hidden, int64_t outputs, uint64_t seed);
    // What the option names: a file, or "HIDDEN-OUTPUTS" to be drawn. Throws OptionError,
    // InputError.
    static Projector named(const std::string &text, int64_t inputs, uint64_t seed);

    Projector(Projector &&) noexcept;
    Projector &operator=(Projector &&) noexcept;
    ~Projector();

    // [rows, inputs] to [rows, outputs]. Throws Error for another width.
    Matrix apply(const Matrix &vectors) const;
    // "projector", "projector_sha256" or "projector_seed".
    const std::map<std::string, std::string> &provenance() const;

private:
    struct Internals;
    explicit Projector(std::unique_ptr<Internals> internals);
    std::unique_ptr<Internals> internals_;
};

// Each column gets mean 0 and standard deviation 1 (divisor n); one without spread becomes 0.
void standardizeColumns(Matrix &vectors);

} // namespace helicase
