// Where the bases of a contig come from: plain, packed and missing files, long contigs, requests
// that follow each other.
#include "core/base/atomic_file.h"
#include "tests/core/sequence/packed_files.h"
#include "widgets/embeddings/sequence_pane.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestSequenceReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsEveryKindOfFile_data();
    void readsEveryKindOfFile();
    void takesTheFirstFileThatHasIt();
    void tellsWhatIsMissing();
    void readsABeginningOfWhatIsVeryLong();
    void theNewestRequestWins();
    void followsAFileThatChanges();
    void numbersTheBases();

private:
    using Files = std::vector<std::filesystem::path>;

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(QLatin1String(name)).toStdString();
    }
    // Waits; null where it failed, with the message.
    std::shared_ptr<const ContigSequence> read(Files files, const std::string &id);

    QTemporaryDir folder_;
    SequenceReading reading_;
    QString mistake_;
};

void TestSequenceReading::initTestCase()
{
    writeFileAtomically(path("plain.fa"), ">a one\nACGTNN\nGG\n>b\nTTTT\n");
    writeFileAtomically(path("reads.fastq"), "@a\nACGTNNGG\n+\nIIIIIIII\n@c\nTT\n+\nII\n");
    test::gzipped(path("plain.fa"), path("plain.fa.gz"));
    test::bgzipped(path("plain.fa"), path("blocks.fa.gz"));
    connect(&reading_, &SequenceReading::failed, this,
            [this](const QString &message) { mistake_ = message; });
}

std::shared_ptr<const ContigSequence> TestSequenceReading::read(Files files, const std::string &id)
{
    std::shared_ptr<const ContigSequence> found;
    mistake_.clear();
    const auto connection = connect(
        &reading_, &SequenceReading::done, this,
        [&](std::shared_ptr<const ContigSequence> sequence) { found = std::move(sequence); });
    reading_.read(std::move(files), id);
    const bool isOver = QTest::qWaitFor([this] { return !reading_.isRunning(); }, 20'000);
    disconnect(connection);
    return isOver ? found : nullptr;
}

void TestSequenceReading::readsEveryKindOfFile_data()
{
    QTest::addColumn<QByteArray>("file");
    for (const char *name : {"plain.fa", "plain.fa.gz", "blocks.fa.gz", "reads.fastq"})
        QTest::newRow(name) << QByteArray(name);
}

void TestSequenceReading::readsEveryKindOfFile()
{
    QFETCH(QByteArray, file);
    const auto sequence = read({path(file.constData())}, "a");
    QVERIFY2(sequence, qPrintable(mistake_));
    QCOMPARE(sequence->bases, std::string("ACGTNNGG"));
    QCOMPARE(sequence->length, int64_t{8});
    QCOMPARE(sequence->gc, 4.0 / 6);
    QVERIFY(sequence->isWhole());
}

void TestSequenceReading::takesTheFirstFileThatHasIt()
{
    const auto sequence = read({path("gone.fa"), path("reads.fastq"), path("plain.fa")}, "b");
    QVERIFY2(sequence, qPrintable(mistake_));
    QCOMPARE(sequence->file, path("plain.fa"));
}

void TestSequenceReading::tellsWhatIsMissing()
{
    QVERIFY(!read({path("plain.fa")}, "nobody"));
    QVERIFY2(mistake_.contains(QStringLiteral("no sequence of \"nobody\"")) &&
                 mistake_.contains(QStringLiteral("plain.fa")),
             qPrintable(mistake_));
    QVERIFY(!read({path("gone.fa")}, "a"));
    QVERIFY2(mistake_.contains(QStringLiteral("gone.fa")) &&
                 mistake_.contains(QStringLiteral("hint:")),
             qPrintable(mistake_));
    QVERIFY(!read({}, "a"));
    QVERIFY2(mistake_.contains(QStringLiteral("nothing tells")), qPrintable(mistake_));
}

void TestSequenceReading::readsABeginningOfWhatIsVeryLong()
{
    const auto length = static_cast<size_t>(SequenceReading::mostBases) + 5;
    writeFileAtomically(path("long.fa"), ">long\n" + std::string(length, 'C') + "\n");
    const auto sequence = read({path("long.fa")}, "long");
    QVERIFY2(sequence, qPrintable(mistake_));
    QCOMPARE(sequence->length, SequenceReading::mostBases + 5);
    QCOMPARE(static_cast<int64_t>(sequence->bases.size()), SequenceReading::mostBases);
    QVERIFY(!sequence->isWhole());
    QCOMPARE(sequence->gc, 1.0);
}

void TestSequenceReading::theNewestRequestWins()
{
    const QSignalSpy done(&reading_, &SequenceReading::done);
    for (int i = 0; i < 20; ++i)
        reading_.read({path("plain.fa.gz")}, "a");
    const auto sequence = read({path("plain.fa")}, "b");
    QVERIFY(sequence);
    QCOMPARE(sequence->id, std::string("b"));
    QCOMPARE(done.count(), 1);
    reading_.read({path("plain.fa")}, "a");
    reading_.forget();
    QTest::qWait(50);
    QCOMPARE(done.count(), 1);
}

void TestSequenceReading::followsAFileThatChanges()
{
    writeFileAtomically(path("other.fa"), ">a\nAC\n");
    QCOMPARE(read({path("other.fa")}, "a")->bases, std::string("AC"));
    writeFileAtomically(path("other.fa"), ">before\nAAAA\n>a\nGGG\n");
    std::filesystem::last_write_time(
        path("other.fa"), std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
    QCOMPARE(read({path("other.fa")}, "a")->bases, std::string("GGG"));
}

void TestSequenceReading::numbersTheBases()
{
    QCOMPARE(numberedBases("ACGTACGTACGTACGTACGTAC", 1, 20),
             QStringLiteral(" 1  ACGTACGTAC GTACGTACGT\n21  AC"));
    QCOMPARE(numberedBases("ACG", 1'234'501, 20), QStringLiteral("1,234,501  ACG"));
    QCOMPARE(numberedBases("", 1, 20), QString());
}

QTEST_GUILESS_MAIN(TestSequenceReading)
#include "tst_sequence_reading.moc"
