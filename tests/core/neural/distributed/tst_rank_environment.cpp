// What variables of torchrun, of Slurm and of nobody say of a process.
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/neural/distributed/rank_environment.h"

#include <QtTest>

#include <map>

using namespace helicase;

namespace {

using Variables = std::map<std::string, std::string>;

RankEnvironment read(const Variables &variables)
{
    return RankEnvironment::read([&](const char *name) -> const char * {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

} // namespace

Q_DECLARE_METATYPE(Variables)

class TestRankEnvironment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aloneWhereNothingIsSaid_data()
    {
        QTest::addColumn<Variables>("variables");
        QTest::newRow("nothing") << Variables{};
        QTest::newRow("empty") << Variables{{"RANK", ""}, {"WORLD_SIZE", ""}};
        QTest::newRow("one of one") << Variables{{"RANK", "0"}, {"WORLD_SIZE", "1"}};
        QTest::newRow("size one without a rank") << Variables{{"WORLD_SIZE", "1"}};
        QTest::newRow("a Slurm script that is one process")
            << Variables{{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "8"}};
    }

    void aloneWhereNothingIsSaid()
    {
        QFETCH(Variables, variables);
        const RankEnvironment found = read(variables);
        QCOMPARE(found.size, int64_t{1});
        QCOMPARE(found.rank, int64_t{0});
        QCOMPARE(found.threads(0), int64_t{0});
        QCOMPARE(found.threads(3), int64_t{3});
    }

    void torchrun()
    {
        const RankEnvironment found = read({{"RANK", "5"},
                                            {"WORLD_SIZE", "8"},
                                            {"LOCAL_RANK", "1"},
                                            {"LOCAL_WORLD_SIZE", "4"},
                                            {"MASTER_ADDR", "node0"},
                                            {"MASTER_PORT", "12345"},
                                            {"OMP_NUM_THREADS", "6"},
                                            {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                                            {"TORCHELASTIC_RESTART_COUNT", "2"},
                                            {"HELICASE_RANK_TIMEOUT", "17"},
                                            {"SLURM_PROCID", "0"},
                                            {"SLURM_NTASKS", "2"}});
        QCOMPARE(found.rank, int64_t{5});
        QCOMPARE(found.size, int64_t{8});
        QCOMPARE(found.localSize, int64_t{4});
        QCOMPARE(found.masterHost, std::string("node0"));
        QCOMPARE(found.masterPort, uint16_t{12345});
        QVERIFY(found.masterIsServed);
        QCOMPARE(found.attempt, std::string("2"));
        QCOMPARE(found.threads(0), int64_t{6});
        QCOMPARE(found.threads(2), int64_t{2});
        QCOMPARE(found.timeout, std::chrono::seconds(17));
    }

    void whatIsNotSaidHasItsUsualValue()
    {
        const RankEnvironment found =
            read({{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "127.0.0.1"}});
        QCOMPARE(found.masterPort, uint16_t{29500});
        QVERIFY(!found.masterIsServed);
        QCOMPARE(found.localSize, int64_t{2}); // the master is this machine
        QCOMPARE(found.timeout, std::chrono::seconds(600));
        QCOMPARE(found.threads(0), std::max<int64_t>(1, physicalCores() / 2));
        QCOMPARE(read({{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "node0"}}).localSize,
                 int64_t{1});
    }

    void slurm()
    {
        const RankEnvironment found = read({{"SLURM_PROCID", "5"},
                                            {"SLURM_NTASKS", "6"},
                                            {"SLURM_LOCALID", "1"},
                                            {"SLURM_NNODES", "3"},
                                            {"MASTER_ADDR", "node0"}});
        QCOMPARE(found.rank, int64_t{5});
        QCOMPARE(found.size, int64_t{6});
        QCOMPARE(found.localSize, int64_t{2});
        QCOMPARE(found.masterHost, std::string("node0"));
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<Variables>("variables");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("no size") << Variables{{"RANK", "1"}} << QByteArray("WORLD_SIZE");
        QTest::newRow("no rank") << Variables{{"WORLD_SIZE", "2"}} << QByteArray("RANK");
        QTest::newRow("no master")
            << Variables{{"RANK", "1"}, {"WORLD_SIZE", "2"}} << QByteArray("MASTER_ADDR");
        QTest::newRow("rank out of range")
            << Variables{{"RANK", "2"}, {"WORLD_SIZE", "2"}} << QByteArray("RANK");
        QTest::newRow("no number")
            << Variables{{"RANK", "one"}, {"WORLD_SIZE", "2"}} << QByteArray("RANK");
        const Variables two{{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}};
        for (const auto &[name, value] :
             Variables{{"MASTER_PORT", "70000"}, {"HELICASE_RANK_TIMEOUT", "0"}}) {
            Variables wrong = two;
            wrong[name] = value;
            QTest::newRow(name.c_str()) << wrong << QByteArray::fromStdString(name);
        }
    }

    void mistakesAreNamed()
    {
        QFETCH(Variables, variables);
        QFETCH(QByteArray, name);
        try {
            read(variables);
            QFAIL("no error");
        } catch (const Error &error) {
            QVERIFY2(QByteArray(error.what()).contains(name), error.what());
            QCOMPARE(error.status(), ExitStatus::WrongUsage);
        }
    }
};

QTEST_GUILESS_MAIN(TestRankEnvironment)
#include "tst_rank_environment.moc"
