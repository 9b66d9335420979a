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
    return isBinomial(name) ? name.left(1) + QStringLiteral(". ") + name.split(u' ').at(1) : name;
}

} // namespace helicase
