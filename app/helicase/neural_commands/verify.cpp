// helicase verify DIR... [--kind K,K] [--tolerance-scale X] [--json] [--strict]: recomputes
// reference cases and compares.
#include "core/neural/verify/verify.h"
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/neural/tensor/threads.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace helicase {

namespace {

// The references were computed in fp32; other arithmetic would be compared with what it is not.
void requireReferenceArithmetic(const OptionValues &options)
{
    const std::string &device = options.text("device");
    if (device != "auto" && device != "cpu")
        throw OptionError("device", "this build computes the cases on the CPU only",
                          "use --device cpu or auto");
    if (options.text("precision") == "bf16")
        throw OptionError("precision", "the references are computed in fp32",
                          "use --precision fp32 or auto");
}

VerifyRequest requestOf(const CommandLine &line)
{
    VerifyRequest request;
    request.folders = {line.inputs.begin(), line.inputs.end()};
    if (request.folders.empty())
        throw OptionError("DIR", "a folder with reference cases is needed", "helicase verify DIR");
    request.kinds = line.options.list("kind");
    request.toleranceScale = line.options.real("tolerance-scale");
    request.unknownKind =
        line.options.flag("strict") ? UnknownKind::Fails : UnknownKind::NotChecked;
    return request;
}

} // namespace

ExitStatus runVerify(const CommandLine &line)
{
    const StopSignals signals;
    line.options.requireComplete();
    requireReferenceArithmetic(line.options);
    useThreads(line.options.integer("threads"));
    const VerifyRequest request = requestOf(line);
    const auto progress = makeProgress(line);
    const VerifyResult result = verify(request, *progress, signals.token());
    if (line.options.flag("json"))
        std::cout << toJson(result).dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
                  << '\n';
    else
        std::cout << tableText(result);
    return result.holds() ? ExitStatus::Done : ExitStatus::Failed;
}

} // namespace helicase
