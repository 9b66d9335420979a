#include "core/base/process.h"

#include <QtTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace helicase;

class TestProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thisProcessIsAlive() { QVERIFY(processIsAlive(getpid())); }

    void noProcessIsNotAlive()
    {
        QVERIFY(!processIsAlive(0));
        QVERIFY(!processIsAlive(-1));
        QVERIFY(!processIsAlive(99'999'999));
        QVERIFY(!processIsAlive((int64_t{1} << 32) + getpid()));
    }

    void anEndedProcessIsNotAliveBeforeItIsCollected()
    {
        const pid_t child = ::fork();
        if (child == 0)
            ::_exit(0);
        QTRY_VERIFY(!processIsAlive(child));
        QCOMPARE(::kill(child, 0), 0);
        QCOMPARE(::waitpid(child, nullptr, 0), child);
        QVERIFY(!processIsAlive(child));
    }
};

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"
