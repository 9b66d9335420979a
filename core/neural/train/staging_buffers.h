// Memory into which weights are copied before a checkpoint is written beside the training. It is
// kept from one checkpoint to the next: fresh memory would cost more time than the copy. One thread
// at a time.
#pragma once

#include "core/neural/model/model_content.h"

namespace helicase {

class StagingBuffers {
public:
    // Takes the memory for such content beforehand, so that not even the first copy has to.
    void prepare(const ModelContent &content);
    // The same content with copies of its tensors on the CPU. They are valid until the next call.
    ModelContent copy(const ModelContent &content);

private:
    torch::Tensor bufferFor(const std::string &name, const torch::Tensor &tensor);

    NamedTensors buffers_; // by file and tensor name
};

} // namespace helicase
