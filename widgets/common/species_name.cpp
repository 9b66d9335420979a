#include "widgets/common/species_name.h"

#include <QRegularExpression>

namespace helicase {

bool isBinomial(const QString &name)
{
    static const QRegularExpression pattern(
        QStringLiteral("^[A-Z](\\.|[a-z]{2,}) [a-z]{3,}[a-z-]*( (subsp|strain|str|sv)\\.? .*)?$"));
    static const QRegularExpression noSpecies(QStringLiteral(" (phage|virus|plasmid|sp)\\b"));
    return pattern.match(name).hasMatch() && !noSpecies.match(name).hasMatch();
}

QString shortSpeciesName(const QString &name)
{
    constexpr int longest = 20;
    if (isBinomial(name)) {
        const QStringList words = name.split(u' ');
        return name.left(1) + QStringLiteral(". ") + words.at(1);
    }
    return name.size() <= longest ? name : name.left(longest - 1) + QChar(0x2026);
}

} // namespace helicase
