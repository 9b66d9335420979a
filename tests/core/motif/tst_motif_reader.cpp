#include "core/base/atomic_file.h"
#include "core/motif/motif_reader.h"
#include "tests/core/sequence/error_place.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

using namespace helicase;

class TestMotifReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jasparsCollectionIsRead()
    {
        HELICASE_NEEDS_DATA();
        const auto motifs =
            readMotifs(test::dataFolder() / "motifs" / "jaspar2024_core.transfac.gz");
        QCOMPARE(motifs.size(), size_t{2346});
        QCOMPARE(motifs[1].id, std::string("MA0002.3"));
        QCOMPARE(motifs[1].name, std::string("Runx1"));
        QCOMPARE(motifs[1].counts[1], (std::array<double, 4>{57, 0, 7, 1936}));
    }

    void formatsAgree()
    {
        const auto transfac =
            read("AC M1\nXX\nID one\nXX\nPO\tA\tC\tG\tT\n01\t1\t2\t3\t4\n02\t0\t10\t0\t0\tC\n//\n");
        const auto jaspar =
            read(">M1 one\nA [ 1  0 ]\nC [ 2 10 ]\nG [ 3  0 ]\nT [ 4 0 ]\n\n>M2\n1\n2\n3\n4\n");
        const auto meme = read("MEME version 4\n\nALPHABET= ACGT\n\nMOTIF M1 one\n"
                               "letter-probability matrix: alength= 4 w= 2 nsites= 10 E= 0\n"
                               " 0.1 0.2 0.3 0.4\n 0 1.0 0 0\nURL x\n");
        for (const auto &motifs : {transfac, jaspar, meme}) {
            QCOMPARE(motifs[0].id, std::string("M1"));
            QCOMPARE(motifs[0].name, std::string("one"));
            QCOMPARE(motifs[0].width(), int64_t{2});
            QCOMPARE(motifs[0].counts[0], (std::array<double, 4>{1, 2, 3, 4}));
            QCOMPARE(motifs[0].counts[1], (std::array<double, 4>{0, 10, 0, 0}));
        }
        QCOMPARE(jaspar.size(), size_t{2});
        QCOMPARE(jaspar[1].name, std::string("M2"));
    }

    void errorsNameTheLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line"); // 0: of the whole file
        QTest::newRow("empty") << QByteArray("\n\n") << 0;
        QTest::newRow("sequences") << QByteArray("chr1\t1\t2\n") << 1;
        QTest::newRow("counts first") << QByteArray("AC\nPO A C G T\n") << 1;
        QTest::newRow("order of letters") << QByteArray("AC M\nPO\tA\tG\tC\tT\n") << 2;
        QTest::newRow("three counts") << QByteArray("AC M\nPO A C G T\n01 1 2 3\n") << 3;
        QTest::newRow("negative") << QByteArray("AC M\nPO A C G T\n01 1 2 3 -4\n") << 3;
        QTest::newRow("no number") << QByteArray("AC M\nPO A C G T\n01 1 2 3 nan\n") << 3;
        QTest::newRow("nothing counted") << QByteArray("AC M\nPO A C G T\n01 0 0 0 0\n") << 3;
        QTest::newRow("too large") << QByteArray("AC M\nPO A C G T\n01 1e300 0 0 0\n") << 3;
        QTest::newRow("no matrix") << QByteArray("AC M\nXX\n//\n") << 3;
        QTest::newRow("row of C first") << QByteArray(">M\nC 1\nA 1\nG 1\nT 1\n") << 2;
        QTest::newRow("rows of other length") << QByteArray(">M\n1 2\n1\n1\n1\n") << 3;
        QTest::newRow("fifth row") << QByteArray(">M\n1\n1\n1\n1\n1\n") << 6;
        QTest::newRow("missing rows") << QByteArray(">M\n1\n1\n>N\n") << 4;
        QTest::newRow("protein") << QByteArray("MEME version 4\nALPHABET= ACDEF\n") << 2;
        QTest::newRow("probabilities of no motif")
            << QByteArray("MEME version 4\nletter-probability matrix: w= 1\n") << 2;
    }

    void errorsNameTheLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        const auto place = test::errorPlaceOf([&] { read(text.toStdString()); });
        QVERIFY2(place, "a malformed file was accepted");
        QCOMPARE(place->line.value_or(0), int64_t{line});
    }

private:
    std::vector<Motif> read(const std::string &text) const
    {
        const std::filesystem::path file = folder_.filePath("motifs").toStdString();
        writeFileAtomically(file, text);
        return readMotifs(file);
    }

    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestMotifReader)
#include "tst_motif_reader.moc"
