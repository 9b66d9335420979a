#include "core/neural/embed/projector.h"

#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/neural/tensor/matrix_tensor.h"
#include "core/neural/tensor/tensor_file.h"

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr double normEpsilon = 1e-5;
constexpr int64_t rowsPerPass = 4096;

torch::Tensor drawn(std::vector<int64_t> shape, double bound, RandomStream &random)
{
    torch::Tensor tensor = torch::empty(shape, torch::kFloat32);
    auto *values = tensor.data_ptr<float>();
    for (int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = static_cast<float>(bound * (2 * random.uniform() - 1));
    return tensor;
}

torch::Tensor taken(const NamedTensors &tensors, const std::string &name,
                    std::vector<int64_t> shape, const std::filesystem::path &file)
{
    const auto found = tensors.find(name);
    if (found == tensors.end())
        throw InputError("holds no tensor " + name, {.file = file},
                         "a projector has 0.weight, 0.bias, 3.weight, 3.bias, 4.weight, 4.bias");
    const torch::Tensor &tensor = found->second;
    bool fits = tensor.dim() == std::ssize(shape);
    for (size_t i = 0; fits && i < shape.size(); ++i)
        fits = shape[i] < 0 || shape[i] == tensor.size(static_cast<int64_t>(i));
    if (!fits)
        throw InputError("the shape of the tensor " + name + " does not fit the others",
                         {.file = file});
    torch::Tensor values = tensor.to(torch::kFloat32).contiguous();
    if (!values.isfinite().all().item<bool>())
        throw InputError("the tensor " + name + " holds values that are not finite",
                         {.file = file});
    return values;
}

} // namespace

struct Projector::Internals {
    NamedTensors weights;
    std::map<std::string, std::string> provenance;

    const torch::Tensor &at(const char *name) const { return weights.at(name); }
    torch::Tensor project(const torch::Tensor &rows) const
    {
        const torch::Tensor hidden = torch::gelu(torch::linear(rows, at("0.weight"), at("0.bias")));
        const torch::Tensor outputs = torch::linear(hidden, at("3.weight"), at("3.bias"));
        return torch::layer_norm(outputs, {outputs.size(1)}, at("4.weight"), at("4.bias"),
                                 normEpsilon);
    }
};

Projector::Projector(std::unique_ptr<Internals> internals) : internals_(std::move(internals)) {}
Projector::Projector(Projector &&) noexcept = default;
Projector &Projector::operator=(Projector &&) noexcept = default;
Projector::~Projector() = default;

Projector Projector::fromFile(const std::filesystem::path &file)
{
    const NamedTensors tensors = readTensors(file);
    auto internals = std::make_unique<Internals>();
    NamedTensors &weights = internals->weights;
    weights["0.weight"] = taken(tensors, "0.weight", {-1, -1}, file);
    const int64_t hidden = weights["0.weight"].size(0);
    weights["0.bias"] = taken(tensors, "0.bias", {hidden}, file);
    weights["3.weight"] = taken(tensors, "3.weight", {-1, hidden}, file);
    const int64_t outputs = weights["3.weight"].size(0);
    for (const char *name : {"3.bias", "4.weight", "4.bias"})
        weights[name] = taken(tensors, name, {outputs}, file);
    internals->provenance = {{"projector", std::to_string(hidden) + "-" + std::to_string(outputs)},
                             {"projector_sha256", sha256OfFile(file)}};
    return Projector(std::move(internals));
}

Projector Projector::random(int64_t inputs, int64_t hidden, int64_t outputs, uint64_t seed)
{
    RandomStream random(seed, "projector");
    auto internals = std::make_unique<Internals>();
    const double first = 1 / std::sqrt(static_cast<double>(inputs));
    const double second = 1 / std::sqrt(static_cast<double>(hidden));
    NamedTensors &weights = internals->weights;
    weights["0.weight"] = drawn({hidden, inputs}, first, random);
    weights["0.bias"] = drawn({hidden}, first, random);
    weights["3.weight"] = drawn({outputs, hidden}, second, random);
    weights["3.bias"] = drawn({outputs}, second, random);
    weights["4.weight"] = torch::ones({outputs});
    weights["4.bias"] = torch::zeros({outputs});
    internals->provenance = {{"projector", std::to_string(hidden) + "-" + std::to_string(outputs)},
                             {"projector_seed", std::to_string(seed)}};
    return Projector(std::move(internals));
}

Projector Projector::named(const std::string &text, int64_t inputs, uint64_t seed)
{
    const std::vector<std::string_view> parts = split(text, '-');
    const auto hidden = parts.size() == 2 ? parseInteger(parts[0]) : std::nullopt;
    const auto outputs = parts.size() == 2 ? parseInteger(parts[1]) : std::nullopt;
    if (!hidden || !outputs) {
        if (!std::filesystem::exists(text))
            throw OptionError("projector", printable(text) + " is neither a file nor two widths",
                              "two widths are written 1024-512");
        return fromFile(text);
    }
    constexpr int64_t widest = 65536;
    if (*hidden < 1 || *outputs < 1 || *hidden > widest || *outputs > widest)
        throw OptionError("projector", "found " + printable(text) + " (expected widths from 1 to " +
                                           std::to_string(widest) + ")");
    return random(inputs, *hidden, *outputs, seed);
}

Matrix Projector::apply(const Matrix &vectors) const
{
    const torch::NoGradGuard noGradient;
    const int64_t inputs = internals_->at("0.weight").size(1);
    if (vectors.columns() != inputs)
        throw Error("the projector takes vectors of width " + std::to_string(inputs) + ", found " +
                        std::to_string(vectors.columns()),
                    {}, ExitStatus::BadInput);
    Matrix projected(vectors.rows(), internals_->at("3.weight").size(0));
    for (int64_t begin = 0; begin < vectors.rows(); begin += rowsPerPass) {
        const int64_t end = std::min(begin + rowsPerPass, vectors.rows());
        viewOfRows(projected, begin, end)
            .copy_(internals_->project(viewOfRows(vectors, begin, end)));
    }
    return projected;
}

const std::map<std::string, std::string> &Projector::provenance() const
{
    return internals_->provenance;
}

void standardizeColumns(Matrix &vectors)
{
    constexpr double noise = 1e-13; // a spread below the rounding of the numbers is none
    const auto rows = static_cast<double>(vectors.rows());
    const auto columns = static_cast<size_t>(vectors.columns());
    std::vector<double> mean(columns);
    std::vector<double> squares(columns);
    for (int64_t i = 0; i < vectors.rows(); ++i)
        for (size_t j = 0; j < columns; ++j)
            mean[j] += vectors.row(i)[j];
    for (double &value : mean)
        value /= rows;
    for (int64_t i = 0; i < vectors.rows(); ++i)
        for (size_t j = 0; j < columns; ++j)
            squares[j] += std::pow(vectors.row(i)[j] - mean[j], 2) / rows;
    for (int64_t i = 0; i < vectors.rows(); ++i)
        for (size_t j = 0; j < columns; ++j)
            vectors.row(i)[j] =
                squares[j] > noise * mean[j] * mean[j]
                    ? static_cast<float>((vectors.row(i)[j] - mean[j]) / std::sqrt(squares[j]))
                    : 0.0f;
}

} // namespace helicase
