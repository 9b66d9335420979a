#include "widgets/binding/explanation.h"

#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/base/tsv.h"
#include "widgets/binding/score_rows.h"
#include "widgets/common/format.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

namespace helicase {

namespace {

using Path = std::filesystem::path;

constexpr const char *hintToRepeat = "mutate the window again";

std::string textMember(const nlohmann::json &object, const char *name, const Path &file)
{
    const auto member = object.find(name);
    if (member == object.end() || !member->is_string())
        throw InputError(std::string("the member \"") + name + "\" is missing or no text",
                         {.file = file}, hintToRepeat);
    return member->get<std::string>();
}

// Columns of a table by name, cells as numbers.
class Cells {
public:
    explicit Cells(Path file) : file_(std::move(file)), table_(readTsv(file_)) {}

    size_t rows() const { return table_.rows.size(); }
    const std::string &text(size_t row, const char *column) const
    {
        const int place = table_.column(column);
        if (place < 0)
            throw InputError(std::string("the column ") + column + " is missing", {.file = file_},
                             hintToRepeat);
        return table_.rows[row][static_cast<size_t>(place)];
    }
    double number(size_t row, const char *column) const
    {
        const auto value = parseReal(text(row, column));
        if (!value)
            throw InputError("\"" + text(row, column) + "\" is no number", placeOf(row));
        return *value;
    }
    int64_t base(size_t row, const char *column, int64_t bases) const
    {
        const double value = number(row, column);
        if (!(value >= 1 && value <= static_cast<double>(bases)))
            throw InputError("base " + text(row, column) + " is outside the window", placeOf(row));
        return static_cast<int64_t>(value);
    }
    // Of "7 A" and "1-6 ACGTAC", counted from 1: the bases from 0, the end not included. None of
    // "special", a token that stands for no base.
    std::pair<int64_t, int64_t> range(size_t row, const char *column, int64_t bases) const
    {
        const std::string &name = text(row, column);
        if (name == "special")
            return {0, 0};
        const std::string numbers = name.substr(0, name.find(' '));
        const size_t dash = numbers.find('-');
        const auto begin = parseInteger(numbers.substr(0, dash));
        const auto end = dash == std::string::npos ? begin : parseInteger(numbers.substr(dash + 1));
        if (!begin || !end || *begin < 1 || *end < *begin || *end > bases)
            throw InputError("\"" + name + "\" are no bases of the window", placeOf(row));
        return {*begin - 1, *end};
    }

private:
    Place placeOf(size_t row) const
    {
        return {.file = file_, .line = static_cast<int64_t>(row) + 2};
    }

