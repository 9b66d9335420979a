#include "widgets/data/pair_preview_loader.h"

#include "core/base/error.h"
#include "widgets/common/format.h"

namespace helicase {

namespace {

// Stops cutting once there are enough pairs.
std::shared_ptr<const PairPreview> previewOf(PairRequest request, const std::stop_token &stop)
{
    SilentProgress silent;
    request.pairs = std::min<int64_t>(request.pairs, 2); // of several species rather than of one
    const PairPlan plan(request, silent, stop);
    auto preview = std::make_shared<PairPreview>();
    preview->leftOut = plan.leftOut();
    preview->hasSpecies = plan.hasSpecies();
    std::stop_source enough;
    const std::stop_callback stopToo(stop, [&] { enough.request_stop(); });
    const auto take = [&](ContrastivePair &&pair) {
        preview->pairs.push_back(std::move(pair));
        if (preview->pairs.size() >= PairPreviewLoader::mostPairs)
            enough.request_stop();
    };
    try {
        plan.cut(PairSplit::Train, take, silent, enough.get_token());
    } catch (const Stopped &) {
        throwIfStopped(stop); // otherwise there are enough
    }
    return preview;
}

} // namespace

PairPreviewLoader::PairPreviewLoader(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1);
}

PairPreviewLoader::~PairPreviewLoader()
{
    stop_.request_stop();
    pool_.clear();
    pool_.waitForDone(); // a running load posts to this object
}

void PairPreviewLoader::load(const PairRequest &request)
{
    cancel();
    isLoading_ = true;
    stop_ = std::stop_source();
    pool_.start([this, number = request_, request, stop = stop_.get_token()] {
        std::shared_ptr<const PairPreview> preview;
        QString message;
        try {
            preview = previewOf(request, stop);
        } catch (const Stopped &) {
            return;
        } catch (const std::exception &error) {
            message = lineOf(error);
        }
        QMetaObject::invokeMethod(
            this, [this, number, preview, message] { finish(number, preview, message); });
    });
}

void PairPreviewLoader::cancel()
{
    ++request_;
    stop_.request_stop();
    pool_.clear(); // what waits is outdated
    isLoading_ = false;
}

void PairPreviewLoader::finish(int request, std::shared_ptr<const PairPreview> preview,
                               const QString &message)
{
    if (request != request_)
        return;
    isLoading_ = false;
    if (preview)
        Q_EMIT loaded(std::move(preview));
    else
        Q_EMIT failed(message);
}

} // namespace helicase
