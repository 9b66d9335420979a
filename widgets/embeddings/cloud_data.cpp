#include "widgets/embeddings/cloud_data.h"

namespace helicase {

bool CloudProjection::isBaseline() const
{
    return name.starts_with("tnf") || name.starts_with("kmer") || name.starts_with("baseline");
}

const std::vector<int> *CloudData::binsFor(const std::string &candidate) const
{
    if (bins.empty())
        return nullptr;
    const auto found = bins.find(candidate);
    return found != bins.end() ? &found->second : &bins.begin()->second;
}

} // namespace helicase
