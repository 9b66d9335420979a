#include "widgets/embeddings/vector_store.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

template <typename Value>
std::vector<Value> listInMetadata(const SafetensorsFile &file, const char *key,
                                  const std::filesystem::path &path)
{
    const auto text = file.metadata().find(key);
    if (text == file.metadata().end())
        throw InputError(std::string("the metadata have no list of ") + key, {.file = path},
                         "is this an embedding file? \"helicase embed\" writes them");
    try {
        return parseJson(text->second, path).get<std::vector<Value>>();
    } catch (const nlohmann::json::exception &) {
        throw InputError(std::string("the metadata ") + key + " are no list of the right type",
                         {.file = path});
    }
}

double product(std::span<const float> one, std::span<const float> other)
{
    constexpr size_t lanes = 8; // independent sums, so that they are added side by side
    std::array<double, lanes> sums{};
    size_t i = 0;
    for (; i + lanes <= one.size(); i += lanes)
        for (size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += double(one[i + lane]) * double(other[i + lane]);
    for (; i < one.size(); ++i)
        sums[0] += double(one[i]) * double(other[i]);
    double total = 0;
    for (const double sum : sums)
        total += sum;
    return total;
}

bool isNearer(const Neighbour &one, const Neighbour &other)
{
    return one.similarity != other.similarity ? one.similarity > other.similarity
                                              : one.row < other.row;
}

} // namespace

SequenceNames readSequenceNames(const std::filesystem::path &embeddings)
{
    const SafetensorsFile file(embeddings);
    SequenceNames names{.ids = listInMetadata<std::string>(file, "ids", embeddings),
                        .lengths = listInMetadata<int64_t>(file, "lengths", embeddings)};
    if (names.ids.size() != names.lengths.size())
        throw InputError("ids and lengths differ in number", {.file = embeddings});
    return names;
}

VectorStore::VectorStore(const std::filesystem::path &embeddings) : file_(embeddings)
{
    const TensorView &tensor = file_.at("embeddings");
    if (tensor.type != "F32" || tensor.shape.size() != 2)
        throw InputError("the tensor \"embeddings\" is no F32 matrix", {.file = embeddings});
    ids_ = listInMetadata<std::string>(file_, "ids", embeddings);
    if (static_cast<int64_t>(ids_.size()) != tensor.shape[0])
        throw InputError("found " + std::to_string(ids_.size()) + " ids for " +
                             std::to_string(tensor.shape[0]) + " vectors",
                         {.file = embeddings});
    if (reinterpret_cast<uintptr_t>(tensor.bytes.data()) % alignof(float) == 0) {
        values_ = reinterpret_cast<const float *>(tensor.bytes.data());
    } else {
        aligned_.resize(tensor.bytes.size() / sizeof(float));
        std::memcpy(aligned_.data(), tensor.bytes.data(), tensor.bytes.size());
        values_ = aligned_.data();
    }
    width_ = tensor.shape[1];
    rows_.reserve(ids_.size());
    for (size_t row = 0; row < ids_.size(); ++row)
        rows_.emplace(ids_[row], static_cast<int64_t>(row));
}

int64_t VectorStore::rowOf(std::string_view id) const
{
    const auto found = rows_.find(id);
    return found == rows_.end() ? -1 : found->second;
}

std::span<const float> VectorStore::vector(int64_t row) const
{
    return {values_ + row * width_, static_cast<size_t>(width_)};
}

std::vector<Neighbour> VectorStore::nearest(int64_t row, int64_t count) const
{
    const std::span<const float> wanted = vector(row);
    const double length = std::sqrt(product(wanted, wanted));
    const auto wantedCount = static_cast<size_t>(std::min(count, std::max<int64_t>(rows() - 1, 0)));
    const auto parts = static_cast<size_t>(physicalCores());
    std::vector<std::vector<Neighbour>> found(parts);
    runInParallel(parts, [&](size_t part) {
        const int64_t first = rows() * static_cast<int64_t>(part) / static_cast<int64_t>(parts);
        const int64_t end = rows() * static_cast<int64_t>(part + 1) / static_cast<int64_t>(parts);
        std::vector<Neighbour> &best = found[part]; // a heap, the least similar in front
        for (int64_t other = first; other < end; ++other) {
            const std::span<const float> values = vector(other);
            const double lengths = length * std::sqrt(product(values, values));
            const Neighbour neighbour{
                .row = other, .similarity = lengths > 0 ? product(wanted, values) / lengths : 0};
            if (other == row || (best.size() == wantedCount &&
                                 (best.empty() || !isNearer(neighbour, best.front()))))
                continue;
            if (best.size() == wantedCount) {
                std::ranges::pop_heap(best, isNearer);
                best.pop_back();
            }
            best.push_back(neighbour);
            std::ranges::push_heap(best, isNearer);
        }
    });
    std::vector<Neighbour> all;
    for (const std::vector<Neighbour> &part : found)
        all.insert(all.end(), part.begin(), part.end());
    std::ranges::sort(all, isNearer);
    all.resize(std::min(all.size(), wantedCount));
    return all;
}

} // namespace helicase
