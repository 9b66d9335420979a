// helicase: the commands that need no LibTorch.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/main_program.h"

int main(int argc, char **argv)
{
    using namespace helicase;
    return runProgram(argc, argv, RunsIn::Core, {
        {"runs list", runRunsList},
        {"runs show", runRunsShow},
        {"report", runReport},
        {"demo", runDemo},
    });
}
