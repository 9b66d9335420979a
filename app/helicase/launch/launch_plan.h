// What `helicase launch` starts on this machine: so many processes of one command, each with the
// variables by which it finds the others. Options win over the environment, whose names are those
// of the published scripts: MASTER_ADDR, MASTER_PORT, NNODES, NODE_RANK, NPROC_PER_NODE.
#pragma once

#include "app/helicase/command.h"

#include <map>

namespace helicase {

struct LaunchPlan {
    int64_t processes = 1; // on this machine
    int64_t machines = 1;
    int64_t machine = 0; // this one's number
    std::string masterHost;
    int64_t masterPort = 0;
    std::string threads; // per process

    // Throws OptionError, or Error for a variable that is no number.
    static LaunchPlan from(const OptionValues &options);

    int64_t rankOf(int64_t process) const { return machine * processes + process; }
    std::map<std::string, std::string> variablesOf(int64_t process) const;
};

} // namespace helicase
