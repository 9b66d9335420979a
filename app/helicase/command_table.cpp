#include "app/helicase/command.h"

#include "core/run/command_options.h"

namespace helicase {

const OptionTable &commonOptions()
{
    static const OptionTable table({
        {.name = "threads", .kind = OptionKind::Integer, .defaultValue = "0",
         .help = "Number of threads; 0: all physical cores", .minimum = 0, .maximum = 1024},
        {.name = "device", .defaultValue = "auto", .help = "Where to compute: auto, cpu, cuda, cuda:N"},
        {.name = "precision", .kind = OptionKind::Choice, .defaultValue = "auto", .help = "Arithmetic of the model",
         .choices = {"auto", "fp32", "bf16"}},
        {.name = "seed", .kind = OptionKind::Integer, .defaultValue = "1", .help = "Seed of all random streams"},
        {.name = "deterministic", .kind = OptionKind::Flag, .defaultValue = "false",
         .help = "Same bits on every repeat"},
        {.name = "log-level", .kind = OptionKind::Choice, .defaultValue = "info", .help = "Messages to show",
         .choices = {"error", "warning", "info", "debug"}},
        {.name = "quiet", .kind = OptionKind::Flag, .defaultValue = "false", .help = "No progress bar"},
        {.name = "events", .defaultValue = "", .help = "Write progress as JSON lines to this file; - for standard output"},
        {.name = "config", .kind = OptionKind::Path, .defaultValue = "", .help = "Recipe (YAML) with options of this command"},
    });
    return table;
}

const std::vector<Command> &allCommands()
{
    static const std::vector<Command> commands{
        {.name = "runs list", .summary = "List the runs of a folder", .inputs = "FOLDER...", .options = OptionTable({})},
        {.name = "runs show", .summary = "State, figures and checkpoints of a run", .inputs = "RUN...",
         .options = OptionTable({})},
        {.name = "report", .summary = "One self-contained HTML report of runs and evaluations", .inputs = "PATH...",
         .options = OptionTable({{.name = "output", .kind = OptionKind::Path, .defaultValue = "report.html",
                                  .help = "The HTML file to write"}})},
        {.name = "demo", .summary = "The main job on the embedded sequences, ending in a report",
         .options = OptionTable({{.name = "output", .kind = OptionKind::Path, .defaultValue = "helicase-demo",
                                  .help = "Folder for all results"},
                                 {.name = "fast", .kind = OptionKind::Flag, .defaultValue = "false",
                                  .help = "A shorter training, about a minute in all"}})},
    };
    return commands;
}

} // namespace helicase
