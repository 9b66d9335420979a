#include "core/base/error.h"
#include "core/tokenizer/model_maximum.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class ModelMaximumTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTheSmallerOne_data()
    {
        QTest::addColumn<QByteArray>("tokenizer");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<qint64>("maximum"); // 0: none
        const QByteArray positions = R"({"max_position_embeddings": 512})";
        QTest::newRow("no files") << QByteArray() << QByteArray() << qint64{0};
        QTest::newRow("model only") << QByteArray() << positions << qint64{512};
        QTest::newRow("tokenizer only")
            << QByteArray(R"({"model_max_length": 128})") << QByteArray() << qint64{128};
        QTest::newRow("both") << QByteArray(R"({"model_max_length": 128})") << positions
                              << qint64{128};
        QTest::newRow("no limit written as 1e30")
            << QByteArray(R"({"model_max_length": 1000000000000000019884624838656})") << positions
            << qint64{512};
        QTest::newRow("no such member") << QByteArray("{}") << QByteArray("[]") << qint64{0};
        QTest::newRow("no number")
            << QByteArray(R"({"model_max_length": "long"})") << QByteArray() << qint64{0};
        QTest::newRow("below one")
            << QByteArray(R"({"model_max_length": -3})") << QByteArray() << qint64{0};
    }
    void isTheSmallerOne()
    {
        QFETCH(QByteArray, tokenizer);
        QFETCH(QByteArray, model);
        QTemporaryDir folder;
        if (!tokenizer.isEmpty())
            write(folder.filePath("tokenizer_config.json"), tokenizer);
        if (!model.isEmpty())
            write(folder.filePath("config.json"), model);
        const auto maximum = modelMaximum(folder.path().toStdString());
        QTEST(qint64{maximum.value_or(0)}, "maximum");
    }

    void aBrokenFileIsNamed()
    {
        QTemporaryDir folder;
        write(folder.filePath("config.json"), "{\"max_position_embeddings\": ");
        QVERIFY_THROWS_EXCEPTION(InputError, modelMaximum(folder.path().toStdString()));
    }
};

QTEST_GUILESS_MAIN(ModelMaximumTest)
#include "tst_model_maximum.moc"
