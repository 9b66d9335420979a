#include "widgets/models/model_loader.h"

#include "core/base/error.h"
#include "core/base/pickle_stack.h"
#include "widgets/common/format.h"

#include <QDir>

namespace helicase {

namespace {

QString asSentence(QString text)
{
    text[0] = text[0].toUpper();
    return text.endsWith(u'.') ? text : text + u'.';
}

// A pickle that asks for more than weights need is refused: that nothing of it ran is what one
// wants to know.
ModelFailure refusalOf(const QString &folder, const InputError &error)
{
    const QString name = QString::fromStdString(error.place().file.filename().string());
    return {folder, ModelLoader::tr("%1 is refused.").arg(name),
            asSentence(QString::fromUtf8(error.what())) + QLatin1Char(' ') +
                ModelLoader::tr("Nothing was executed."),
            lineOf(error)};
}

ModelFailure loadFailureOf(const QString &folder, const std::exception &error)
{
    const auto *input = dynamic_cast<const InputError *>(&error);
    if (input != nullptr && input->hint() == pickleRefusalHint)
        return refusalOf(folder, *input);
    return {folder, ModelLoader::tr("%1 was not opened.").arg(QDir(folder).dirName()),
            lineOf(error), lineOf(error)};
}

} // namespace

ModelLoader::ModelLoader(QObject *parent) : QObject(parent)
{
    pool_.setMaxThreadCount(2); // one may still read what was cancelled
}

ModelLoader::~ModelLoader()
{
    pool_.clear();
    pool_.waitForDone(); // a running task posts to this object
}

void ModelLoader::open(const QString &folder)
{
    isBusy_ = true;
    pool_.clear();
    pool_.start([this, folder, generation = ++generation_] {
        ModelPointer model;
        ModelFailure failure;
        try {
            model = loadModel(folder);
        } catch (const std::exception &error) {
            failure = loadFailureOf(folder, error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, model, failure, generation] {
                if (generation != generation_)
                    return;
                isBusy_ = false;
                if (model)
                    Q_EMIT loaded(model);
                else
                    Q_EMIT failed(failure);
            },
            Qt::QueuedConnection);
    });
}

void ModelLoader::cancel()
{
    ++generation_;
    isBusy_ = false;
}

} // namespace helicase