    Path file_;
    TsvTable table_;
};

void readMutagenesis(Explanation &result)
{
    const Path file = result.folder / "mutagenesis.safetensors";
    result.mutagenesis = std::make_shared<SafetensorsFile>(file);
    const TensorView &reference = result.mutagenesis->at("reference");
    const TensorView &variants = result.mutagenesis->at("variants");
    const int64_t bases = result.bases();
    requireScores(reference, "reference", {bases}, file);
    requireScores(variants, "variants", {bases, 4, bases}, file);
    result.reference = scoresAt(reference, 0, bases);
    const auto sum = [](const std::vector<float> &scores) {
        return std::accumulate(scores.begin(), scores.end(), 0.0);
    };
    const double whole = sum(result.reference);
    result.change.resize(static_cast<size_t>(bases));
    for (int64_t base = 0; base < bases; ++base)
        for (int letter = 0; letter < 4; ++letter)
            result.change[static_cast<size_t>(base)][static_cast<size_t>(letter)] =
                letter == result.referenceLetter(base)
                    ? 0
                    : static_cast<float>(sum(result.variant(base, letter)) - whole);
}

void readGradient(Explanation &result)
{
    const Cells cells(result.folder / "attribution.tsv");
    result.gradientTimesInput.assign(result.sequence.size(), 0);
    for (size_t row = 0; row < cells.rows(); ++row)
        result.gradientTimesInput[static_cast<size_t>(cells.base(row, "position", result.bases()) -
                                                      1)] =
            static_cast<float>(cells.number(row, "gradient_x_input"));
}

void readHits(Explanation &result)
{
    const Path file = result.folder / "motif_hits.tsv";
    if (!std::filesystem::exists(file))
        return; // explained without matrices
    const Cells cells(file);
    for (size_t row = 0; row < cells.rows(); ++row) {
        ExplainedHit hit;
        hit.motif = cells.text(row, "motif");
        hit.name = cells.text(row, "name");
        hit.strand = cells.text(row, "strand") == "-" ? '-' : '+';
        hit.begin = cells.base(row, "begin", result.bases());
        hit.end = cells.base(row, "end", result.bases());
        hit.score = cells.number(row, "score");
        hit.pValue = cells.number(row, "p_value");
        result.hits.push_back(std::move(hit));
    }
}

// How much each token is looked at: the mean over heads and looking tokens of the last layer.
std::vector<float> attentionPerToken(const SafetensorsFile &layers, const Path &file)
{
    int last = 0;
    while (layers.tensors().contains("layer_" + std::to_string(last + 1)))
        ++last;
    const std::string name = "layer_" + std::to_string(last);
    const TensorView &layer = layers.at(name);
    if (layer.shape.size() != 3 || layer.shape[1] != layer.shape[2])
        throw InputError("the tensor \"" + name + "\" is no attention of tokens", {.file = file});
    requireScores(layer, name, layer.shape, file);
    const int64_t rows = layer.shape[0] * layer.shape[1];
    const int64_t tokens = layer.shape[2];
    std::vector<float> looked(static_cast<size_t>(tokens), 0);
    for (int64_t row = 0; row < rows; ++row) {
        const std::vector<float> weights = scoresAt(layer, row * tokens, tokens);
        for (size_t token = 0; token < weights.size(); ++token)
            looked[token] += weights[token] / static_cast<float>(rows);
    }
    return looked;
}

void readAttention(Explanation &result)
{
    const Path file = result.folder / "attention.safetensors";
    if (!std::filesystem::exists(file))
        return; // the model has none
    const SafetensorsFile layers(file);
    const std::vector<float> looked = attentionPerToken(layers, file);
    const Path tokenFile = result.folder / "attention_tokens.tsv";
    const Cells cells(tokenFile);
    if (cells.rows() != looked.size())
        throw InputError("found " + std::to_string(cells.rows()) + " tokens, attention of " +
                             std::to_string(looked.size()),
                         {.file = tokenFile}, hintToRepeat);
    result.attention.assign(result.sequence.size(), 0);
    for (size_t token = 0; token < looked.size(); ++token)
        if (const auto [begin, end] = cells.range(token, "bases", result.bases()); begin < end)
            std::fill(result.attention.begin() + begin, result.attention.begin() + end,
                      looked[token]);
}

} // namespace

std::vector<float> Explanation::variant(int64_t base, int letter) const
{
    return scoresAt(mutagenesis->at("variants"), (base * 4 + letter) * bases(), bases());
}

int Explanation::referenceLetter(int64_t base) const
{
    const size_t place = explainedLetters.find(sequence[static_cast<size_t>(base)]);
    return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

float Explanation::largestChange() const
{
    float largest = 1e-6F;
    for (const auto &letters : change)
        for (const float value : letters)
            largest = std::max(largest, std::abs(value));
    return largest;
}

Explanation::Substitution Explanation::strongest(int64_t begin, int64_t end) const
{
    Substitution found;
    for (int64_t base = begin; base < end; ++base)
        for (int letter = 0; letter < 4; ++letter) {
            const float value = change[static_cast<size_t>(base)][static_cast<size_t>(letter)];
            if (std::abs(value) > std::abs(found.change))
                found = {.base = base, .letter = letter, .change = value};
        }
    return found;
}

std::shared_ptr<const Explanation> readExplanation(const std::filesystem::path &folder)
{
    auto result = std::make_shared<Explanation>();
    result->folder = folder;
    const Path file = folder / "explanation.json";
    const nlohmann::json description = readJsonFile(file);
    if (!description.is_object())
        throw InputError("this is no explanation of a window", {.file = file}, hintToRepeat);
    result->window = textMember(description, "window", file);
    result->model = Path(textMember(description, "model", file)).filename().string();
    result->sequence = textMember(description, "sequence", file);
    if (result->sequence.empty())
        throw InputError("the sequence is empty", {.file = file}, hintToRepeat);
    readMutagenesis(*result);
    readGradient(*result);
    readHits(*result);
    readAttention(*result);
    return result;
}

std::filesystem::path explanationFolder(const std::filesystem::path &project,
                                        const std::string &model, const std::string &window)
{
    const auto part = [](const std::string &name) {
        return folderNameText(QString::fromStdString(name)).toStdString();
    };
    return project / "explanations" / part(model) / part(window);
}

} // namespace helicase
