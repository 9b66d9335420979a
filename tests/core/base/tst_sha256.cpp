#include "core/base/error.h"
#include "core/base/sha256.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestSha256 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The examples of FIPS 180-4.
    void knownDigests()
    {
        QCOMPARE(sha256Of("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256Of(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    void piecesGiveTheDigestOfTheWhole()
    {
        Sha256 digest;
        digest.add("a");
        digest.add("bc");
        QCOMPARE(digest.hex(), sha256Of("abc"));
    }

    void fileDigestEqualsTextDigest()
    {
        const QTemporaryDir folder;
        const std::string content(3'000'000, 'G');
        QFile file(folder.filePath("g.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content.data(), std::ssize(content));
        file.close();
        QCOMPARE(sha256OfFile(file.fileName().toStdString()), sha256Of(content));
    }

    void missingFileIsAnInputError()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, sha256OfFile("/nonexistent/file"));
    }
};

QTEST_GUILESS_MAIN(TestSha256)
#include "tst_sha256.moc"
