#include "widgets/data/loaded_data.h"

#include "core/base/sha256.h"
#include "core/tokenizer/token_counter.h"
#include "core/tokenizer/unified_tokenizer.h"

#include <QElapsedTimer>

#include <algorithm>
#include <array>

namespace helicase {

namespace {

// Letters of a sequence that the table and the inspector can show.
constexpr int64_t keptLetters = 10'000;
constexpr int64_t mostBars = 40;

std::vector<DataFile> filesOf(const DataChoice &choice)
{
    std::vector<DataFile> files;
    if (!choice.path.isEmpty())
        files = dataFilesOf(choice.path.toStdString());
    constexpr std::array names{"train", "dev", "test"};
    const std::array paths{&choice.train, &choice.dev, &choice.test};
    for (size_t split = 0; split < names.size(); ++split) {
        if (paths[split]->isEmpty())
            continue;
        std::erase_if(files, [&](const DataFile &file) { return file.split == names[split]; });
        files.push_back({names[split], paths[split]->toStdString()});
    }
    // In the order of the work, whoever named them.
    std::ranges::stable_sort(files, {}, [&](const DataFile &file) {
        return std::ranges::find(names, file.split) - names.begin();
    });
    return files;
}

std::vector<std::filesystem::file_time_type> timesOf(const std::vector<DataFile> &files)
{
    std::vector<std::filesystem::file_time_type> times;
    for (const DataFile &file : files) {
        std::error_code ignored; // a file that is gone is told by whoever opens it
        times.push_back(std::filesystem::last_write_time(file.path, ignored));
    }
    return times;
}

void survey(LoadedData &data, std::vector<DataFile> files, DataDetail detail, Progress &progress,
            const std::stop_token &stop)
{
    SurveyRequest request;
    if (!data.choice.tokenizer.isEmpty()) {
        data.tokenizer = loadTokenizer(dnaTokenizerFolder(data.choice.tokenizer.toStdString()));
        request.countTokens = tokenCounter(data.tokenizer);
    }
    request.files = std::move(files);
    request.keptLetters = detail == DataDetail::WithRecords ? keptLetters : 0;
    data.survey = std::make_shared<const DataSurvey>(surveyData(request, progress, stop));
    if (detail == DataDetail::WithRecords)
        for (const DataFile &file : request.files)
            data.digests += QString::fromStdString(sha256OfFile(file.path));
    data.readAt = QDateTime::currentDateTime();
}

} // namespace

bool DataChoice::hasSameRows(const DataChoice &other) const
{
    DataChoice same = other;
    same.maxTokens = maxTokens;
    return *this == same;
}

int LoadedData::warningCount() const
{
    return static_cast<int>(std::ranges::count_if(checks, [](const DataCheck &check) {
        return check.verdict == CheckVerdict::Warning || check.verdict == CheckVerdict::Error;
    }));
}

std::shared_ptr<const LoadedData> loadData(const DataChoice &choice, DataDetail detail,
                                           const std::shared_ptr<const LoadedData> &earlier,
                                           Progress &progress, const std::stop_token &stop)
{
    QElapsedTimer timer;
    timer.start();
    auto data = std::make_shared<LoadedData>();
    std::vector<DataFile> files = filesOf(choice);
    const auto changed = timesOf(files);
    if (earlier && choice.hasSameRows(earlier->choice) && changed == earlier->changed) {
        *data = *earlier;
        data->choice = choice;
    } else {
        data->choice = choice;
        data->changed = changed;
        survey(*data, std::move(files), detail, progress, stop);
        data->seconds = static_cast<double>(timer.elapsed()) / 1000;
    }
    data->unit = data->survey->hasTokens ? LengthUnit::Tokens : LengthUnit::Bases;
    data->lengths = lengthDistribution(*data->survey, data->unit, mostBars);
    data->tooLong = choice.maxTokens > 0 && data->survey->hasTokens
                        ? rowsAbove(*data->survey, LengthUnit::Tokens, choice.maxTokens)
                        : 0;
    data->checks = checkData(*data->survey, {.maxTokens = choice.maxTokens});
    return data;
}

} // namespace helicase
