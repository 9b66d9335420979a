#include "core/neural/model/forward_batch.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace helicase {

namespace {

constexpr std::string_view idsName = "input_ids";

bool isWhole(const torch::Tensor &tensor)
{
    return torch::isIntegralType(tensor.scalar_type(), /*includeBool=*/true);
}

} // namespace

ForwardBatch::ForwardBatch(const NamedTensors &tensors, const std::string &prefix,
                           const EncoderConfig &config, const std::filesystem::path &file)
    : tensors_(tensors), prefix_(prefix), file_(file), config_(config)
{
    const torch::Tensor *given = find(std::string(idsName));
    if (!given)
        refuse(std::string(idsName), "is missing");
    if (given->dim() != 2 || given->numel() == 0)
        refuse(std::string(idsName),
               "has shape " + shapeText(given->sizes()) + ", expected [batch, length]");
    mask = torch::ones(given->sizes(), torch::kInt64);
    const torch::Tensor ids = tokens(std::string(idsName), *given);
    if (const torch::Tensor *found = find("attention_mask"))
        mask = tokens("attention_mask", *found);
    requireRange("attention_mask", mask, 0, 2);
    if (mask.sum(1).eq(0).any().item<bool>())
        refuse("attention_mask", "leaves a row without any token");
    torch::Tensor types;
    if (const torch::Tensor *found = find("token_type_ids")) {
        types = tokens("token_type_ids", *found);
        requireRange("token_type_ids", types, 0, config_.tokenTypes);
    }
    requireRange(std::string(idsName), ids, 0, config_.vocabularySize);
    packed = packPadded(ids, mask, types);
    padded = packPadded(ids, torch::ones_like(mask), types);
}

const torch::Tensor *ForwardBatch::find(const std::string &name) const
{
    const auto found = tensors_.find(prefix_ + name);
    return found == tensors_.end() ? nullptr : &found->second;
}

void ForwardBatch::refuse(const std::string &name, const std::string &message) const
{
    throw InputError("tensor " + nameText(prefix_ + name) + " " + message, {.file = file_});
}

torch::Tensor ForwardBatch::tokens(const std::string &name, const torch::Tensor &tensor) const
{
    if (!isWhole(tensor))
        refuse(name, "does not hold whole numbers");
    if (tensor.sizes() != mask.sizes())
        refuse(name, "has shape " + shapeText(tensor.sizes()) + ", expected that of input_ids, " +
                         shapeText(mask.sizes()));
    return tensor.to(torch::kInt64);
}

void ForwardBatch::requireRange(const std::string &name, const torch::Tensor &tensor,
                                int64_t lowest, int64_t bound) const
{
    const auto [smallest, largest] = tensor.aminmax();
    for (const int64_t value : {smallest.item<int64_t>(), largest.item<int64_t>()})
        if (value < lowest || value >= bound)
            refuse(name, "holds " + std::to_string(value) + ", expected numbers from " +
                             std::to_string(lowest) + " to " + std::to_string(bound - 1));
}

std::optional<torch::Tensor> ForwardBatch::tokenLabels() const
{
    const torch::Tensor *found = find("labels");
    if (!found)
        return std::nullopt;
    const torch::Tensor labels = tokens("labels", *found);
    if (labels.max().item<int64_t>() >= config_.vocabularySize)
        refuse("labels", "holds " + std::to_string(labels.max().item<int64_t>()) +
                             ", which is outside the vocabulary of " +
                             std::to_string(config_.vocabularySize));
    if (labels.gt(0).logical_and(mask.eq(0)).any().item<bool>())
        refuse("labels", "has a label above 0 where attention_mask is 0");
    return labels;
}

std::optional<torch::Tensor> ForwardBatch::rowLabels(const std::string &name, int64_t outputs) const
{
    const torch::Tensor *found = find(name);
    if (!found)
        return std::nullopt;
    const int64_t rows = mask.size(0);
    const bool perRow = found->sizes() == torch::IntArrayRef({rows});
    if (isWhole(*found) && outputs > 1) {
        if (!perRow)
            refuse(name, "has shape " + shapeText(found->sizes()) + ", expected [" +
                             std::to_string(rows) + "]");
        requireRange(name, *found, 0, outputs);
        return found->to(torch::kInt64);
    }
    const bool perOutput = found->sizes() == torch::IntArrayRef({rows, outputs});
    if (!perOutput && !(perRow && outputs == 1))
        refuse(name, "has shape " + shapeText(found->sizes()) + ", expected [" +
                         std::to_string(rows) + ", " + std::to_string(outputs) + "]");
    const torch::Tensor labels = found->to(torch::kFloat32);
    if (!labels.isfinite().all().item<bool>())
        refuse(name, "holds numbers that are not finite");
    return labels;
}

std::vector<std::string> batchPrefixes(const NamedTensors &tensors,
                                       const std::filesystem::path &file)
{
    std::vector<std::string> prefixes;
    for (const auto &[name, tensor] : tensors) {
        if (!name.ends_with(idsName))
            continue;
        const std::string prefix = name.substr(0, name.size() - idsName.size());
        if (prefix.empty() || prefix.ends_with('.'))
            prefixes.push_back(prefix);
    }
    if (prefixes.empty())
        throw InputError(
            "holds no tensor input_ids", {.file = file},
            "inputs are input_ids, attention_mask, token_type_ids and labels; a prefix "
            "NAME. makes several batches");
    return prefixes;
}

} // namespace helicase
