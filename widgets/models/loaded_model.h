// A model folder as the panel shows it: its file stays mapped, so that tensors can be looked at
// later. Immutable; shared between threads.
#pragma once

#include "widgets/models/model_remark.h"

#include <QMetaType>
#include <QStringList>

namespace helicase {

struct LoadedModel {
    QString folder;
    QString name;
    QString format; // "safetensors"
    WeightsFile weights;
    ModelDescription description;
    KeyCheck keys;
    std::optional<int64_t> tokens; // of the tokenizer beside the weights
    std::vector<ModelRemark> remarks;
    QStringList labels; // of a classifier, as config.json names them; empty: no classifier
    QString adapterFolder =
        {}; // of low-rank adapters, whose frozen weights lie elsewhere; empty: a whole model
    QString baseModel = {}; // where the adapter was trained on

    QString weightsName() const;
    bool isAdapter() const { return !adapterFolder.isEmpty(); }
    bool isClassifier() const { return !labels.isEmpty(); }
};

using ModelPointer = std::shared_ptr<const LoadedModel>;

// The weights are mapped and their header is checked; no number is read. Throws InputError.
ModelPointer loadModel(const QString &folder);

// The folder's own name; of a checkpoint the run and the step: "contrastive-07, step 1,800".
QString modelName(const QString &folder);

} // namespace helicase

Q_DECLARE_METATYPE(helicase::ModelPointer)
