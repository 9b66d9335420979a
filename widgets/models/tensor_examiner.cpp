#include "widgets/models/tensor_examiner.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/base/progress.h"
#include "core/base/sha256.h"
#include "widgets/common/format.h"

#include <algorithm>

namespace helicase {

namespace {

constexpr size_t digestBlock = 1 << 22;

QString digestOf(std::span<const std::byte> bytes, const std::stop_token &stop)
{
    Sha256 sum;
    for (size_t begin = 0; begin < bytes.size(); begin += digestBlock) {
        throwIfStopped(stop);
        sum.add(bytes.subspan(begin, std::min(digestBlock, bytes.size() - begin)));
    }
    return QString::fromStdString(sum.hex());
}

// As digestOfWeights.
QString digestOfFiles(const std::vector<std::filesystem::path> &files, const std::stop_token &stop)
{
    if (files.size() == 1)
        return digestOf(MappedFile(files.front()).bytes(), stop);
    Sha256 sum;
    for (const std::filesystem::path &file : files)
        sum.add(digestOf(MappedFile(file).bytes(), stop).toStdString());
    return QString::fromStdString(sum.hex());
}

} // namespace

TensorExaminer::TensorExaminer(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1);
    detailPool_.setMaxThreadCount(1);
}

TensorExaminer::~TensorExaminer()
{
    stopAll();
    pool_.waitForDone(); // a running task posts to this object
    detailPool_.waitForDone();
}

void TensorExaminer::stopAll()
{
    for (std::stop_source *stop : {&statisticsStop_, &digestStop_, &detailStop_}) {
        stop->request_stop();
        *stop = {};
    }
    pool_.clear();
    detailPool_.clear();
    isBusy_ = false;
}

void TensorExaminer::examine(const ModelPointer &model)
{
    stopAll();
    model_ = model;
    if (!model_)
        return;
    isBusy_ = true;
    run(pool_, statisticsStop_, [this](const ModelPointer &of, const std::stop_token &stop) {
        computeStatistics(of, stop);
    });
    run(pool_, digestStop_,
        [this](const ModelPointer &of, const std::stop_token &stop) { computeDigest(of, stop); });
}

void TensorExaminer::stopStatistics()
{
    statisticsStop_.request_stop();
}

void TensorExaminer::examineTensor(int tensor)
{
    detailStop_.request_stop();
    detailStop_ = {};
    detailPool_.clear();
    if (!model_ || tensor < 0)
        return;
    run(detailPool_, detailStop_,
        [this, tensor](const ModelPointer &of, const std::stop_token &stop) {
            computeDetail(of, tensor, stop);
        });
}

void TensorExaminer::run(QThreadPool &pool, const std::stop_source &stop, Task task)
{
    pool.start([this, model = model_, token = stop.get_token(), task = std::move(task)] {
        try {
            task(model, token);
        } catch (const Stopped &) {
            return;
        } catch (const std::exception &error) {
            tell(model, [this, message = lineOf(error)] { Q_EMIT failed(message); });
        }
    });
}

void TensorExaminer::tell(const ModelPointer &model, std::function<void()> function)
{
    QMetaObject::invokeMethod(
        this,
        [this, model, function = std::move(function)] {
            if (model == model_)
                function();
        },
        Qt::QueuedConnection);
}

void TensorExaminer::computeStatistics(const ModelPointer &model, const std::stop_token &stop)
{
    const auto &tensors = model->description.tensors;
    qint64 all = 0;
    for (const TensorDescription &tensor : tensors)
        all += tensor.bytes;
    qint64 done = 0;
    const auto end = [&](bool isComplete) {
        tell(model, [this, isComplete] {
            isBusy_ = false;
            Q_EMIT statisticsEnded(isComplete);
        });
    };
    try {
        for (int i = 0; i < std::ssize(tensors); ++i) {
            const TensorDescription &tensor = tensors[static_cast<size_t>(i)];
            const auto statistics = statisticsOf(model->weights.tensors().at(tensor.name), stop);
            done += tensor.bytes;
            tell(model, [this, i, statistics, done, all] {
                Q_EMIT statisticsReady(i, statistics);
                Q_EMIT progressed(done, all);
            });
        }
        end(true);
    } catch (const Stopped &) {
        end(false);
    }
}

void TensorExaminer::computeDigest(const ModelPointer &model, const std::stop_token &stop)
{
    const QString digest = digestOfFiles(model->weights.files(), stop);
    tell(model, [this, digest] { Q_EMIT digestReady(digest); });
}

void TensorExaminer::computeDetail(const ModelPointer &model, int tensor,
                                   const std::stop_token &stop)
{
    const TensorDescription &description = model->description.tensors[static_cast<size_t>(tensor)];
    const TensorView &view = model->weights.tensors().at(description.name);
    TensorDetail detail{.tensor = tensor};
    if (const auto statistics = statisticsOf(view, stop)) {
        detail.statistics = *statistics;
        if (statistics->count > statistics->nanCount + statistics->infiniteCount)
            detail.histogram = histogramOf(view, statistics->minimum, statistics->maximum,
                                           histogramIntervals, stop);
    }
    detail.digest = digestOf(view.bytes, stop);
    tell(model, [this, detail] { Q_EMIT detailReady(detail); });
    // The slowest comes last, on top of what is shown by then.
    if (const auto largest = largestSingularValue(view, stop)) {
        detail.largestSingularValue = largest;
        tell(model, [this, detail] { Q_EMIT detailReady(detail); });
    }
}

} // namespace helicase
