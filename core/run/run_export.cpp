#include "core/run/run_export.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/run/run_folder.h"
#include "core/run/run_values.h"
#include "core/run/tensorboard_encoder.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <set>

namespace helicase {

namespace {

constexpr size_t writtenAtOnce = 1 << 20;

// Gathers small pieces into large writes.
class Output {
public:
    explicit Output(const std::filesystem::path &file) : file_(file) {}

    void write(std::string_view text)
    {
        pending_ += text;
        if (pending_.size() < writtenAtOnce)
            return;
        file_.write(pending_);
        pending_.clear();
    }

    void commit()
    {
        file_.write(pending_);
        file_.commit();
    }

private:
    AtomicFile file_;
    std::string pending_;
};

std::string numberText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    return formatReal(value);
}

// Seconds since the epoch, to the millisecond.
std::string timeText(double time)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", std::clamp(time, -1e15, 1e15));
    return text;
}

std::string cell(const std::string &text, char separator)
{
    if (text.find_first_of(separator == ',' ? ",\"\n" : "\t\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

void throwIfStopped(const std::stop_token &stop)
{
    if (stop.stop_requested())
        throw Stopped();
}

std::vector<std::string> metricsOf(const std::vector<std::filesystem::path> &runs,
                                   const std::stop_token &stop)
{
    std::set<std::string> names;
    for (const auto &run : runs)
        forEachMetrics(RunFolder(run).events(), [&](const Event &event) {
            throwIfStopped(stop);
            for (const auto &[name, value] : event.metrics)
                names.insert(name);
        });
    return {names.begin(), names.end()};
}

// The rows of one run: what several events say of one step stands in one row.
class RowWriter {
public:
    RowWriter(Output &output, std::string run, const std::vector<std::string> &metrics,
              char separator)
        : output_(output), run_(std::move(run)), metrics_(metrics), separator_(separator)
    {
    }

    void take(const Event &event)
    {
        if (row_ && row_->step != event.step)
            flush();
        if (!row_)
            row_ = event;
        for (const auto &[name, value] : event.metrics)
            row_->metrics[name] = value;
    }

    void flush()
    {
        if (!row_)
            return;
        std::string line = cell(run_, separator_);
        for (const std::string &text :
             {std::to_string(row_->step), formatReal(row_->epoch), timeText(row_->time)})
            line += separator_ + text;
        for (const std::string &metric : metrics_) {
            const auto value = row_->metrics.find(metric);
            line += separator_;
            line += value == row_->metrics.end() ? "" : numberText(value->second);
        }
        output_.write(line + "\n");
        row_.reset();
    }

private:
    Output &output_;
    std::string run_;
    const std::vector<std::string> &metrics_;
    char separator_;
    std::optional<Event> row_;
};

void exportTable(const std::vector<std::filesystem::path> &runs, char separator,
                 const std::filesystem::path &file, const std::stop_token &stop)
{
    const std::vector<std::string> metrics = metricsOf(runs, stop);
    const std::vector<std::string> names = distinctNames(runs);
    Output output(file);
    std::string header = "run";
    for (const std::string name : {"step", "epoch", "time"})
        header += separator + name;
    for (const std::string &metric : metrics)
        header += separator + cell(metric, separator);
    output.write(header + "\n");
    for (size_t i = 0; i < runs.size(); ++i) {
        RowWriter rows(output, names[i], metrics, separator);
        forEachMetrics(RunFolder(runs[i]).events(), [&](const Event &event) {
            throwIfStopped(stop);
            rows.take(event);
        });
        rows.flush();
    }
    output.commit();
}

// The same name every time, so that exporting again replaces what was exported before.
std::filesystem::path tensorboardFile(const std::filesystem::path &folder, double started)
{
    return folder /
           ("events.out.tfevents." + std::to_string(static_cast<int64_t>(started)) + ".helicase");
}

void exportTensorboard(const std::filesystem::path &run, const std::filesystem::path &folder,
                       const std::stop_token &stop)
{
    const RunFolder files(run);
    const double started = describedRun(run).started;
    Output output(tensorboardFile(folder, started));
    output.write(TensorboardEncoder::fileVersion(started));
    if (std::filesystem::exists(files.config()))
        output.write(TensorboardEncoder::text(
            started, "config", "```yaml\n" + readFile(files.config(), 1 << 20) + "```\n"));
    TensorboardEncoder encoder;
    forEachMetrics(files.events(), [&](const Event &event) {
        throwIfStopped(stop);
        output.write(encoder.scalars(event));
    });
    output.commit();
}

} // namespace

void exportMetrics(const std::vector<std::filesystem::path> &runs, MetricsFormat format,
                   const std::filesystem::path &output, const std::stop_token &stop)
{
    for (const auto &run : runs)
        describedRun(run);
    if (format != MetricsFormat::Tensorboard)
        return exportTable(runs, format == MetricsFormat::Csv ? ',' : '\t', output, stop);
    const std::vector<std::string> names = distinctNames(runs);
    for (size_t i = 0; i < runs.size(); ++i)
        exportTensorboard(runs[i], output / names[i], stop);
}

} // namespace helicase
