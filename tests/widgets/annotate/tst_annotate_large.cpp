// The panel on the largest documents that it promises to handle.
#include "tests/support/time_limit.h"
#include "tests/widgets/annotate/annotate_fixture.h"
#include "widgets/annotate/annotator.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QTreeWidget>

#include <algorithm>

using namespace helicase;

namespace {

constexpr int fiveMillion = 5'000'000;

QString randomBases(int count)
{
    QRandomGenerator random(7);
    QString bases(count, u'A');
    for (QChar &base : bases)
        base = QLatin1Char("ACGT"[random.bounded(4)]);
    return bases;
}

// Counts how often the watched widget was painted.
class PaintWatch final : public QObject {
public:
    explicit PaintWatch(QWidget *widget) { widget->installEventFilter(this); }
    int paints = 0;

private:
    bool eventFilter(QObject *, QEvent *event) override
    {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

// The longest that the window does not answer until the condition holds, in milliseconds.
template <typename Condition>
double largestStall(const Condition &condition)
{
    double largest = 0;
    QElapsedTimer all;
    QElapsedTimer step;
    all.start();
    while (!condition() && all.elapsed() < 60'000) {
        step.start();
        QCoreApplication::processEvents();
        largest = std::max(largest, static_cast<double>(step.nsecsElapsed()) / 1e6);
        QThread::usleep(500);
    }
    return largest;
}

} // namespace

class AnnotateLargeTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression("^(?!This plugin does not support)")); }

    void typingDoesNotWait_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("compares");
        const QString bases = randomBases(fiveMillion);
        QTest::newRow("one run") << "<dna>" + bases + "</dna>" << false;
        QTest::newRow("one run, compared") << "<dna>" + bases + "</dna>" << true;
        QTest::newRow("one line of text") << bases << false;
    }

    // From the key press to the repaint, while tokens of the text before are still being counted.
    void typingDoesNotWait()
    {
        QFETCH(QString, text);
        QFETCH(bool, compares);
        AnnotateFixture fixture(text);
        fixture.panel.setComparing(compares);
        if (compares)
            fixture.panel.useTokenizer(demoTokenizerFolder(), TokenizerSide::B);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.panel.contentReady(), 60'000);
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        editor->setFocus();
        editor->setCaret(fiveMillion / 2);
        QCoreApplication::processEvents();
        PaintWatch watch(editor->viewport());
        std::vector<double> gaps;
        QElapsedTimer clock;
        for (int key = 0; key < 60; ++key) {
            const int before = watch.paints;
            clock.start();
            QTest::keyClick(editor, "ACGT"[key % 4]);
            while (watch.paints == before && clock.elapsed() < 2000)
                QCoreApplication::processEvents();
            gaps.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
            QTest::qWait(20);
        }
        std::ranges::sort(gaps);
        qInfo("key press to repaint: median %.1f ms, largest %.1f ms", gaps[gaps.size() / 2],
              gaps.back());
        QVERIFY2(gaps.back() < static_cast<double>(test::timeLimit(50)),
                 qPrintable(QString::number(gaps.back())));
        QCOMPARE(fixture.panel.document()->text().size(), text.size() + 60);
        clock.start();
        const double stall = largestStall([&] { return fixture.panel.contentReady(); });
        qInfo("counted again after %lld ms, window busy for %.1f ms", clock.elapsed(), stall);
        QVERIFY2(stall < 100, qPrintable(QString::number(stall)));
    }

    // Whatever is being done with the old text ends when a new one comes.
    void aNewTextStopsTheOld_data()
    {
        QTest::addColumn<QString>("text");
        const QString bases = randomBases(fiveMillion);
        QTest::newRow("bases") << "<dna>" + bases + "</dna>";
        QTest::newRow("lower case") << "<dna>" + bases.toLower() + "</dna>";
        QTest::newRow("words") << QString("the genome of a phage, ").repeated(100'000);
    }
    void aNewTextStopsTheOld()
    {
        QFETCH(QString, text);
        Annotator annotator;
        const auto tokenizer = loadNamedTokenizer(demoTokenizerFolder());
        uint64_t newest = 0;
        connect(&annotator, &Annotator::annotated, this,
                [&](const auto &annotation) { newest = annotation->revision; });
        uint64_t revision = 0;
        double longest = 0;
        for (const int milliseconds : {5, 20, 50, 100, 200, 300, 400, 600}) {
            annotator.request({text, ++revision, tokenizer});
            QTest::qWait(milliseconds);
            QElapsedTimer clock;
            clock.start();
            annotator.request({"<dna>ACGT</dna>", ++revision, tokenizer});
            largestStall([&] { return newest == revision; });
            QCOMPARE(newest, revision);
            longest = std::max(longest, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        }
        qInfo("a new text was annotated after at most %.0f ms", longest);
        QVERIFY2(longest < static_cast<double>(test::timeLimit(150)),
                 qPrintable(QString::number(longest)));
    }

    void countsAreSaidToBeOutOfDate()
    {
        AnnotateFixture fixture("<dna>" + randomBases(fiveMillion) + "</dna>");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.panel.contentReady(), 60'000);
        auto *count = fixture.find<QLabel>("annotate.tokenCount");
        const QString before = count->text();
        auto *editor = fixture.find<TokenEditor>("annotate.editor");
        editor->setCaret(1000);
        QTest::keyClicks(editor, "ACGTTGCA");
        QTRY_COMPARE(count->text(), QString::fromUtf8("counting …"));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.panel.contentReady(), 60'000);
        QVERIFY(count->text().endsWith(" tokens"));
        QVERIFY(count->text() != before);
    }

    // Lengths come from the index beside the file, bases are read where they stand.
    void largeFilesAreOpenedByTheirIndex()
    {
        AnnotateFixture fixture("");
        const QString path = fixture.folder.filePath("large.fa");
        const QByteArray line = QByteArray("ACGTTGCA").repeated(10) + '\n';
        const int lines = 200'000'000 / 81;
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(">big\n");
            const QByteArray block = line.repeated(1000);
            for (int written = 0; written < lines / 1000; ++written)
                file.write(block);
        }
        const qint64 bases = qint64{lines / 1000} * 1000 * 80;
        writeTestFile(path + ".fai",
                      QByteArray("big\t") + QByteArray::number(bases) + "\t5\t80\t81\n");
        QElapsedTimer clock;
        clock.start();
        fixture.panel.openFile(path);
        auto *records = fixture.find<QTreeWidget>("annotate.records");
        QTRY_COMPARE(records->topLevelItemCount(), 1);
        qInfo("200 MB opened in %lld ms", clock.elapsed());
        QVERIFY2(clock.elapsed() < test::timeLimit(500),
                 qPrintable(QString::number(clock.elapsed())));
        fixture.find<QLineEdit>("annotate.region.from")->setText(QString::number(bases - 7));
        fixture.find<QLineEdit>("annotate.region.to")->setText(QString::number(bases));
        clock.start();
        fixture.find<QPushButton>("annotate.region.insert")->click();
        QTRY_COMPARE(fixture.panel.document()->text(), "<dna>ACGTTGCA</dna>");
        QVERIFY2(clock.elapsed() < test::timeLimit(500),
                 qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_MAIN(AnnotateLargeTest)
#include "tst_annotate_large.moc"
