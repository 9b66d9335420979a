#include "core/base/error.h"
#include "tests/widgets/binding/small_binding.h"
#include "widgets/binding/binding_data.h"
#include "widgets/binding/binding_loader.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace helicase;

class TestBindingFiles : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path root_ = folder_.path().toStdString();

    // The message of the error that reading gives.
    template <typename Read>
    static QString refusal(Read read)
    {
        try {
            read();
        } catch (const InputError &error) {
            return QString::fromStdString(error.line());
        }
        return {};
    }

private Q_SLOTS:
    void motifsAreRunsOfTenEqualScores()
    {
        std::vector<float> scores(50, 0);
        std::fill_n(scores.begin() + 3, 20, 7.5F); // two that touch
        std::fill_n(scores.begin() + 30, 9, 4.0F); // too short
        std::fill_n(scores.begin() + 40, 10, -2.0F);
        const auto bands = motifBands(scores);
        QCOMPARE(bands.size(), size_t{3});
        QCOMPARE(bands[0].begin, int64_t{3});
        QCOMPARE(bands[1].begin, int64_t{13});
        QCOMPARE(bands[1].end, int64_t{23});
        QCOMPARE(bands[2].begin, int64_t{40});
        QCOMPARE(bands[2].score, -2.0F);
        QVERIFY(motifBands({}).empty());
    }

    void windowsTellPlacesMotifsAndOverlaps()
    {
        test::writeSmallWindows(root_ / "data");
        const auto data = readBindingData(root_ / "data/binding_sequences.tsv",
                                          root_ / "data/binding_scores.tsv");
        QCOMPARE(data->title(), QStringLiteral("chr1, 4 windows"));
        QCOMPARE(data->placeText(0), QStringLiteral("chr1:101–140"));
        QCOMPARE(data->motifs(1), 2);
        QCOMPARE(data->motifs(2), 0);
        QCOMPARE(data->overlapping(), std::optional<int64_t>(2));
        QCOMPARE(data->rowOf("chr1_301_340"), int64_t{2});
        QCOMPARE(data->rowOf("chr1_1_2"), int64_t{-1});
    }

    void namesWithoutPlacesHaveNoOverlaps()
    {
        const BindingData data("s.tsv", "m.tsv",
                               BindingSet{.names = {"first", "second"},
                                          .sequences = {"ACGT", "ACGT"},
                                          .scores = Matrix(2, 4)});
        QVERIFY(!data.overlapping());
        QCOMPARE(data.title(), QStringLiteral("s.tsv, 2 windows"));
        QCOMPARE(data.firstBase(1), int64_t{1});
        QCOMPARE(data.placeText(1), QStringLiteral("second"));
    }

    void resultIsReadByWindow()
    {
        test::writeSmallBindingResult(root_ / "evaluations/binding-01");
        const auto result = readBindingResult(root_ / "evaluations/binding-01");
        QCOMPARE(result->windows.size(), size_t{3});
        QCOMPARE(result->candidates,
                 (std::vector<std::string>{"binding-head-01", "binding-cnn-01"}));
        const int64_t row = result->rowOf("chr1_121_160");
        QCOMPARE(row, int64_t{1});
        QCOMPARE(result->rowOf("chr1_301_340"), int64_t{-1});
        QCOMPARE(result->predicted("binding-cnn-01", row)[0], 0.9F * 5);
        const WindowFit &fit = result->fits.at("binding-cnn-01")[1];
        QCOMPARE(fit.error, 0.5);
        QVERIFY(!fit.r); // undefined where the cell is empty
        const ScoreDensity &density = result->densities.at("binding-head-01");
        QCOMPARE(density.bases, int64_t{120});
        QCOMPARE(std::accumulate(density.counts.begin(), density.counts.end(), 0), 120);
        QVERIFY(*density.pearson > 0.99);
    }

    void incompleteResultsAreRefusedInOneLine()
    {
        const auto folder = root_ / "evaluations/broken";
        const auto read = [&] { readBindingResult(folder); };
        test::writeSmallBindingResult(folder);
        std::filesystem::remove(folder / "predictions.safetensors");
        QVERIFY(refusal(read).contains("predictions.safetensors"));
        test::writeSmallBindingResult(folder);
        writeFileAtomically(folder / "windows.tsv", "window\tbinding-head-01.mse\n");
        QVERIFY(refusal(read).contains("windows.tsv: found 0 windows, predictions of 3"));
        writeFileAtomically(folder / "windows.tsv",
                            "window\ta.mse\nchr1_501_540\t1\nchr1_121_160\t1\nchr1_101_140\t1\n");
        QVERIFY(refusal(read).contains("the column binding-head-01.mse is missing"));
        test::writeSmallBindingResult(folder);
        const std::vector<float> few(3 * 10);
        writeSafetensors(folder / "predictions.safetensors",
                         {test::tensor("measured", {3, 10}, few)},
                         {{"ids", R"(["chr1_501_540", "chr1_121_160", "chr1_101_140"])"}});
        QVERIFY(refusal(read).contains("binding-head-01"));
        writeSafetensors(folder / "predictions.safetensors",
                         {test::tensor("measured", {3, 10}, few)});
        QVERIFY(refusal(read).contains("no names of windows"));
    }

    void explanationIsRead()
    {
        const auto folder = root_ / "explanation";
        test::writeSmallExplanation(folder, 0, "runs/binding-cnn-01");
        const auto explanation = readExplanation(folder);
        QCOMPARE(explanation->model, std::string("binding-cnn-01"));
        QCOMPARE(explanation->bases(), int64_t{40});
        QCOMPARE(explanation->referenceLetter(1), 1); // ACGT...
        QCOMPARE(explanation->change[1][3], 2.0F);    // C to T
        QCOMPARE(explanation->change[1][1], 0.0F);
        QCOMPARE(explanation->largestChange(), 3.0F);
        QCOMPARE(explanation->variant(6, 0)[6], 8.0F - 2);
        QCOMPARE(explanation->hits.size(), size_t{2});
        QCOMPARE(explanation->hits[1].strand, '-');
        const auto strongest = explanation->strongest(4, 6); // A C
        QCOMPARE(strongest.base, int64_t{4});
        QCOMPARE(strongest.letter, 3);
        QVERIFY(explanation->attention.empty());
    }

    void attentionIsTakenToBases()
    {
        const auto folder = root_ / "attentive";
        test::writeSmallExplanation(folder, 0, "m");
        // Two tokens; every query of both heads looks at the second one with 0.75.
        const std::vector<float> weights{0.25F, 0.75F, 0.25F, 0.75F, 0.25F, 0.75F, 0.25F, 0.75F};
        writeSafetensors(folder / "attention.safetensors",
                         {test::tensor("layer_1", {2, 2, 2}, weights)});
        writeFileAtomically(folder / "attention_tokens.tsv",
                            "token\tbases\n1\t1-20 ACGT\n2\t21-40 ACGT\n");
        const auto explanation = readExplanation(folder);
        QCOMPARE(explanation->attention.front(), 0.25F);
        QCOMPARE(explanation->attention.back(), 0.75F);
        const auto tokens = folder / "attention_tokens.tsv";
        writeFileAtomically(tokens, "token\tbases\n1\tspecial\n2\t40 T\n");
        QCOMPARE(readExplanation(folder)->attention[0], 0.0F);
        QCOMPARE(readExplanation(folder)->attention[39], 0.75F);
        const auto read = [&] { readExplanation(folder); };
        writeFileAtomically(tokens, "token\tbases\n1\t1-20 ACGT\n");
        QVERIFY(refusal(read).contains("found 1 tokens, attention of 2"));
        writeFileAtomically(tokens, "token\tbases\n1\t1-20 A\n2\t21-41 A\n");
        QVERIFY(refusal(read).contains("attention_tokens.tsv:3: \"21-41 A\" are no bases"));
    }

    void foreignExplanationsAreRefusedInOneLine()
    {
        const auto folder = root_ / "foreign";
        const auto read = [&] { readExplanation(folder); };
        QVERIFY(refusal(read).contains("explanation.json"));
        test::writeSmallExplanation(folder, 0, "m");
        writeFileAtomically(folder / "explanation.json", R"({"window": "w", "model": "m"})");
        QVERIFY(refusal(read).contains("\"sequence\" is missing"));
        writeFileAtomically(folder / "explanation.json",
                            R"({"window": "w", "model": "m", "sequence": "ACGT"})");
        QVERIFY(refusal(read).contains("\"reference\" does not fit"));
        test::writeSmallExplanation(folder, 0, "m");
        writeFileAtomically(
            folder / "motif_hits.tsv",
            "motif\tname\tstrand\tbegin\tend\tscore\tp_value\nM\tN\t+\t39\t48\t1\t1\n");
        QVERIFY(refusal(read).contains("motif_hits.tsv:2: base 48 is outside the window"));
        std::filesystem::remove(folder / "motif_hits.tsv");
        QVERIFY(refusal(read).isEmpty()); // explained without matrices
        std::filesystem::remove(folder / "attribution.tsv");
        QVERIFY(refusal(read).contains("attribution.tsv"));
    }

    void likelihoodsOfABedGraph()
    {
        const auto file = root_ / "l.bedgraph";
        writeFileAtomically(file, "track type=bedGraph name=\"log-likelihood (nats)\"\n"
                                  "w\t1\t2\t-1.25\nw\t2\t4\t-0.5\n");
        const auto nats = readLikelihood(file, 4);
        QVERIFY(std::isnan(nats[0]));
        QCOMPARE(nats[1], -1.25F);
        QCOMPARE(nats[3], -0.5F);
        QVERIFY(refusal([&] { readLikelihood(file, 3); }).contains("outside the window"));
    }

    void aDroppedReadingDoesNotArrive()
    {
        test::writeSmallWindows(root_ / "data");
        BindingLoader loader;
        QSignalSpy opened(&loader, &BindingLoader::dataOpened);
        QSignalSpy failed(&loader, &BindingLoader::failed);
        const QString sequences = folder_.filePath("data/binding_sequences.tsv");
        loader.openData(sequences, folder_.filePath("data/binding_scores.tsv"));
        loader.drop(BindingLoader::Kind::Data);
        QTRY_VERIFY(!loader.isBusy());
        QCOMPARE(opened.count(), 0);
        loader.openData(sequences, folder_.filePath("nowhere.tsv"));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed.front()[1].toString().contains("nowhere.tsv"));
    }
};

QTEST_MAIN(TestBindingFiles)
#include "tst_binding_files.moc"
