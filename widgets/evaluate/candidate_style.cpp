#include "widgets/evaluate/candidate_style.h"

#include <algorithm>

namespace helicase {

CategoryStyle candidateStyle(const StoredEvaluation &evaluation, const std::string &name, bool dark)
{
    std::vector<std::string> names;
    for (const ShownCandidate &candidate : evaluation.candidates)
        names.push_back(candidate.name);
    std::ranges::sort(names);
    const int place = static_cast<int>(std::ranges::lower_bound(names, name) - names.begin());
    CategoryStyle style = categoryStyle(place, dark);
    constexpr int markers = 5; // those that read well at legend size
    style.marker = static_cast<Marker>(place % markers);
    return style;
}

} // namespace helicase
