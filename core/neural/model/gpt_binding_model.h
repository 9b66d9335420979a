// The published binding model: the head on a character GPT, whose tokens are single bases. Source:
// inhyeoklee/DNA-LLM, 4_dna-llm-finetuning.py. One thread at a time.
#pragma once

#include "core/neural/model/binding_model.h"
#include "core/neural/model/gpt.h"

namespace helicase {

// Keys: the GPT's (transformer.*) and regressor.*.
class GptBindingModelImpl final : public torch::nn::Module {
public:
    // The GPT is shared with the caller, not copied.
    GptBindingModelImpl(Gpt gpt, RandomStream &random,
                        int64_t channels = publishedBindingChannels);
    // One token per base, all sequences of one length. Scores [sequences, bases].
    torch::Tensor forward(const PackedBatch &batch);
    void train(bool on = true) override;

    Gpt gpt = nullptr;
    BindingHead head = nullptr;
};
TORCH_MODULE(GptBindingModel);

} // namespace helicase
