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

QString candidateLegend(const StoredEvaluation &evaluation, bool dark)
{
    QStringList parts;
    for (const ShownCandidate &candidate : evaluation.candidates) {
        const QColor colour = candidateStyle(evaluation, candidate.name, dark).color;
        const QString label =
            candidate.label.toHtmlEscaped().replace(u' ', QStringLiteral("&nbsp;"));
        parts.append(QStringLiteral("<span style='color:%1'>&#9632;</span>&nbsp;%2")
                         .arg(colour.name(), label));
    }
    return parts.join(QStringLiteral("&nbsp;&nbsp; "));
}

} // namespace helicase
