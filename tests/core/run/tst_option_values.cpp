#include "core/base/error.h"
#include "core/run/option_values.h"

#include <QtTest>

using namespace helicase;

namespace {

OptionTable exampleTable()
{
    return OptionTable({
        {.name = "batch.pairs", .kind = OptionKind::Integer, .defaultValue = "64", .minimum = 1, .maximum = 4096},
        {.name = "optimizer.lr", .kind = OptionKind::Real, .defaultValue = "3e-4", .minimum = 0},
        {.name = "schedule.kind", .kind = OptionKind::Choice, .defaultValue = "linear", .choices = {"linear", "cosine"}},
        {.name = "baselines", .kind = OptionKind::Text, .defaultValue = "tnf, tnf-merged"},
        {.name = "resume", .kind = OptionKind::Flag, .defaultValue = "false"},
        {.name = "run", .kind = OptionKind::Path, .required = true},
    });
}

} // namespace

class TestOptionValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreTyped()
    {
        const OptionValues values(exampleTable());
        QCOMPARE(values.integer("batch.pairs"), int64_t{64});
        QCOMPARE(values.real("optimizer.lr"), 3e-4);
        QVERIFY(!values.flag("resume"));
        QCOMPARE(values.list("baselines"), (std::vector<std::string>{"tnf", "tnf-merged"}));
        QVERIFY(values.isDefault("batch.pairs"));
    }

    void wrongValuesAreRefused_data()
    {
        QTest::addColumn<QString>("assignment");
        QTest::addColumn<QString>("message");
        QTest::newRow("too small") << "batch.pairs=0" << "0 is below the smallest value 1";
        QTest::newRow("too large") << "batch.pairs=5000" << "5000 is above the largest value 4096";
        QTest::newRow("fraction") << "batch.pairs=2.5" << "is not a whole number";
        QTest::newRow("no number") << "optimizer.lr=fast" << "is not a number";
        QTest::newRow("infinite") << "optimizer.lr=inf" << "is not a number";
        QTest::newRow("no choice") << "schedule.kind=step" << "is not one of linear, cosine";
        QTest::newRow("no flag") << "resume=yes" << "is neither true nor false";
        QTest::newRow("slip") << "batch.pair=3" << "did you mean batch.pairs?";
        QTest::newRow("no value") << "batch.pairs" << "has no value";
    }

    void wrongValuesAreRefused()
    {
        QFETCH(QString, assignment);
        QFETCH(QString, message);
        OptionValues values(exampleTable());
        try {
            values.assign(assignment.toStdString());
            QFAIL("the value was accepted");
        } catch (const OptionError &error) {
            QVERIFY2(QString::fromStdString(error.line()).contains(message), error.line().c_str());
        }
    }

    void requiredOptionsAreAskedFor()
    {
        OptionValues values(exampleTable());
        QVERIFY_THROWS_EXCEPTION(OptionError, values.requireComplete());
        values.set("run", "runs/a");
        values.requireComplete();
        QVERIFY(!values.isDefault("run"));
    }
};

QTEST_GUILESS_MAIN(TestOptionValues)
#include "tst_option_values.moc"
