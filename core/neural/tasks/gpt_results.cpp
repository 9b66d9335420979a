#include "core/neural/tasks/gpt_results.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/report/chart.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"

#include <map>
#include <nlohmann/json.hpp>

namespace helicase {

namespace {

struct Losses {
    double training = 0;
    double validation = 0;
};

struct CourseOfRun {
    std::map<int64_t, Losses> losses; // by step
    double seconds = 0;               // from the first event to the last
};

// A step that was made again after a resume counts once.
CourseOfRun courseOf(const RunFolder &run)
{
    CourseOfRun course;
    double begin = 0;
    EventReader reader(run.events());
    for (std::vector<Event> events = reader.poll(); !events.empty(); events = reader.poll())
        for (const Event &event : events) {
            begin = begin == 0 ? event.time : begin;
            course.seconds = event.time - begin;
            if (event.kind == "evaluation")
                course.losses[event.step] = {event.metrics.at("evaluation/train_loss"),
                                             event.metrics.at("validation/loss")};
        }
    return course;
}

// The step with the smallest validation loss; the untrained model is no candidate.
std::pair<int64_t, double> bestOf(const CourseOfRun &course)
{
    std::pair<int64_t, double> best{0, course.losses.rbegin()->second.validation};
    for (const auto &[step, losses] : course.losses)
        if (step > 0 && (best.first == 0 || losses.validation < best.second))
            best = {step, losses.validation};
    return best;
}

void drawLosses(const std::filesystem::path &file, const std::string &mode,
                const CourseOfRun &course)
{
    Series training{.name = "training", .x = {}, .y = {}, .markers = true};
    Series validation{
        .name = "validation", .x = {}, .y = {}, .dashed = true, .markers = true, .colour = 1};
    for (const auto &[step, losses] : course.losses) {
        training.x.push_back(static_cast<double>(step));
        training.y.push_back(losses.training);
        validation.x.push_back(static_cast<double>(step));
        validation.y.push_back(losses.validation);
    }
    LineChart chart{.title = "Loss of the GPT (" + mode + ")",
                    .xTitle = "iteration",
                    .yTitle = "cross-entropy (nats)",
                    .series = {}};
    chart.series = {std::move(training), std::move(validation)};
    writeFileAtomically(file, drawLines(chart));
}

void drawTimesOfBoth(const std::filesystem::path &folder)
{
    BarChart chart{.title = "Training time",
                   .xTitle = "alphabet",
                   .yTitle = "seconds",
                   .groups = {"full", "vocab4"},
                   .names = {"pre-training"},
                   .values = {{}}};
    for (const std::string &mode : chart.groups) {
        const std::filesystem::path file = folder / ("losses_" + mode + ".json");
        if (!std::filesystem::exists(file))
            return;
        chart.values.front().push_back(readJsonFile(file).value("elapsed_time", 0.0));
    }
    writeFileAtomically(folder / "training_time_comparison.svg", drawBars(chart));
}

nlohmann::json lossesJson(const CourseOfRun &course, int64_t vocabularySize)
{
    nlohmann::json object{{"iterations", nlohmann::json::array()},
                          {"train_losses", nlohmann::json::array()},
                          {"val_losses", nlohmann::json::array()},
                          {"elapsed_time", course.seconds},
                          {"vocab_size", vocabularySize}};
    for (const auto &[step, losses] : course.losses) {
        object["iterations"].push_back(step);
        object["train_losses"].push_back(losses.training);
        object["val_losses"].push_back(losses.validation);
    }
    return object;
}

} // namespace

nlohmann::json writeGptResults(const std::filesystem::path &folder, const std::string &mode,
                               const Gpt &model, const FinishedRun &run)
{
    const CourseOfRun course = courseOf(RunFolder(run.results.parent_path()));
    if (course.losses.empty())
        throw Error("the events of the run hold no evaluation to write to " + folder.string());
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure)
        throw DiskError("create folder", folder, failure.value());
    const auto [iteration, loss] = bestOf(course);
    const std::filesystem::path checkpoint = folder / ("ckpt_" + mode + ".pt");
    const std::filesystem::path curve = folder / ("loss_" + mode + ".svg");
    const std::filesystem::path data = folder / ("losses_" + mode + ".json");
    writePublishedGpt(checkpoint, model, {.bestLoss = loss, .iteration = iteration});
    writeJsonFile(data, lossesJson(course, model->config().vocabularySize));
    drawLosses(curve, mode, course);
    drawTimesOfBoth(folder);
    nlohmann::json summary{{"elapsed_time", course.seconds},
                           {"best_val_loss", loss},
                           {"checkpoint", checkpoint.string()},
                           {"loss_curve", curve.string()},
                           {"loss_data", data.string()}};
    writeJsonFile(folder / ("summary_" + mode + ".json"), summary);
    return summary;
}

} // namespace helicase
