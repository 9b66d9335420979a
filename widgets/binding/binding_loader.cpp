#include "widgets/binding/binding_loader.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/bed_reader.h"

#include <limits>

namespace helicase {

BindingLoader::BindingLoader(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(1); // a result arrives behind the data it belongs to
}

BindingLoader::~BindingLoader()
{
    pool_.clear();
    pool_.waitForDone(); // a running task posts to this object
}

void BindingLoader::drop(Kind kind)
{
    ++turn_[static_cast<size_t>(kind)];
}

void BindingLoader::start(Kind kind, std::function<std::function<void()>()> work)
{
    ++pending_;
    const int turn = ++turn_[static_cast<size_t>(kind)];
    pool_.start([this, kind, turn, work = std::move(work)] {
        std::function<void()> arrive;
        QString message;
        try {
            arrive = work();
        } catch (const Error &error) {
            message = QString::fromStdString(error.line());
        } catch (const std::exception &error) {
            message = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, kind, turn, arrive, message] {
                --pending_;
                if (turn != turn_[static_cast<size_t>(kind)])
                    return; // another one is wanted
                if (arrive)
                    arrive();
                else
                    Q_EMIT failed(kind, message);
            },
            Qt::QueuedConnection);
    });
}

void BindingLoader::openData(const QString &sequences, const QString &scores)
{
    start(Kind::Data, [=, this]() -> std::function<void()> {
        auto data = readBindingData(sequences.toStdString(), scores.toStdString());
        return [this, data] { Q_EMIT dataOpened(data); };
    });
}

void BindingLoader::openResult(const QString &folder)
{
    start(Kind::Result, [=, this]() -> std::function<void()> {
        auto result = readBindingResult(folder.toStdString());
        return [this, result] { Q_EMIT resultOpened(result); };
    });
}

void BindingLoader::openExplanation(const QString &folder)
{
    start(Kind::Explanation, [=, this]() -> std::function<void()> {
        auto explanation = readExplanation(folder.toStdString());
        return [this, explanation] { Q_EMIT explanationOpened(explanation); };
    });
}

void BindingLoader::openLikelihood(const QString &file, const QString &window, int64_t bases)
{
    start(Kind::Likelihood, [=, this]() -> std::function<void()> {
        auto nats = readLikelihood(file.toStdString(), bases);
        return [this, window, nats] { Q_EMIT likelihoodOpened(window, nats); };
    });
}

std::vector<float> readLikelihood(const std::filesystem::path &file, int64_t bases)
{
    std::vector<float> nats(static_cast<size_t>(bases), std::numeric_limits<float>::quiet_NaN());
    BedReader reader(file); // the fourth column of a bedGraph is the value
    while (const auto interval = reader.next()) {
        const auto value = parseReal(interval->name);
        if (!value)
            throw InputError("\"" + interval->name + "\" is no number", {.file = file});
        if (interval->begin < 0 || interval->end > bases)
            throw InputError("base " + std::to_string(interval->end) + " is outside the window",
                             {.file = file}, "switch the layer off and on");
        for (int64_t base = interval->begin; base < interval->end; ++base)
            nats[static_cast<size_t>(base)] = static_cast<float>(*value);
    }
    return nats;
}

} // namespace helicase
