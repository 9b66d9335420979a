#include "widgets/embeddings/cloud_data.h"

namespace helicase {

bool CloudProjection::isBaseline() const
{
    return name.starts_with("tnf") || name.starts_with("kmer") || name.starts_with("baseline");
}

} // namespace helicase
