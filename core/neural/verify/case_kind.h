// The kinds of reference cases that this build can compute. A new kind is a file with its check,
// the declaration below and its row in case_kind.cpp.
#pragma once

#include "core/neural/verify/case_folder.h"
#include "core/neural/verify/comparison.h"

#include <span>
#include <string_view>

namespace helicase {

// Computes what the case describes and compares all of it. Throws InputError for files that are
// missing or malformed.
using CaseCheck = void (*)(const CaseFolder &, Comparison &);

struct CaseKind {
    std::string_view name; // as in case.json
    CaseCheck check = nullptr;
};

std::span<const CaseKind> caseKinds();
// Null for a kind that this build does not know.
const CaseKind *findCaseKind(std::string_view name);

void checkEncoder(const CaseFolder &folder, Comparison &comparison);
void checkMaskedLanguageModel(const CaseFolder &folder, Comparison &comparison);
void checkSequenceClassification(const CaseFolder &folder, Comparison &comparison);
void checkLora(const CaseFolder &folder, Comparison &comparison);
void checkOptimizer(const CaseFolder &folder, Comparison &comparison);
void checkLearningRateCurves(const CaseFolder &folder, Comparison &comparison);
void checkTrainingMaskedLanguageModel(const CaseFolder &folder, Comparison &comparison);
void checkTrainingClassification(const CaseFolder &folder, Comparison &comparison);
void checkContrastiveLosses(const CaseFolder &folder, Comparison &comparison);
void checkContrastiveModel(const CaseFolder &folder, Comparison &comparison);
void checkContrastiveMix(const CaseFolder &folder, Comparison &comparison);
void checkTrainingContrastive(const CaseFolder &folder, Comparison &comparison);
void checkTrainingContrastiveMix(const CaseFolder &folder, Comparison &comparison);
void checkKMeans(const CaseFolder &folder, Comparison &comparison);
void checkPca(const CaseFolder &folder, Comparison &comparison);
void checkProjection(const CaseFolder &folder, Comparison &comparison);
void checkBinning(const CaseFolder &folder, Comparison &comparison);
void checkMetrics(const CaseFolder &folder, Comparison &comparison);
void checkKmerBaselines(const CaseFolder &folder, Comparison &comparison);
void checkLogisticRegression(const CaseFolder &folder, Comparison &comparison);
void checkSilhouette(const CaseFolder &folder, Comparison &comparison);
void checkFewShot(const CaseFolder &folder, Comparison &comparison);
void checkGptData(const CaseFolder &folder, Comparison &comparison);
void checkCharacterTokenizer(const CaseFolder &folder, Comparison &comparison);
void checkBinding(const CaseFolder &folder, Comparison &comparison);
void checkBindingCnn(const CaseFolder &folder, Comparison &comparison);
void checkBindingCnnPublished(const CaseFolder &folder, Comparison &comparison);
void checkPearson(const CaseFolder &folder, Comparison &comparison);
void checkShiftAugmentation(const CaseFolder &folder, Comparison &comparison);
void checkGpt(const CaseFolder &folder, Comparison &comparison);
void checkGptLearningRate(const CaseFolder &folder, Comparison &comparison);

} // namespace helicase
