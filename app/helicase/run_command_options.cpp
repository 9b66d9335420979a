#include "app/helicase/run_command_options.h"

namespace helicase {

// Where a training run is kept and how it starts; common to all tasks.
const OptionTable &runOptions()
{
    static const OptionTable table({
        {.name = "run",
         .kind = OptionKind::Path,
         .help = "Run folder: all that the run writes",
         .required = true},
        {.name = "resume",
         .kind = OptionKind::Flag,
         .defaultValue = "false",
         .help = "Continue the run in the folder from its newest intact checkpoint"},
        {.name = "rewind",
         .kind = OptionKind::Integer,
         .defaultValue = "-1",
         .help = "With --resume: continue from the checkpoint of this step; later ones are "
                 "removed; -1: from the newest"},
        {.name = "skip",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "With --rewind: leave out so many batches from there",
         .minimum = 0},
    });
    return table;
}

const OptionTable &launchOptions()
{
    static const OptionTable table({
        {.name = "nproc",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "Processes on this machine; 0: NPROC_PER_NODE of the environment, else 1",
         .minimum = 0,
         .maximum = 4096},
        {.name = "nnodes",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "Machines; 0: NNODES of the environment, else 1",
         .minimum = 0,
         .maximum = 65536},
        {.name = "node-rank",
         .kind = OptionKind::Integer,
         .defaultValue = "-1",
         .help = "Number of this machine, from 0; -1: NODE_RANK of the environment, else 0",
         .minimum = -1,
         .maximum = 65535},
        {.name = "master",
         .defaultValue = "",
         .help = "Name or address of machine 0; empty: MASTER_ADDR of the environment, else this "
                 "machine"},
        {.name = "port",
         .kind = OptionKind::Integer,
         .defaultValue = "0",
         .help = "Port on machine 0; 0: MASTER_PORT of the environment, else a free one, with "
                 "several machines 29500",
         .minimum = 0,
         .maximum = 65535},
    });
    return table;
}

const OptionTable &runsJsonOptions()
{
    static const OptionTable table({{.name = "json",
                                     .kind = OptionKind::Flag,
                                     .defaultValue = "false",
                                     .help = "JSON instead of text"}});
    return table;
}

const OptionTable &runsCompareOptions()
{
    static const OptionTable table({
        {.name = "format",
         .kind = OptionKind::Choice,
         .defaultValue = "text",
         .help = "What to print",
         .choices = {"text", "tsv", "json"}},
        {.name = "at-step",
         .help = "Steps, separated by commas, at which the values of the metrics are told as well: "
                 "the last ones "
                 "at or before them"},
        {.name = "metrics",
         .help = "Names of metrics, separated by commas; not given: all that any of the runs has"},
        {.name = "all",
         .kind = OptionKind::Flag,
         .defaultValue = "false",
         .help = "Settings that do not differ as well"},
    });
    return table;
}

const OptionTable &runsExportOptions()
{
    static const OptionTable table({
        {.name = "output",
         .kind = OptionKind::Path,
         .help = "File to write; for TensorBoard a folder with one per run",
         .required = true},
        {.name = "format",
         .kind = OptionKind::Choice,
         .defaultValue = "csv",
         .help = "Tables have a row per run and step and a column per metric",
         .choices = {"csv", "tsv", "tensorboard"}},
    });
    return table;
}

} // namespace helicase
