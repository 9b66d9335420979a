// Named tensors that are run through a model as they stand: padded ids, mask, token types and
// labels. The names are those of the published implementations. Functions without state;
// thread-safe.
#pragma once

#include "core/neural/model/encoder_config.h"
#include "core/neural/tensor/packed_batch.h"
#include "core/neural/tensor/tensor_file.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace helicase {

struct ForwardBatch {
    // tensors: input_ids [batch, length], attention_mask and token_type_ids (the same; without them
    // all tokens count and all types are 0). Throws InputError that names file and tensor for one
    // that is missing, that is no whole numbers, that has another shape or a value outside the
    // model, and for a row whose mask leaves no token. The tensors must outlive the batch.
    ForwardBatch(const NamedTensors &tensors, const std::string &prefix,
                 const EncoderConfig &config, const std::filesystem::path &file);

    // Labels of tokens, int64 [batch, length]; nothing where there are none. Throws InputError for
    // other shapes, for labels of the vocabulary's size or above, and for one above 0 at padding.
    std::optional<torch::Tensor> tokenLabels() const;
    // Labels of rows: int64 [batch] (classes below outputs), float [batch] for one output, or float
    // [batch, outputs]. Throws InputError like tokenLabels.
    std::optional<torch::Tensor> rowLabels(const std::string &name, int64_t outputs) const;

    PackedBatch packed;
    PackedBatch padded; // the same with the tokens that the mask hides
    torch::Tensor mask; // int64 [batch, length]

private:
    const torch::Tensor *find(const std::string &name) const;
    // Throws the InputError about a tensor.
    [[noreturn]] void refuse(const std::string &name, const std::string &message) const;
    // int64 [batch, length].
    torch::Tensor tokens(const std::string &name, const torch::Tensor &tensor) const;
    void requireRange(const std::string &name, const torch::Tensor &tensor, int64_t lowest,
                      int64_t bound) const;

    const NamedTensors &tensors_;
    std::string prefix_;
    std::filesystem::path file_;
    EncoderConfig config_;
};

// The batches of a file: "NAME." in front of the tensors' names makes several of them; "" is the
// only one where the names have no prefix. Throws InputError when no tensor is called input_ids.
std::vector<std::string> batchPrefixes(const NamedTensors &tensors,
                                       const std::filesystem::path &file);

} // namespace helicase
