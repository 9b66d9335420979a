// helicase model convert MODEL -o DIR: the same weights in another format or precision.
#include "app/helicase/core_commands/commands.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/dataset/float_conversion.h"
#include "core/dataset/model_files.h"
#include "core/dataset/torch_writer.h"
#include "core/dataset/weights_file.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

struct Precision {
    std::string_view option;
    std::string_view type;       // of the file
    std::string_view configName; // as config.json names it
};

constexpr std::array precisions{Precision{"fp32", "F32", "float32"},
                                Precision{"fp16", "F16", "float16"},
                                Precision{"bf16", "BF16", "bfloat16"}};

// The tensors as they will be written, and the numbers that had to be made for them.
struct Conversion {
    std::vector<TensorToWrite> tensors;
    std::deque<std::vector<std::byte>> made;
};

// Tensors with the same key share their numbers.
using Numbers = std::pair<const std::byte *, size_t>;

// Tied tensors stay tied: what was made from the same numbers is made once.
Conversion convert(const WeightsFile &weights, const Precision *precision,
                   const std::filesystem::path &file)
{
    Conversion conversion;
    std::map<Numbers, std::span<const std::byte>> known;
    for (const auto &[name, view] : weights.tensors()) {
        TensorToWrite tensor{name, view.type, view.shape, view.bytes};
        if (precision && isFloatingType(view.type) && view.type != precision->type) {
            std::span<const std::byte> &bytes = known[{view.bytes.data(), view.bytes.size()}];
            if (bytes.empty() && !view.bytes.empty()) {
                ConvertedNumbers numbers = convertNumbers(view, precision->type);
                if (numbers.overflowed > 0)
                    throw InputError(
                        "tensor " + printable(name) + " has " + std::to_string(numbers.overflowed) +
                            " numbers beyond the range of " + std::string(precision->option),
                        {.file = file}, "choose bf16, which has the range of fp32");
                bytes = conversion.made.emplace_back(std::move(numbers.bytes));
            }
            tensor.type = precision->type;
            tensor.bytes = bytes;
        }
        conversion.tensors.push_back(std::move(tensor));
    }
    return conversion;
}

// The output layer that readers of published models tie to the word embeddings themselves;
// safetensors files leave it out.
std::vector<TensorToWrite> withoutTiedOutput(std::vector<TensorToWrite> tensors)
{
    std::map<Numbers, int> uses;
    for (const TensorToWrite &tensor : tensors)
        ++uses[{tensor.bytes.data(), tensor.bytes.size()}];
    std::erase_if(tensors, [&](const TensorToWrite &tensor) {
        const bool isOutput = tensor.name.ends_with("cls.predictions.decoder.weight") ||
                              tensor.name.ends_with("lm_head.weight");
        return isOutput && uses[{tensor.bytes.data(), tensor.bytes.size()}] > 1;
    });
    return tensors;
}

} // namespace

ExitStatus runModelConvert(const CommandLine &line)
{
    line.options.requireComplete();
    if (line.inputs.size() != 1)
        throw OptionError("MODEL",
                          "one model folder is expected (found " +
                              std::to_string(line.inputs.size()) + ")",
                          "helicase model convert MODEL -o DIR");
    const std::filesystem::path folder = line.inputs.front();
    const std::filesystem::path output = line.options.path("output");
    std::error_code ignored;
    if (std::filesystem::equivalent(folder, output, ignored))
        throw OptionError("output", "is the model's own folder", "name another folder");
    const auto precision =
        std::ranges::find(precisions, line.options.text("dtype"), &Precision::option);
    const Precision *wanted = precision == precisions.end() ? nullptr : &*precision;

    nlohmann::json config = readJsonFile(folder / "config.json");
    const std::filesystem::path file = findWeights(folder);
    const WeightsFile weights(file);
    Conversion conversion = convert(weights, wanted, file);
    if (wanted && config.is_object())
        config["torch_dtype"] = wanted->configName;
    const bool isPytorch = line.options.text("format") == "pytorch";
    const std::string name = isPytorch ? "pytorch_model.bin" : "model.safetensors";
    if (isPytorch)
        writeTorchTensors(output / name, conversion.tensors);
    else
        writeSafetensors(output / name, withoutTiedOutput(std::move(conversion.tensors)),
                         {{"format", "pt"}});
    removeOtherWeights(output, name);
    copyFilesBesideWeights(folder, output);
    writeJsonFile(output / "config.json", config);
    return ExitStatus::Done;
}

} // namespace helicase
