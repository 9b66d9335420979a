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
        CaseKind{"training_contrastive", checkTrainingContrastive},
        CaseKind{"kmeans", checkKMeans},
        CaseKind{"metrics", checkMetrics},
    };
    return kinds;
}

const CaseKind *findCaseKind(std::string_view name)
{
    const auto kind = std::ranges::find(caseKinds(), name, &CaseKind::name);
    return kind == caseKinds().end() ? nullptr : &*kind;
}

} // namespace helicase
