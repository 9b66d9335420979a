#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/run/run_inputs.h"
#include "core/run/run_settings.h"
#include "core/run/training_options.h"
#include "tests/core/run/written_run.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;
using namespace helicase::test;

class TestRunSettings : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path path(const char *name) const
    {
        return folder_->filePath(name).toStdString();
    }

    // A run that read the file.
    RunFolder runWith(const char *name, const std::string &config,
                      const std::filesystem::path &input, const std::string &content) const
    {
        writeFileAtomically(input, content);
        const RunFolder run = writeRun(path(name), {});
        writeFileAtomically(run.config(), config);
        writeJsonFile(run.description(), {{"task", "contrastive"},
                                          {"version", "helicase 0.1.0 (Release)"},
                                          {"threads", 2},
                                          {"inputs",
                                           {{{"path", input.string()},
                                             {"size", content.size()},
                                             {"sha256", sha256Of(content)}}}}});
        return run;
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void optionsThatDifferFromDefaults()
    {
        const auto input = path("pairs.csv");
        const RunFolder run = runWith(
            "a", "optimizer:\n  lr: 0.5\n  beta1: 0.9\nseed: 3\nolder: option\n", input, "x");
        const auto options = recordedOptionsOf(run);
        QCOMPARE(options.size(), size_t{4});
        QCOMPARE(options[0].name, std::string("optimizer.lr"));
        const auto changed = changedOptions(options, trainingOptions("contrastive"));
        QCOMPARE(changed.size(), size_t{3});
        QCOMPARE(changed[0].name + "=" + changed[0].value, std::string("optimizer.lr=0.5"));
        QCOMPARE(changed[2].name, std::string("older")); // the table knows no such option
    }

    void aRunWithoutConfigurationHasNoOptions()
    {
        QVERIFY(recordedOptionsOf(writeRun(path("a"), {})).empty());
    }

    void malformedConfigurationsAreRefused()
    {
        const RunFolder run = writeRun(path("a"), {});
        writeFileAtomically(run.config(), "optimizer: [lr: {");
        QVERIFY_THROWS_EXCEPTION(InputError, recordedOptionsOf(run));
        writeFileAtomically(run.config(), "a: &x 1\nb: *x\n");
        QVERIFY_THROWS_EXCEPTION(InputError, recordedOptionsOf(run));
    }

    void settingsOfSeveralRuns()
    {
        const auto input = path("pairs.csv");
        const std::string data = "data:\n  train: " + input.string() + "\n";
        const auto one = recordedSettings(runWith("a", data + "seed: 1\n", input, "x"));
        const auto two = recordedSettings(runWith("b", data + "extra: 1\nseed: 1\n", input, "y"));
        const auto compared = compareSettings({one, two});
        const auto find = [&](const std::string &name) {
            const auto found = std::ranges::find(compared, name, &ComparedSetting::name);
            return found == compared.end() ? ComparedSetting{} : *found;
        };
        QVERIFY(!find("data.train").differs());
        QVERIFY(find("data.train (SHA-256)").differs());
        QVERIFY(!find("threads used").differs());
        QCOMPARE(find("threads used").values[1].value(), std::string("2"));
        QVERIFY(find("extra").differs());
        QVERIFY(!find("extra").values[0]);
        // In the order of the runs that have them.
        QCOMPARE(compared[1].name, std::string("extra"));
        QCOMPARE(compared[2].name, std::string("seed"));
    }

    void inputsAreComparedWithTheDisk()
    {
        const auto input = path("pairs.csv");
        const RunFolder run = runWith("a", "seed: 1\n", input, "abc");
        const auto inputs = recordedInputs(run);
        QCOMPARE(inputs.size(), size_t{1});
        QCOMPARE(compareWithDisk(inputs[0]), InputState::Same);
        writeFileAtomically(input, "abd");
        QCOMPARE(compareWithDisk(inputs[0]), InputState::Changed);
        writeFileAtomically(input, "abcd");
        QCOMPARE(compareWithDisk(inputs[0]), InputState::Changed);
        std::filesystem::remove(input);
        QCOMPARE(compareWithDisk(inputs[0]), InputState::Missing);
        std::filesystem::create_directory(input);
        QCOMPARE(compareWithDisk(inputs[0]), InputState::Missing);
    }

    void malformedListsOfInputs_data()
    {
        QTest::addColumn<QByteArray>("inputs");
        QTest::newRow("numbers") << QByteArray("[1, 2]");
        QTest::newRow("no digest") << QByteArray(R"([{"path": "a", "size": 1}])");
        QTest::newRow("a size in words")
            << QByteArray(R"([{"path": "a", "size": "x", "sha256": ""}])");
        QTest::newRow("text") << QByteArray(R"("a")");
    }

    void malformedListsOfInputs()
    {
        QFETCH(QByteArray, inputs);
        const RunFolder run = writeRun(path("a"), {});
        writeFileAtomically(run.description(), "{\"inputs\": " + inputs.toStdString() + "}");
        QVERIFY_THROWS_EXCEPTION(InputError, recordedInputs(run));
    }
};

QTEST_GUILESS_MAIN(TestRunSettings)
#include "tst_run_settings.moc"
