#include "app/helicase/launch/launch_plan.h"

#include "core/base/parallel.h"
#include "core/base/text.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace helicase {

namespace {

constexpr const char *usualHost = "127.0.0.1";
constexpr int64_t usualPort = 29500;

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

// The option where it is given, else the variable, else the usual value.
int64_t number(const OptionValues &options, const char *option, const char *name, int64_t usual)
{
    if (!options.isDefault(option))
        return options.integer(option);
    const std::string text = variable(name);
    if (text.empty())
        return usual;
    if (mistakeIn(options.table().at(option), text))
        throw Error("environment variable " + std::string(name) + ": " + printable(text) +
                        " is no value of --" + option,
                    "helicase launch --help tells which it may have", ExitStatus::WrongUsage);
    return *parseInteger(text);
}

// Two runs on one machine shall not meet.
int64_t freePort()
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool isFound =
        descriptor >= 0 &&
        ::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
        ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    const int reason = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!isFound)
        throw Error(std::string("cannot find a free port: ") + std::strerror(reason),
                    "name one with --port");
    return ::ntohs(address.sin_port);
}

// The threads of this machine, --threads or its cores, are shared by the processes.
std::string threadsPerProcess(const OptionValues &options, int64_t processes)
{
    const std::string set = variable("OMP_NUM_THREADS");
    if (options.isDefault("threads") && !set.empty())
        return set;
    const int64_t wanted = options.integer("threads");
    const int64_t all = wanted > 0 ? wanted : physicalCores();
    return std::to_string(std::max<int64_t>(1, all / processes));
}

} // namespace

LaunchPlan LaunchPlan::from(const OptionValues &options)
{
    LaunchPlan plan;
    plan.processes = std::max<int64_t>(1, number(options, "nproc", "NPROC_PER_NODE", 1));
    plan.machines = std::max<int64_t>(1, number(options, "nnodes", "NNODES", 1));
    plan.machine = std::max<int64_t>(0, number(options, "node-rank", "NODE_RANK", 0));
    if (plan.machine >= plan.machines)
        throw OptionError("node-rank",
                          std::to_string(plan.machine) + " is no number of one of " +
                              std::to_string(plan.machines) + " machines",
                          "they are numbered from 0; --nnodes tells how many there are");
    const std::string host =
        options.isDefault("master") ? variable("MASTER_ADDR") : options.text("master");
    plan.masterHost = host.empty() ? usualHost : host;
    plan.masterPort = number(options, "port", "MASTER_PORT", 0);
    if (plan.masterPort == 0)
        plan.masterPort = plan.machines == 1 ? freePort() : usualPort;
    plan.threads = threadsPerProcess(options, plan.processes);
    return plan;
}

std::map<std::string, std::string> LaunchPlan::variablesOf(int64_t process) const
{
    return {{"RANK", std::to_string(rankOf(process))},
            {"WORLD_SIZE", std::to_string(machines * processes)},
            {"LOCAL_RANK", std::to_string(process)},
            {"LOCAL_WORLD_SIZE", std::to_string(processes)},
            {"MASTER_ADDR", masterHost},
            {"MASTER_PORT", std::to_string(masterPort)},
            {"OMP_NUM_THREADS", threads}};
}

} // namespace helicase
