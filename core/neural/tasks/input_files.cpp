#include "core/neural/tasks/input_files.h"

#include "core/base/error.h"
#include "core/run/run_inputs.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

std::vector<std::filesystem::path> filesOf(const std::filesystem::path &path,
                                           const std::string &option)
{
    if (std::filesystem::is_regular_file(path))
        return {path};
    if (!std::filesystem::is_directory(path))
        throw InputError("does not exist or cannot be read", {.file = path},
                         "it is the value of " + option);
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(path))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

} // namespace

nlohmann::json describeInputs(const OptionValues &options)
{
    nlohmann::json inputs = nlohmann::json::array();
    for (const Option &option : options.table().options()) {
        const bool isInput = option.name.starts_with("data.") || option.name.starts_with("model.");
        if (option.kind != OptionKind::Path || !isInput || options.text(option.name).empty())
            continue;
        for (const auto &file : filesOf(options.path(option.name), option.name))
            inputs.push_back(describeInput(file));
    }
    return inputs;
}

} // namespace helicase
