// What leaves the Runs panel: metrics of ticked runs as tables and event files, reports.
#include "tests/widgets/runs/runs_fixture.h"
#include "widgets/common/band.h"

#include <QDesktopServices>
#include <QDir>
#include <QSettings>

using namespace helicase;
using namespace helicase::test;

// Takes what the panel would open in another program.
class OpenedFiles : public QObject {
    Q_OBJECT
public:
    OpenedFiles() { QDesktopServices::setUrlHandler("file", this, "take"); }
    ~OpenedFiles() override { QDesktopServices::unsetUrlHandler("file"); }
    Q_INVOKABLE void take(const QUrl &url) { names << url.toLocalFile(); }
    QStringList names;
};

class RunExportsTest final : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    std::optional<RunsFixture> runs_;

    // Two runs of ten steps, both ticked.
    void showTicked()
    {
        runs_->makeRun("runs/a", {.factor = 4});
        runs_->makeRun("runs/b", {.factor = 2});
        runs_->show(2);
        for (const int row : {0, 1}) {
            runs_->table()->selectRow(row);
            QTest::keyClick(runs_->table(), Qt::Key_Space);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
    }

    void init()
    {
        QSettings().clear();
        runs_.emplace();
    }

    void cleanup() { runs_.reset(); }

    void metricsOfTickedRunsAreExported()
    {
        showTicked();
        const QString table = runs_->temporary.filePath("metrics.csv");
        runs_->panel->exportMetrics("csv", table);
        QTRY_COMPARE_WITH_TIMEOUT(runs_->services.toasts.size(), 1, 60'000);
        const std::string text = readFile(table.toStdString());
        QCOMPARE(std::ranges::count(text, '\n'), 21);
        QVERIFY(text.find("\nb,10,") != std::string::npos);
        runs_->panel->exportMetrics("tensorboard", runs_->temporary.filePath("board"));
        QTRY_COMPARE_WITH_TIMEOUT(runs_->services.toasts.size(), 2, 60'000);
        QVERIFY(
            QDir(runs_->temporary.filePath("board")).entryList(QDir::Dirs | QDir::NoDotAndDotDot) ==
            (QStringList{"a", "b"}));
    }

    void reportsOfTickedRunsAreWrittenAndOpened()
    {
        showTicked();
        OpenedFiles opened;
        for (const char *suffix : {"html", "pdf"}) {
            runs_->panel->makeReport(suffix);
            QTRY_COMPARE_WITH_TIMEOUT(opened.names.size(), 1, 60'000);
            QFile file(runs_->services.project.path("reports/runs.") + suffix);
            QCOMPARE(opened.names.takeFirst(), file.fileName());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY(bytes.contains("Run b"));
            QVERIFY(bytes.startsWith(QByteArray(suffix) == "pdf" ? "%PDF" : "<!DOCTYPE html>"));
        }
    }

    void anExportThatFailsIsTold()
    {
        runs_->makeRun("runs/a");
        writeFileAtomically(runs_->path("file"), "");
        runs_->show(1);
        const Band *band = runs_->panel->band();
        runs_->panel->exportMetrics("csv", runs_->services.project.path("file/metrics.csv"));
        QTRY_COMPARE_WITH_TIMEOUT(band->messages().size(), size_t{1}, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(band->messages().front().headline, "The metrics were not saved.",
                                  60'000);
    }
};

QTEST_MAIN(RunExportsTest)
#include "tst_run_exports.moc"
