#include "widgets/embeddings/cloud_surface.h"

#include <algorithm>

namespace helicase {

const CloudProjection *CloudScene::shown() const
{
    const auto index = static_cast<size_t>(projection);
    const bool exists = model && projection >= 0 && index < model->data().projections.size();
    return exists ? &model->data().projections[index] : nullptr;
}

std::span<const int> CloudScene::drawn() const
{
    const size_t limit = isMoving ? static_cast<size_t>(CloudModel::movingSubset) : order.size();
    return std::span(order).first(std::min(limit, order.size()));
}

double CloudScene::pointRadius() const
{
    constexpr size_t many = 100'000;
    return order.size() > many ? 1.8 : 3.0;
}

} // namespace helicase
