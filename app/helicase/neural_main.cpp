// helicase-neural: the commands that need LibTorch. Started by helicase, not by hand.
#include "app/helicase/main_program.h"

int main(int argc, char **argv)
{
    using namespace helicase;
    return runProgram(argc, argv, RunsIn::Neural, {
    });
}
