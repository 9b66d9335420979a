#include "core/neural/distributed/rank_environment.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/text.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace helicase {

namespace {

constexpr const char *howToStart = "start the processes by helicase launch, torchrun or srun";

// Variables that are set but empty are not set.
class Variables {
public:
    explicit Variables(const RankEnvironment::Lookup &lookup) : lookup_(lookup) {}

    std::string text(const char *name) const
    {
        const char *value = lookup_(name);
        return value ? value : "";
    }

    std::optional<int64_t> number(const char *name, int64_t smallest, int64_t largest) const
    {
        const std::string value = text(name);
        if (value.empty())
            return std::nullopt;
        const auto number = parseInteger(value);
        if (!number || *number < smallest || *number > largest)
            throw Error("environment variable " + std::string(name) + ": " + printable(value) +
                            " is no whole number from " + std::to_string(smallest) + " to " +
                            std::to_string(largest),
                        howToStart, ExitStatus::WrongUsage);
        return number;
    }

    int64_t required(const char *name, int64_t smallest, int64_t largest) const
    {
        if (const auto value = number(name, smallest, largest))
            return *value;
        throw Error("environment variable " + std::string(name) +
                        " is missing, though others speak of several processes",
                    howToStart, ExitStatus::WrongUsage);
    }

private:
    const RankEnvironment::Lookup &lookup_;
};

constexpr int64_t mostRanks = 1'000'000;

// Who is who by torchrun's names. False when they are not set.
bool readTorchrun(const Variables &variables, RankEnvironment &found)
{
    if (variables.text("RANK").empty() &&
        variables.number("WORLD_SIZE", 1, mostRanks).value_or(1) == 1)
        return false;
    found.size = variables.required("WORLD_SIZE", 1, mostRanks);
    found.rank = variables.required("RANK", 0, found.size - 1);
    found.masterHost = variables.text("MASTER_ADDR");
    found.localSize = variables.number("LOCAL_WORLD_SIZE", 1, found.size)
                          .value_or(found.isLocal() ? found.size : 1);
    return true;
}

// Slurm sets its variables for scripts that are one process, too; MASTER_ADDR tells that the
// processes are meant to find each other.
void readSlurm(const Variables &variables, RankEnvironment &found)
{
    if (variables.text("SLURM_PROCID").empty() || variables.text("MASTER_ADDR").empty())
        return;
    found.size = variables.required("SLURM_NTASKS", 1, mostRanks);
    found.rank = variables.required("SLURM_PROCID", 0, found.size - 1);
    const int64_t machines = variables.number("SLURM_NNODES", 1, mostRanks).value_or(found.size);
    found.localSize = (found.size + machines - 1) / machines;
}

} // namespace

RankEnvironment RankEnvironment::read(const Lookup &lookup)
{
    const Variables variables(lookup);
    RankEnvironment found;
    if (!readTorchrun(variables, found))
        readSlurm(variables, found);
    if (found.size == 1)
        return found;
    found.masterHost = variables.text("MASTER_ADDR");
    if (found.masterHost.empty())
        throw Error("environment variable MASTER_ADDR, the machine of rank 0, is missing, though "
                    "others speak of several processes",
                    howToStart, ExitStatus::WrongUsage);
    found.masterPort =
        static_cast<uint16_t>(variables.number("MASTER_PORT", 1, 65535).value_or(found.masterPort));
    found.masterIsServed = variables.text("TORCHELASTIC_USE_AGENT_STORE") == "True";
    if (const std::string attempt = variables.text("TORCHELASTIC_RESTART_COUNT"); !attempt.empty())
        found.attempt = attempt;
    found.wantedThreads = variables.number("OMP_NUM_THREADS", 1, 1024).value_or(0);
    found.timeout = std::chrono::seconds(
        variables.number("HELICASE_RANK_TIMEOUT", 1, 1'000'000).value_or(found.timeout.count()));
    return found;
}

RankEnvironment RankEnvironment::read()
{
    return read([](const char *name) -> const char * { return std::getenv(name); });
}

bool RankEnvironment::isLocal() const
{
    return masterHost == "localhost" || masterHost.starts_with("127.");
}

int64_t RankEnvironment::threads(int64_t wanted) const
{
    if (wanted > 0 || size == 1)
        return wanted;
    return wantedThreads > 0 ? wantedThreads : std::max<int64_t>(1, physicalCores() / localSize);
}

} // namespace helicase
