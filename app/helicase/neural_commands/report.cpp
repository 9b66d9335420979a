// helicase report PATH... -o FILE.html|FILE.pdf
#include "core/report/report.h"
#include "app/helicase/neural_commands/commands.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/atomic_file.h"
#include "core/neural/evaluate/embedding_report.h"
#include "core/neural/tensor/threads.h"
#include "core/report/html_document.h"
#include "core/report/pdf/pdf_document.h"

#include <iostream>

namespace helicase {

namespace {

// A folder beside the report that goes when the report is done.
class Scratch {
public:
    explicit Scratch(const std::filesystem::path &report) : folder_(report.string() + ".partial") {}
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    const std::filesystem::path &folder() const { return folder_; }

private:
    std::filesystem::path folder_;
};

enum class ReportFormat { Html, Pdf };

ReportFormat formatOf(const std::filesystem::path &file)
{
    if (file.extension() == ".pdf")
        return ReportFormat::Pdf;
    if (file.extension() == ".html" || file.extension() == ".htm")
        return ReportFormat::Html;
    throw OptionError("output", file.string() + " is neither .html nor .pdf", "name the report so");
}

} // namespace

ExitStatus runReport(const CommandLine &line)
{
    const StopSignals signals;
    if (line.inputs.empty())
        throw Error("nothing to report on",
                    "name run, evaluation or project folders, or embeddings",
                    ExitStatus::WrongUsage);
    const OptionValues &options = line.options;
    options.requireComplete();
    useThreads(options.integer("threads"));
    const std::filesystem::path file = options.path("output");
    const ReportFormat format = formatOf(file);
    const Scratch scratch(file);
    const auto progress = makeProgress(line);
    ReportPage page("Helicase report");
    for (const std::filesystem::path input : line.inputs) {
        if (input.extension() == ".safetensors")
            addEmbedding(page,
                         {.embeddings = input,
                          .sequences = options.path("data"),
                          .labels = options.path("labels"),
                          .scratch = scratch.folder(),
                          .commandLine = line.text,
                          .version = versionText()},
                         *progress, signals.token());
        else
            addToReport(page, input);
    }
    writeFileAtomically(file, format == ReportFormat::Pdf ? pdfDocument(page) : htmlDocument(page));
    if (!options.flag("quiet"))
        std::cerr << "helicase: the report is " << file.string() << '\n';
    return ExitStatus::Done;
}

} // namespace helicase
