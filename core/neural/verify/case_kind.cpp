#include "core/neural/verify/case_kind.h"

#include <algorithm>
#include <array>

namespace helicase {

std::span<const CaseKind> caseKinds()
{
    static constexpr std::array kinds{
        CaseKind{"encoder", checkEncoder},
        CaseKind{"masked_lm", checkMaskedLanguageModel},
        CaseKind{"sequence_classification", checkSequenceClassification},
        CaseKind{"lora", checkLora},
        CaseKind{"optimizer", checkOptimizer},
        CaseKind{"learning_rate_curves", checkLearningRateCurves},
        CaseKind{"training_masked_lm", checkTrainingMaskedLanguageModel},
        CaseKind{"training_classification", checkTrainingClassification},
        CaseKind{"contrastive_losses", checkContrastiveLosses},
        CaseKind{"contrastive_model", checkContrastiveModel},
        CaseKind{"contrastive_mix", checkContrastiveMix},
        CaseKind{"training_contrastive", checkTrainingContrastive},
        CaseKind{"training_contrastive_mix", checkTrainingContrastiveMix},
        CaseKind{"kmeans", checkKMeans},
        CaseKind{"pca", checkPca},
        CaseKind{"projection", checkProjection},
        CaseKind{"binning", checkBinning},
        CaseKind{"metrics", checkMetrics},
        CaseKind{"kmer_baselines", checkKmerBaselines},
        CaseKind{"logistic_regression", checkLogisticRegression},
        CaseKind{"silhouette", checkSilhouette},
        CaseKind{"few_shot", checkFewShot},
        CaseKind{"gpt_data", checkGptData},
        CaseKind{"character_tokenizer", checkCharacterTokenizer},
        CaseKind{"binding", checkBinding},
        CaseKind{"binding_cnn", checkBindingCnn},
        CaseKind{"binding_cnn_published", checkBindingCnnPublished},
        CaseKind{"pearson", checkPearson},
        CaseKind{"shift_augmentation", checkShiftAugmentation},
        CaseKind{"gpt", checkGpt},
        CaseKind{"gpt_learning_rate", checkGptLearningRate},
    };
    return kinds;
}

const CaseKind *findCaseKind(std::string_view name)
{
    const auto kind = std::ranges::find(caseKinds(), name, &CaseKind::name);
    return kind == caseKinds().end() ? nullptr : &*kind;
}

} // namespace helicase
