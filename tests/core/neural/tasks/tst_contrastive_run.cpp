// Whole contrastive runs: methods, mixup, curriculum with its reload, resume to the same bits, and
// what is refused.
#include "core/base/sha256.h"
#include "core/neural/model/model_folder.h"
#include "tests/core/neural/tasks/contrastive_fixture.h"

#include <fstream>

using namespace helicase;
using helicase::test::ContrastiveFixture;
using helicase::test::OptionChanges;

namespace {

// 20 pairs in batches of 8 with a short last one: 3 steps per epoch.
const OptionChanges curriculum{{"objective.mixup", "true"},
                               {"objective.curriculum", "true"},
                               {"published.last_batch", "true"},
                               {"length.epochs", "6"},
                               {"length.steps", "0"},
                               {"evaluation.every", "6"},
                               {"checkpoint.every", "4"},
                               {"model.dropout", "0.1"}};

OptionChanges with(OptionChanges base, const OptionChanges &more)
{
    for (const auto &[name, value] : more)
        base[name] = value;
    return base;
}

} // namespace

class TestContrastiveRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // The model is too small to be shared out.
    void initTestCase() { torch::set_num_threads(1); }

    void methodsLearn_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("published");
        QTest::newRow("same species") << "same_species"
                                      << "";
        QTest::newRow("dropout") << "dropout"
                                 << "";
        QTest::newRow("other strand") << "double_strand"
                                      << "";
        QTest::newRow("complement") << "double_strand"
                                    << "published.complement";
        QTest::newRow("substitutions") << "mutate"
                                       << "";
        QTest::newRow("deletions") << "mutate"
                                   << "published.deletions";
    }

    void methodsLearn()
    {
        QFETCH(QString, method);
        QFETCH(QString, published);
        OptionChanges changes{{"objective.method", method.toStdString()},
                              {"length.steps", "0"},
                              {"length.epochs", "3"},
                              {"model.dropout", "0.1"}};
        if (!published.isEmpty())
            changes[published.toStdString()] = "true";
        const std::string run = "method " + method.toStdString() + published.toStdString();
        QCOMPARE(runTraining(fixture_.request(run, changes), {}), ExitStatus::Done);
        const auto steps = fixture_.events(run, "metrics");
        // 20 pairs, or 40 sequences, in batches of 8.
        QCOMPARE(steps.size(), size_t(method == "same_species" ? 9 : 15));
        QVERIFY(steps.back().metrics.at("train/loss") < steps.front().metrics.at("train/loss"));
    }

    // An epoch of 20 pairs: 8, 8, 4.
    void epochsMayEndWithAShortBatch()
    {
        runTraining(fixture_.request("short", {{"published.last_batch", "true"},
                                               {"length.steps", "0"},
                                               {"length.epochs", "2"}}),
                    {});
        std::vector<double> seen;
        for (const Event &event : fixture_.events("short", "metrics"))
            seen.push_back(event.metrics.at("samples_seen"));
        QCOMPARE(seen, (std::vector<double>{8, 16, 20, 28, 36, 40}));
    }

    // Epochs 1 and 2 have the plain loss, then the weights of step 4 come back and mixup begins.
    void curriculumReloadsAtItsSecondStage()
    {
        QCOMPARE(runTraining(fixture_.request("curriculum", curriculum), {}), ExitStatus::Done);
        QVERIFY(fixture_.messages("curriculum")
                    .find("Weights set back to those of step 4; the optimiser goes on.") !=
                std::string::npos);
        // The same up to there as a run without one, and another after.
        runTraining(fixture_.request("plain", with(curriculum, {{"objective.curriculum", "false"},
                                                                {"objective.mixup", "false"}})),
                    {});
        const auto staged = fixture_.events("curriculum", "metrics");
        const auto plain = fixture_.events("plain", "metrics");
        QCOMPARE(staged.size(), size_t{18});
        for (size_t i = 0; i < 18; ++i)
            QCOMPARE(staged[i].metrics.at("train/loss") == plain[i].metrics.at("train/loss"),
                     i < 6);
    }

    // After the reload the first loss is the one that step 5 had, if the batch is the same.
    void theReloadBringsTheWeightsBack()
    {
        const OptionChanges changes = with(curriculum, {{"objective.mixup", "false"},
                                                        {"checkpoint.every", "1"},
                                                        {"checkpoint.keep", "100"},
                                                        {"length.epochs", "3"},
                                                        {"optimizer.lr", "0.05"}});
        // Saved after every step, the last checkpoint is the present one: nothing changes.
        runTraining(fixture_.request("every step", changes), {});
        QVERIFY(fixture_.messages("every step").find("set back") == std::string::npos);
        runTraining(fixture_.request("every second", with(changes, {{"checkpoint.every", "2"}})),
                    {});
        QVERIFY(fixture_.messages("every second").find("those of step 2;") != std::string::npos);
        const auto lossAt = [&](const char *run, size_t step) {
            return fixture_.events(run, "metrics")[step].metrics.at("train/loss");
        };
        QCOMPARE(lossAt("every second", 2), lossAt("every step", 2));
        QVERIFY(lossAt("every second", 3) != lossAt("every step", 3));
    }

    void withoutReloadTheWeightsStay()
    {
        runTraining(
            fixture_.request("no reload", with(curriculum, {{"objective.reload", "false"}})), {});
        QVERIFY(fixture_.messages("no reload").find("set back") == std::string::npos);
    }

    // The checkpoint to return to stays, however few are kept.
    void theCheckpointToReturnToStays()
    {
        const OptionChanges changes =
            with(curriculum, {{"checkpoint.keep", "1"}, {"evaluation.every", "1"}});
        QCOMPARE(runTraining(fixture_.request("few", changes), {}), ExitStatus::Done);
        QVERIFY(fixture_.messages("few").find("those of step 4;") != std::string::npos);
    }

    void resumedRunsHaveTheSameBits_data()
    {
        QTest::addColumn<int>("step");
        // Within both stages, at their border after step 3, and where a checkpoint is.
        for (const int step : {1, 2, 3, 4, 7, 11})
            QTest::addRow("stopped after step %d", step) << step;
    }

    void resumedRunsHaveTheSameBits()
    {
        QFETCH(int, step);
        // 40 sequences in batches of 16: 3 steps per epoch, 12 in all.
        const OptionChanges changes = with(curriculum, {{"objective.method", "mutate"},
                                                        {"batch.pairs", "16"},
                                                        {"batch.pairs_at_once", "3"},
                                                        {"length.epochs", "4"},
                                                        {"checkpoint.every", "2"}});
        if (!std::filesystem::exists(fixture_.root / "whole"))
            runTraining(fixture_.request("whole", changes), {});
        QVERIFY(fixture_.messages("whole").find("those of step 2;") != std::string::npos);
        const std::string name = "parts" + std::to_string(step);
        std::stop_source stop;
        TrainingRequest first = fixture_.request(name, changes);
        first.observer = [&](const Event &event) {
            if (event.kind == "metrics" && event.step == step)
                stop.request_stop();
        };
        QCOMPARE(runTraining(first, stop.get_token()), ExitStatus::Stopped);
        TrainingRequest second = fixture_.request(name);
        second.options = OptionValues(test::contrastiveOptions());
        second.start = RunStart::Resume;
        QCOMPARE(runTraining(second, {}), ExitStatus::Done);
        for (const char *file : {"model.safetensors", "optimizer.safetensors"})
            QCOMPARE(sha256OfFile(RunFolder(fixture_.root / name).checkpoint(12) / file),
                     sha256OfFile(RunFolder(fixture_.root / "whole").checkpoint(12) / file));
    }

    void partsOnlyChangeTheMemory()
    {
        runTraining(fixture_.request("at once", {{"objective.mixup", "true"}}), {});
        runTraining(fixture_.request("in parts",
                                     {{"objective.mixup", "true"}, {"batch.pairs_at_once", "2"}}),
                    {});
        const auto one = fixture_.events("at once", "metrics");
        const auto other = fixture_.events("in parts", "metrics");
        QCOMPARE(one.size(), other.size());
        for (size_t i = 0; i < one.size(); ++i)
            for (const char *name : {"train/loss", "gradient_norm"})
                QVERIFY(std::abs(one[i].metrics.at(name) - other[i].metrics.at(name)) <
                        1e-3 * std::abs(one[i].metrics.at(name)));
    }

    void validationMayGoInOrder()
    {
        // 8 pairs in batches of 3: 3, 3 and 2.
        OptionChanges changes{{"published.validation", "true"},
                              {"evaluation.batch", "3"},
                              {"evaluation.pairs", "0"},
                              {"length.steps", "1"}};
        ContrastiveTask task(fixture_.options(changes));
        const double inOrder = task.evaluate().at("validation/loss");
        double sum = 0;
        for (const int64_t first : {0, 3, 6}) {
            const std::vector<ContrastivePair> all = test::makePairs(2, 2);
            const auto last = std::min<int64_t>(first + 3, std::ssize(all));
            writePairs(fixture_.root / "some.csv",
                       std::span(all).subspan(static_cast<size_t>(first),
                                              static_cast<size_t>(last - first)));
            changes["data.validation"] = (fixture_.root / "some.csv").string();
            sum += ContrastiveTask(fixture_.options(changes)).evaluate().at("validation/loss");
        }
        QVERIFY(std::abs(inOrder - sum / 3) < 1e-6);
    }

    void foreignLettersAreTold()
    {
        std::ofstream(fixture_.root / "foreign.csv")
            << "ACGTACGTAC,ACGTTTTTTT,a\nACGXACGTAC,ACGTTTTTTT,b\nGGGGGGCACA,CCCCCCCACA,c\n";
        const std::string file = (fixture_.root / "foreign.csv").string();
        runTraining(fixture_.request("skips", {{"data.train", file}, {"data.letters", "skip"}}),
                    {});
        QVERIFY(fixture_.messages("skips").find("1 training pairs were left out") !=
                std::string::npos);
        runTraining(fixture_.request("reads", {{"data.train", file}, {"data.letters", "unknown"}}),
                    {});
        QVERIFY(fixture_.messages("reads").find("1 letters of the training pairs") !=
                std::string::npos);
        try {
            runTraining(fixture_.request("refuses", {{"data.train", file}}), {});
            QFAIL("a foreign letter was accepted");
        } catch (const InputError &error) {
            QVERIFY2(error.line().find("foreign.csv:2: ") != std::string::npos,
                     error.line().c_str());
        }
    }

    void badOptionsAreRefused_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("message");
        QTest::newRow("two epochs") << "length.epochs"
                                    << "2"
                                    << "no first stage";
        QTest::newRow("no checkpoint") << "checkpoint.every"
                                       << "0"
                                       << "before the first checkpoint";
        QTest::newRow("late checkpoint") << "checkpoint.every"
                                         << "7"
                                         << "before the first checkpoint";
        QTest::newRow("no second stage") << "length.steps"
                                         << "6"
                                         << "the run ends before";
        QTest::newRow("no such layer") << "objective.mixup_layer"
                                       << "3"
                                       << "has 3 layers";
        QTest::newRow("one pair") << "evaluation.batch"
                                  << "1"
                                  << "no negatives";
        QTest::newRow("distinct species") << "batch.distinct_species"
                                          << "true"
                                          << "no last one";
    }

    void badOptionsAreRefused()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, message);
        const OptionChanges changes =
            with(curriculum, {{option.toStdString(), value.toStdString()}});
        try {
            ContrastiveTask task(fixture_.options(changes));
            QFAIL("the options were accepted");
        } catch (const OptionError &error) {
            const bool isOther = option == "batch.distinct_species";
            QCOMPARE(error.option(),
                     isOther ? std::string("published.last_batch") : option.toStdString());
            QVERIFY2(error.line().find(message.toStdString()) != std::string::npos,
                     error.line().c_str());
            QVERIFY(!error.hint().empty());
        }
    }

private:
    ContrastiveFixture fixture_;
};

QTEST_GUILESS_MAIN(TestContrastiveRun)
#include "tst_contrastive_run.moc"
