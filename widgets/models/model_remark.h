// What is told of a model after its file was read: keys that are missing or of no use, tied
// tensors, a tokenizer that does not fit. Any thread.
#pragma once

#include "core/dataset/model_keys.h"
#include "widgets/common/journal.h"

#include <QString>

namespace helicase {

struct ModelRemark {
    Severity severity = Severity::Info;
    QString text;
};

// tokens: of the tokenizer in the model's folder, when there is one.
std::vector<ModelRemark> remarksOn(const ModelDescription &model, const KeyCheck &keys,
                                   std::optional<int64_t> tokens);

// rank: as adapter_config.json has it.
std::vector<ModelRemark> remarksOnAdapter(const nlohmann::json &rank, const QString &baseModel);

// "768 × 3,072".
QString shapeText(const std::vector<int64_t> &shape);

} // namespace helicase
