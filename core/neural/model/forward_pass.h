// Named tensors in, named tensors out: what a model computes from a batch, under the names of the
// published implementations. `helicase model forward` writes it, `helicase verify` compares it. All
// in float32 and without dropout. One thread at a time per model.
#pragma once

#include "core/neural/model/forward_batch.h"
#include "core/neural/model/heads.h"
#include "core/neural/model/model_folder.h"
#include "core/neural/model/sequence_classifier.h"

namespace helicase {

enum class ForwardTask { Encoder, MaskedLanguage, Classification };

// "encoder", "mlm" or "classify". Throws OptionError.
ForwardTask forwardTaskFrom(const std::string &name);

enum class WithGradients { No, Yes };

struct ForwardResult {
    NamedTensors outputs;
    NamedTensors gradients; // of the loss, under the published names of the parameters
};

// Runs every batch of the inputs through the folder's model; results carry the prefix of their
// batch. `file` names the inputs in messages. Throws InputError for inputs that do not fit (see
// ForwardBatch), for a folder without the head that the task needs, and for gradients without
// labels; Error when the results would not fit into memory.
ForwardResult forwardPass(const ModelFolder &folder, ForwardTask task, const NamedTensors &inputs,
                          const std::filesystem::path &file,
                          WithGradients gradients = WithGradients::No);

// One batch each; all outputs carry graphs when gradients are enabled.
//
// embedding_output, layer_I_attention_block_output, layer_I_output, last_hidden_state: [batch,
// length, width]; pooled_output [batch, width]. As published, padding has an embedding and is zero
// from the first layer on, and the pooler reads the first column, be it padding or not.
NamedTensors encoderOutputs(Encoder &encoder, const ForwardBatch &batch);
// logits_no_labels [batch, length, vocabulary], at padding those of a zero vector; with labels also
// logits_with_labels, which is zero where the label is not above 0, and loss [1].
NamedTensors maskedLanguageOutputs(Encoder &encoder, MaskedLanguageHead &head,
                                   const ForwardBatch &batch);
// logits [batch, outputs]; loss [1] with labels, loss_multi_label_bce [1] with labels_multi.
NamedTensors classificationOutputs(SequenceClassifier &model, const ForwardBatch &batch);

} // namespace helicase
