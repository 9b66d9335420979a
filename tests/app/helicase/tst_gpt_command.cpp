// train gpt by a reduced recipe, generate, likelihood and model forward --task gpt, as a shell sees
// them.
#include "core/base/atomic_file.h"
#include "tests/app/helicase/run_helicase.h"

#include <QTemporaryDir>

using namespace helicase;
using namespace helicase::test;

class TestGptCommand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path(const QString &name) const { return folder_.filePath(name); }
    static QString source(const char *name)
    {
        return QString::fromStdString((sourceFolder() / name).string());
    }
    std::filesystem::path file(const QString &name) const { return path(name).toStdString(); }

private Q_SLOTS:
    void initTestCase()
    {
        // The recipe of the demo, cut short.
        const Outcome trained = runHelicase({"train",
                                             "gpt",
                                             "--config",
                                             source("configs/demo/gpt.yaml"),
                                             "--run",
                                             path("run"),
                                             "--length.steps",
                                             "12",
                                             "--model.layers",
                                             "1",
                                             "--model.width",
                                             "32",
                                             "--batch.windows",
                                             "8",
                                             "--evaluation.batches",
                                             "2",
                                             "--published.results",
                                             path("outputs"),
                                             "--threads",
                                             "1"});
        QVERIFY2(trained.status == 0, qPrintable(trained.errors));
        QVERIFY2(trained.errors.contains("4 different ones"), qPrintable(trained.errors));
    }

    void generatedBasesAreFasta()
    {
        const auto generate = [&](const QString &seed) {
            return runHelicase({"generate", "--model", path("run"), "--prompt", "ACGT", "--length",
                                "150", "--count", "2", "--seed", seed, "--top-k", "3"});
        };
        const Outcome first = generate("5");
        QVERIFY2(first.status == 0, qPrintable(first.errors));
        const QList<QByteArray> lines = first.output.trimmed().split('\n');
        QCOMPARE(lines.size(), 6);
        QVERIFY(lines[0].startsWith(">generated_1 seed=5"));
        QVERIFY(lines[1].startsWith("ACGT"));
        QCOMPARE(lines[1].size() + lines[2].size(), qsizetype{154});
        QVERIFY(lines[4] != lines[1]);
        QCOMPARE(generate("5").output, first.output);
        QVERIFY(generate("6").output != first.output);
        const Outcome noPrompt = runHelicase({"generate", "--model", path("run")});
        QVERIFY(noPrompt.status != 0);
        QVERIFY2(noPrompt.errors.contains("prompt"), qPrintable(noPrompt.errors));
    }

    void likelihoodsAreBedGraphAndTable()
    {
        writeFileAtomically(file("in.fa"), ">one\nACGTACGTAC\n>two\nACGNTT\n");
        const QStringList words{"likelihood", path("in.fa"),
                                "--model",    path("outputs/ckpt_vocab4.pt"),
                                "-o",         path("out.bedgraph")};
        const Outcome refused = runHelicase(words);
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.errors.contains("sequence two") && refused.errors.contains("position 4"),
                 qPrintable(refused.errors));
        QVERIFY(!std::filesystem::exists(file("out.bedgraph")));
        const Outcome split = runHelicase(words + QStringList{"--unknown", "split"});
        QVERIFY2(split.status == 0, qPrintable(split.errors));
        const QList<QByteArray> table = split.output.trimmed().split('\n');
        QCOMPARE(table[0],
                 QByteArray("sequence\tbases\tscored\tunknown\tlog_likelihood\tperplexity"));
        QVERIFY(table[1].startsWith("one\t10\t9\t0\t-"));
        QVERIFY(table[2].startsWith("two\t6\t3\t1\t-"));
        const QList<QByteArray> lines = contentOf(path("out.bedgraph")).trimmed().split('\n');
        QCOMPARE(lines.size(), 1 + 9 + 3);
        QVERIFY(lines[1].startsWith("one\t1\t2\t-"));
        QVERIFY(lines.back().startsWith("two\t5\t6\t-"));
        double sum = 0;
        for (qsizetype i = 1; i <= 9; ++i)
            sum += lines[i].split('\t').last().toDouble();
        QVERIFY(std::abs(sum - table[1].split('\t')[4].toDouble()) < 1e-3);
    }

    void forwardOfAReferenceModel()
    {
        HELICASE_NEEDS_DATA();
        const QString reference =
            QString::fromStdString((dataFolder() / "reference_models/gpt/with_bias").string());
        const Outcome outcome =
            runHelicase({"model", "forward", reference, "--task", "gpt", "--inputs",
                         reference + "/inputs.safetensors", "-o", path("forward.safetensors"),
                         "--gradients", path("gradients.safetensors")});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.errors));
        QVERIFY(contentOf(path("forward.safetensors")).contains("hidden_after_ln_f"));
        QVERIFY(contentOf(path("gradients.safetensors")).contains("transformer.wte.weight"));
        const Outcome info = runHelicase({"model", "info", reference});
        QVERIFY2(info.status == 0, qPrintable(info.errors));
    }
};

QTEST_GUILESS_MAIN(TestGptCommand)
#include "tst_gpt_command.moc"
