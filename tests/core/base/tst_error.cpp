#include "core/base/error.h"

#include <QtTest>

#include <cerrno>

using namespace helicase;

class TestError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inputErrorNamesFileLineAndHint()
    {
        const InputError error("'X' is not a nucleotide code", {.file = "reads.fa", .line = 214}, "replace it by N");
        QCOMPARE(error.line(), std::string("reads.fa:214: 'X' is not a nucleotide code. hint: replace it by N"));
        QCOMPARE(error.status(), ExitStatus::BadInput);
    }

    void inputErrorNamesByteWithoutLine()
    {
        const InputError error("header is too long", {.file = "m.safetensors", .byteOffset = 8});
        QCOMPARE(error.line(), std::string("m.safetensors: byte 8: header is too long"));
    }

    void optionErrorEndsWithUsageStatus()
    {
        const OptionError error("batch.pairs", "0 is below the smallest value 1");
        QCOMPARE(error.line(), std::string("option batch.pairs: 0 is below the smallest value 1"));
        QCOMPARE(error.status(), ExitStatus::WrongUsage);
    }

    void fullDiskHasARemedy()
    {
        const DiskError error("write", "run/events.jsonl", ENOSPC);
        QVERIFY(error.line().find("cannot write run/events.jsonl") != std::string::npos);
        QVERIFY(!error.hint().empty());
        QCOMPARE(error.status(), ExitStatus::Failed);
    }

    void stoppingIsNoFailure() { QCOMPARE(Stopped().status(), ExitStatus::Stopped); }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
