#include "app/workbench/command_palette.h"
#include "app/workbench/file_kind.h"
#include "app/workbench/folder_watcher.h"
#include "app/workbench/fuzzy_match.h"

#include <QFile>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

void write(const QString &name, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(name).absolutePath());
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class WorkbenchPartsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fuzzyMatching_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("start of the name") << "exp"
                                           << "Export view…"
                                           << "Copy and export";
        QTest::newRow("start of a word") << "plot"
                                         << "Export all plots…"
                                         << "Exploiting";
        QTest::newRow("two words in any order") << "view exp"
                                                << "Export view…"
                                                << "Export all plots…";
        QTest::newRow("letters in order") << "cpt"
                                          << "Copy table"
                                          << "Embeddings";
    }

    void fuzzyMatching()
    {
        QFETCH(QString, typed);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QCOMPARE_GT(fuzzyScore(typed, better), fuzzyScore(typed, worse));
        QCOMPARE(fuzzyScore("zzz", better), 0);
    }

    void kindsByContent_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<FileKind>("kind");
        QTest::newRow("fasta of any name")
            << "reads.dat" << QByteArray(">contig_1\nACGT\n") << FileKind::Sequences;
        QTest::newRow("fastq") << "reads" << QByteArray("@r\nACGT\n+\nIIII\n")
                               << FileKind::Sequences;
        QTest::newRow("safetensors")
            << "x.bin" << QByteArray("\x20\0\0\0\0\0\0\0{\"a\":1}", 15) << FileKind::Embedding;
        QTest::newRow("project") << "p.helicase" << QByteArray("{}") << FileKind::Project;
        QTest::newRow("text") << "notes.md" << QByteArray("# Notes\n") << FileKind::Text;
        QTest::newRow("binary") << "x" << QByteArray("\x7f\x45\0\0", 4) << FileKind::Unknown;
        QTest::newRow("empty") << "x" << QByteArray() << FileKind::Unknown;
        QTest::newRow("run folder") << "run/run.json" << QByteArray("{}") << FileKind::Run;
        QTest::newRow("folder with embeddings")
            << "p/embeddings/tnf.safetensors" << QByteArray("x") << FileKind::Project;
        QTest::newRow("any folder") << "p/notes.txt" << QByteArray("x") << FileKind::Unknown;
        QTest::newRow("tokenizer folder")
            << "t/tokenizer.json" << QByteArray("{}") << FileKind::Tokenizer;
    }

    // A model's folder holds its tokenizer too; a configuration alone is no model.
    void foldersOfModels()
    {
        for (const QString weights : {"model.safetensors", "pytorch_model.bin"}) {
            QTemporaryDir folder;
            const QString model = folder.filePath("model");
            write(model + "/tokenizer.json", "{}");
            write(model + "/config.json", "{}");
            QCOMPARE(kindOf(model), FileKind::Tokenizer);
            write(model + "/" + weights, "x");
            QCOMPARE(kindOf(model), FileKind::Model);
            QVERIFY(QFile::remove(model + "/tokenizer.json"));
            QCOMPARE(kindOf(model), FileKind::Model);
            QVERIFY(QFile::remove(model + "/config.json"));
            QCOMPARE(kindOf(model), FileKind::Unknown);
        }
    }

    void kindsByContent()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(FileKind, kind);
        QTemporaryDir folder;
        write(folder.filePath(name), content);
        const QString path = folder.filePath(name.section('/', 0, 0));
        QCOMPARE(kindOf(path), kind);
        QCOMPARE(kindOf(path + ".gone"), FileKind::Missing);
    }

    void theWatcherSeesNewFiles()
    {
        QTemporaryDir folder;
        FolderWatcher watcher(folder.path());
        QSignalSpy content(&watcher, &FolderWatcher::contentChanged);
        DemoState state;
        connect(&watcher, &FolderWatcher::demoStateChanged, this,
                [&](const DemoState &now) { state = now; });
        QTRY_COMPARE(content.count(), 1);
        write(folder.filePath("runs/a/run.json"), "{}");
        QTRY_COMPARE(content.count(), 2);
        write(folder.filePath("demo.json"),
              R"({"state": "running", "process": 7, "stage": "train"})");
        QTRY_COMPARE(state.stage, "train");
        QCOMPARE(state.process, 7);
    }

    void thePaletteFindsAndRuns()
    {
        QWidget window;
        window.resize(800, 600);
        int calls = 0;
        CommandPalette palette(
            [&]() -> std::vector<PaletteEntry> {
                return {{PaletteGroup::Actions, "Export view…", "Ctrl+E", [&] { ++calls; }},
                        {PaletteGroup::Panels, "Embeddings", {}, {}},
                        {PaletteGroup::Runs, "contrastive-07", {}, {}}};
            },
            &window);
        window.show();
        palette.open();
        auto *field = palette.findChild<QLineEdit *>("main.palette.field");
        QCOMPARE(palette.shownTexts().size(), 3);
        field->setText("@con");
        QCOMPARE(palette.shownTexts(), QStringList{"contrastive-07"});
        field->setText("view");
        QCOMPARE(palette.shownTexts(), QStringList{"Export view…"});
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(calls, 1);
        QVERIFY(!palette.isVisible());
    }
};

QTEST_MAIN(WorkbenchPartsTest)
#include "tst_workbench_parts.moc"
