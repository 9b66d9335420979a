// The main job end to end, headless, in its fast form.
#include "core/base/json_file.h"
#include "core/base/tsv.h"
#include "core/dataset/embedding_table.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"
#include "tests/support/test_data.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace helicase;

class TestDemo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        root_ = folder_.path().toStdString();
        QProcess process;
        process.setProcessChannelMode(QProcess::SeparateChannels);
        process.start(test::program("helicase"), {"demo", "--fast", "-o", folder_.path()});
        QVERIFY2(process.waitForFinished(600'000), "the demo did not end within ten minutes");
        output_ = process.readAllStandardOutput();
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 0, errors.constData());
    }

    void terminalShowsModelBesideBaseline()
    {
        for (const char *part : {"Contrastive validation loss", "contrastive-01", "TNF", "binding-cnn-01", "report.html"})
            QVERIFY2(output_.contains(part), qPrintable(output_));
    }

    void runsFollowTheContract_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"contrastive-01", "binding-01", "binding-cnn-01"})
            QTest::newRow(name) << name;
    }

    void runsFollowTheContract()
    {
        QFETCH(QString, name);
        const RunFolder run(root_ / "runs" / name.toStdString());
        for (const auto &file : {run.config(), run.description(), run.events(), run.log(), run.checkpoints() / "latest",
                                 run.checkpoints() / "best", run.results() / "metrics.json"})
            QVERIFY2(std::filesystem::exists(file), file.c_str());
        const RunSummary summary = summarizeRun(run.root());
        QCOMPARE(summary.state, RunState::Done);
        QCOMPARE(summary.step, summary.totalSteps);
        const auto newest = newestIntactCheckpoint(run);
        QVERIFY(newest.has_value());
        for (const char *file : {"model.safetensors", "optimizer.safetensors", "state.json", "manifest.json"})
            QVERIFY2(std::filesystem::exists(newest->folder / file), file);
        const auto description = readJsonFile(run.description());
        for (const char *member : {"command_line", "seed", "threads", "device", "inputs", "started", "ended"})
            QVERIFY2(description.contains(member), member);
    }

    void encoderLearns()
    {
        std::vector<double> losses;
        EventReader reader(root_ / "runs/contrastive-01/events.jsonl");
        for (auto events = reader.poll(); !events.empty(); events = reader.poll())
            for (const Event &event : events)
                if (const auto loss = event.metrics.find("validation/loss"); loss != event.metrics.end())
                    losses.push_back(loss->second);
        QVERIFY(losses.size() >= 2);
        QVERIFY2(losses.back() < losses.front() / 2, qPrintable(QString("%1 to %2").arg(losses.front()).arg(losses.back())));
    }

    void embeddingsAndProjectionsBelongTogether()
    {
        for (const char *name : {"contrastive-01", "tnf"}) {
            const auto table = readEmbeddings(root_ / "embeddings" / (std::string(name) + ".safetensors"));
            const TsvTable points = readTsv(root_ / "projections" / (std::string(name) + ".tsv"));
            QCOMPARE(points.rows.size(), table.ids.size());
            QVERIFY(table.ids.size() >= 50);
            QCOMPARE(points.rows.front()[0], table.ids.front());
            QCOMPARE(points.columns, (std::vector<std::string>{"id", "x", "y", "z"}));
        }
    }

    void evaluationsNameModelAndBaselines()
    {
        const auto binning = readJsonFile(root_ / "evaluations/binning-01/metrics.json");
        std::set<std::string> kinds;
        for (const auto &candidate : binning.at("candidates")) {
            kinds.insert(candidate.at("kind").get<std::string>());
            const double ari = candidate.at("metrics").at("ari").at("mean").get<double>();
            QVERIFY(ari > -0.5 && ari <= 1);
        }
        QCOMPARE(kinds, (std::set<std::string>{"baseline", "model"}));
        const auto binding = readJsonFile(root_ / "evaluations/binding-01/metrics.json");
        QVERIFY(binding.at("candidates").size() >= 2);
        for (const char *task : {"binning-01", "binding-01"})
            for (const char *file : {"summary.tsv", "report.html"})
                QVERIFY(std::filesystem::exists(root_ / "evaluations" / task / file));
    }

    void reportStandsAlone()
    {
        QFile report(folder_.filePath("report.html"));
        QVERIFY(report.open(QIODevice::ReadOnly));
        const QString html = report.readAll();
        for (const char *part : {"Binning", "TF binding", "contrastive-01", "tnf", "<svg", "Definitions", "Provenance"})
            QVERIFY2(html.contains(part), part);
        QVERIFY(!html.contains("<script") && !html.contains("src="));
    }

    void repeatingItDoesNothingTwice()
    {
        const auto before = std::filesystem::last_write_time(root_ / "runs/contrastive-01/events.jsonl");
        QProcess process;
        process.start(test::program("helicase"), {"demo", "--fast", "-o", folder_.path()});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(std::filesystem::last_write_time(root_ / "runs/contrastive-01/events.jsonl") == before);
    }

private:
    QTemporaryDir folder_;
    std::filesystem::path root_;
    QString output_;
};

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
