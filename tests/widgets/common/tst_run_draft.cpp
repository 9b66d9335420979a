#include "widgets/common/run_draft.h"

#include <QtTest>

using namespace helicase;

class RunDraftTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void crossesPanelsUnchanged_data()
    {
        QTest::addColumn<QString>("value");
        QTest::newRow("path") << "/models/dnabert-2";
        QTest::newRow("signs of a query") << "/a b/50%/x=1&y=2+3?#z.csv";
        QTest::newRow("encoded already") << "/a%20b/c%2Fd";
        QTest::newRow("other letters") << QString::fromUtf8("/données/Ärzte 細菌.csv");
        QTest::newRow("list") << "Wqkv,dense,gated_layers,wo";
        QTest::newRow("nothing") << "";
    }

    void crossesPanelsUnchanged()
    {
        QFETCH(QString, value);
        const RunDraft draft{"classify", {{"data.train", value}, {"model.path", "/m"}}};
        const auto received = RunDraft::fromArgument(draft.argument());
        QVERIFY(received);
        QCOMPARE(received->task, QString("classify"));
        QCOMPARE(received->options, draft.options);
    }

    void mayHaveNoOptions()
    {
        const auto received = RunDraft::fromArgument(RunDraft{"binding", {}}.argument());
        QVERIFY(received);
        QCOMPARE(received->task, QString("binding"));
        QVERIFY(received->options.isEmpty());
    }

    void otherArgumentsAreNoDrafts_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::newRow("folder") << "/project/runs/contrastive-01";
        QTest::newRow("relative folder") << "runs/classify?x=y";
        QTest::newRow("id") << "contig_000102";
        QTest::newRow("no task") << "helicase:?model.path=/m";
        QTest::newRow("another scheme") << "file:///models/m";
        QTest::newRow("empty") << "";
    }

    void otherArgumentsAreNoDrafts()
    {
        QFETCH(QString, argument);
        QVERIFY(!RunDraft::fromArgument(argument));
    }
};

QTEST_GUILESS_MAIN(RunDraftTest)
#include "tst_run_draft.moc"
