#include "widgets/annotate/annotator.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/progress.h"
#include "widgets/common/format.h"

#include <utility>

namespace helicase {

Annotator::Annotator(QObject *parent) : QObject(parent), worker_(new QObject)
{
    thread_.setObjectName("annotator");
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.start(QThread::LowPriority);
}

Annotator::~Annotator()
{
    {
        const std::lock_guard lock(mutex_);
        waiting_.reset();
        running_.request_stop();
        ending_.request_stop();
    }
    thread_.quit();
    thread_.wait();
}

void Annotator::request(AnnotationRequest request)
{
    busy_ = true;
    ++ticket_;
    {
        const std::lock_guard lock(mutex_);
        waiting_ = std::move(request);
        waitingTicket_ = ticket_;
        running_.request_stop();
    }
    QMetaObject::invokeMethod(worker_, [this] { work(); });
}

void Annotator::loadTokenizer(const QString &folder)
{
    QMetaObject::invokeMethod(worker_, [this, folder, ticket = ++loadTicket_] {
        std::shared_ptr<const NamedTokenizer> tokenizer;
        QString failure;
        try {
            tokenizer = loadNamedTokenizer(folder);
        } catch (const std::exception &error) {
            failure = lineOf(error);
        }
        QMetaObject::invokeMethod(this, [this, ticket, tokenizer, failure] {
            if (ticket != loadTicket_)
                return;
            if (tokenizer)
                Q_EMIT tokenizerLoaded(tokenizer);
            else
                Q_EMIT failed(failure);
        });
    });
}

void Annotator::exportTokens(const AnnotationRequest &request, const QString &documentName,
                             TokenFormat format, const QString &path)
{
    QMetaObject::invokeMethod(worker_, [this, request, documentName, format, path] {
        try {
            QByteArray text = tokensAsText(request, documentName, format, ending_.get_token());
            if (!path.isEmpty()) {
                writeFileAtomically(path.toStdString(), std::string_view(text.constData(), static_cast<size_t>(text.size())));
                text.clear();
            }
            QMetaObject::invokeMethod(this, [this, text, path] { Q_EMIT exported(text, path); });
        } catch (const Stopped &) {
            return;
        } catch (const std::exception &error) {
            const QString message = lineOf(error);
            QMetaObject::invokeMethod(this, [this, message] { Q_EMIT exportFailed(message); });
        }
    });
}

// Worker thread. This is the boundary where errors of a tokenizer end.
void Annotator::work()
{
    AnnotationRequest request;
    uint64_t ticket = 0;
    std::stop_token stop;
    {
        const std::lock_guard lock(mutex_);
        if (!waiting_)
            return;
        request = *std::exchange(waiting_, std::nullopt);
        ticket = waitingTicket_;
        running_ = std::stop_source();
        stop = running_.get_token();
    }
    std::shared_ptr<const Annotation> annotation;
    QString failure;
    try {
        annotation = annotate(request, stop);
    } catch (const Stopped &) {
        return;
    } catch (const std::exception &error) {
        failure = lineOf(error);
    }
    QMetaObject::invokeMethod(
        this, [this, ticket, annotation, failure] { finish(ticket, annotation, failure); });
}

void Annotator::finish(uint64_t ticket, std::shared_ptr<const Annotation> annotation,
                       const QString &failure)
{
    if (ticket != ticket_)
        return;
    busy_ = false;
    if (annotation)
        Q_EMIT annotated(std::move(annotation));
    else
        Q_EMIT failed(failure);
}

} // namespace helicase
