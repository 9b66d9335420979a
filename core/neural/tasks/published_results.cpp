#include "core/neural/tasks/published_results.h"

#include "core/base/error.h"
#include "core/neural/model/model_content.h"
#include "core/neural/model/model_folder.h"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace helicase {

namespace {

// Whole numbers are numbers of type int there.
std::string pythonNumber(double value)
{
    return value == std::floor(value) && std::abs(value) < 1e15
               ? std::to_string(static_cast<int64_t>(value))
               : pythonFloat(value);
}

std::string pythonFlag(bool value)
{
    return value ? "True" : "False";
}

// What tells the published programs which code the weights belong to.
nlohmann::json publishedConfig(const EncoderConfig &config)
{
    nlohmann::json result = config.toJson();
    result["auto_map"] = {
        {"AutoConfig", "configuration_bert.BertConfig"},
        {"AutoModel", "bert_layers.BertModel"},
        {"AutoModelForMaskedLM", "bert_layers.BertForMaskedLM"},
        {"AutoModelForSequenceClassification", "bert_layers.BertForSequenceClassification"}};
    return result;
}

// Runs `write` on a folder beside the target, which then takes its place.
void replaceFolder(const std::filesystem::path &target,
                   const std::function<void(const std::filesystem::path &)> &write)
{
    const std::filesystem::path draft = target.string() + ".part";
    try {
        std::filesystem::remove_all(draft);
        write(draft);
        std::filesystem::remove_all(target);
        std::filesystem::rename(draft, target);
    } catch (const std::filesystem::filesystem_error &error) {
        throw DiskError("write", target, error.code().value());
    }
}

} // namespace

std::string pythonFloat(double value)
{
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                   std::chars_format::scientific)
                         .ptr;
    const std::string scientific(digits.data(), end);
    const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
    if (exponent < -4 || exponent >= 16)
        return scientific;
    const auto plainEnd =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed)
            .ptr;
    const std::string plain(digits.data(), plainEnd);
    return plain.find('.') == std::string::npos ? plain + ".0" : plain;
}

std::string publishedName(const OptionValues &options)
{
    const auto number = [&](const char *name) { return pythonNumber(options.real(name)); };
    return "epoch" + number("length.epochs") + "." +
           options.path("data.train").filename().string() + ".lr" +
           pythonFloat(options.real("optimizer.lr")) + ".lrscale" +
           number("optimizer.head_lr_scale") + ".bs" + options.text("batch.pairs") + ".maxlength" +
           options.text("data.max_tokens") + ".tmp" +
           pythonFloat(options.real("objective.temperature")) + ".seed" + options.text("seed") +
           ".con_method" + options.text("objective.method") + ".mix" +
           pythonFlag(options.flag("objective.mixup")) + ".mix_layer_num" +
           options.text("objective.mixup_layer") + ".curriculum" +
           pythonFlag(options.flag("objective.curriculum"));
}

PublishedResults::PublishedResults(const OptionValues &options)
    : folder_(options.path("published.results") / publishedName(options)),
      interval_(options.integer("checkpoint.every"))
{
    if (interval_ == 0)
        throw OptionError("published.results", "checkpoint.every is 0: no step would be saved",
                          "set checkpoint.every to the interval of the published folders");
}

void PublishedResults::stepMade(int64_t step, const ContrastiveNetwork &network,
                                const Tokenizer &tokenizer)
{
    if ((step - 1) % interval_ != 0)
        return;
    const std::array encoder{ModelPart{"", network.encoder().get()}};
    const std::array head{ModelPart{"", network.head().get()}};
    const ModelContent content{
        .weights = {{"pytorch_model.bin", tensorsOf(encoder)},
                    {"con_weights.ckpt", tensorsOf(head)}},
        .documents = {{"config.json", publishedConfig(network.encoder()->config())}}};
    replaceFolder(folder_ / std::to_string(step - 1), [&](const std::filesystem::path &draft) {
        writeContent(draft, content);
        tokenizer.save(draft);
    });
}

nlohmann::json
PublishedResults::chooseBest(int64_t steps,
                             const std::function<double(const std::filesystem::path &)> &loss)
{
    nlohmann::json losses = nlohmann::json::object();
    std::optional<std::pair<double, int64_t>> best;
    for (int64_t step = interval_; step < steps; step += interval_) {
        const std::filesystem::path saved = folder_ / std::to_string(step);
        if (!std::filesystem::exists(saved / "config.json"))
            continue;
        const double value = loss(saved);
        losses[std::to_string(step)] = value;
        if (!best || value < best->first)
            best = {value, step};
    }
    nlohmann::json result{{"folder", folder_.string()}, {"validation_loss", losses}};
    if (!best)
        return result;
    replaceFolder(folder_ / "best", [&](const std::filesystem::path &draft) {
        std::filesystem::copy(folder_ / std::to_string(best->second), draft,
                              std::filesystem::copy_options::recursive);
    });
    result["best_step"] = best->second;
    return result;
}

} // namespace helicase
