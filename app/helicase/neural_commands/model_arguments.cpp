#include "app/helicase/neural_commands/model_arguments.h"

namespace helicase {

std::filesystem::path modelArgument(const CommandLine &line, const std::string &usage)
{
    if (line.inputs.size() != 1)
        throw OptionError(
            "MODEL", "one is expected (found " + std::to_string(line.inputs.size()) + ")", usage);
    return line.inputs.front();
}

void requireCpuInFloat32(const CommandLine &line)
{
    const std::string &device = line.options.text("device");
    if (device != "auto" && device != "cpu")
        throw OptionError("device", "this command computes on the CPU only",
                          "use --device cpu or auto");
    if (line.options.text("precision") == "bf16")
        throw OptionError("precision", "this command computes in fp32",
                          "use --precision fp32 or auto");
}

BaselineTables baselineTablesFrom(const OptionValues &options)
{
    return BaselineTables::read(options.path("kernel"), options.path("word-vectors"));
}

void requireOtherFolder(const CommandLine &line, const std::filesystem::path &folder)
{
    std::error_code ignored;
    if (std::filesystem::equivalent(folder, line.options.path("output"), ignored))
        throw OptionError("output", "is the model's own folder", "name another folder");
}

} // namespace helicase
