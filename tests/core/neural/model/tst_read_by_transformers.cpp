// What is saved here is read by the programs it is meant for: transformers and peft. Skipped where
// a Python with them is missing; HELICASE_PYTHON names one.
#include "core/neural/model/adapter_folder.h"
#include "core/neural/model/fresh_model.h"
#include "core/neural/model/weight_init.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

Q_DECLARE_METATYPE(helicase::FreshModel::Kind)
Q_DECLARE_METATYPE(helicase::WeightsFormat)

namespace {

constexpr int packagesMissing = 77;

FreshModel smallModel(FreshModel::Kind kind)
{
    FreshModel model;
    model.kind = kind;
    model.encoder = {
        .vocabularySize = 50, .width = 24, .layers = 2, .heads = 3, .feedForwardWidth = 40};
    model.labels = {{"no", "yes", "maybe"}, ProblemType::SingleLabel};
    return model;
}

SequenceClassifier smallClassifier()
{
    const FreshModel model = smallModel(FreshModel::Kind::Classifier);
    RandomStream random(3, "weights");
    return SequenceClassifier(Encoder(model.encoder, random), model.labels, random);
}

// reads_saved.py's exit status; its words become those of the test.
int readsSaved(const QStringList &words, QString &messages)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    const QStringList script{QFINDTESTDATA("reads_saved.py")};
    process.start(qEnvironmentVariable("HELICASE_PYTHON", QStringLiteral("python3")),
                  script + words);
    if (!process.waitForStarted())
        return packagesMissing;
    process.waitForFinished(300000);
    messages = QString::fromLocal8Bit(process.readAll());
    return process.exitCode();
}

} // namespace

class ReadByTransformersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void models_data();
    void models();
    void adapters();

private:
    QString path(const char *name) const { return temporary_->filePath(name); }
    std::filesystem::path file(const char *name) const { return path(name).toStdString(); }

    std::unique_ptr<QTemporaryDir> temporary_;
};

void ReadByTransformersTest::init()
{
    temporary_ = std::make_unique<QTemporaryDir>();
}

void ReadByTransformersTest::models_data()
{
    QTest::addColumn<FreshModel::Kind>("kind");
    QTest::addColumn<WeightsFormat>("format");
    const WeightsFormat safetensors = WeightsFormat::Safetensors;
    const WeightsFormat pytorch = WeightsFormat::Pytorch;
    QTest::newRow("encoder") << FreshModel::Kind::Encoder << safetensors;
    QTest::newRow("encoder in PyTorch's format") << FreshModel::Kind::Encoder << pytorch;
    QTest::newRow("masked language model") << FreshModel::Kind::MaskedLanguage << safetensors;
    QTest::newRow("masked language model in PyTorch's format")
        << FreshModel::Kind::MaskedLanguage << pytorch;
    QTest::newRow("classifier") << FreshModel::Kind::Classifier << safetensors;
    QTest::newRow("classifier in PyTorch's format") << FreshModel::Kind::Classifier << pytorch;
}

void ReadByTransformersTest::models()
{
    QFETCH(FreshModel::Kind, kind);
    QFETCH(WeightsFormat, format);
    RandomStream random(3, "weights");
    smallModel(kind).save(file("model"), random, format);
    RandomStream again(3, "weights");
    smallModel(kind).save(file("expected"), again);
    QString messages;
    const int status =
        readsSaved({"model", path("model"), path("expected/model.safetensors")}, messages);
    if (status == packagesMissing)
        QSKIP("needs a Python with torch, transformers and peft (HELICASE_PYTHON)");
    QVERIFY2(status == 0, qPrintable(messages));
    if (kind == FreshModel::Kind::Classifier)
        QVERIFY2(messages.contains("{0: 'no', 1: 'yes', 2: 'maybe'}"), qPrintable(messages));
}

void ReadByTransformersTest::adapters()
{
    SequenceClassifier model = smallClassifier();
    saveSequenceClassifier(file("base"), model);
    const LoraSettings settings{.rank = 3, .alpha = 12, .dropout = 0.1};
    RandomStream random(7, "adapter");
    attachLora(*model, settings, random);
    {
        const torch::NoGradGuard noGradient;
        for (const auto &parameter : trainableParameters(*model))
            parameter.value().normal_(0, 1, makeGenerator(random));
    }
    saveAdapter(file("adapter"), *model, settings, path("base").toStdString());
    mergeLora(*model);
    saveSequenceClassifier(file("merged"), model);
    QString messages;
    const int status = readsSaved(
        {"adapter", path("base"), path("adapter"), path("merged/model.safetensors")}, messages);
    if (status == packagesMissing)
        QSKIP("needs a Python with torch, transformers and peft (HELICASE_PYTHON)");
    QVERIFY2(status == 0, qPrintable(messages));
    QVERIFY2(messages.contains("['Wqkv', 'dense', 'gated_layers', 'wo']"), qPrintable(messages));
}

QTEST_GUILESS_MAIN(ReadByTransformersTest)
#include "tst_read_by_transformers.moc"
