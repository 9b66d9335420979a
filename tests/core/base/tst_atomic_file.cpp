#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestAtomicFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contentAppearsWithCommitOnly()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("sub/a.txt").toStdString();
        {
            AtomicFile file(path);
            file.write("complete");
            QVERIFY(!std::filesystem::exists(path));
            file.commit();
        }
        QCOMPARE(readFile(path), std::string("complete"));
    }

    void abandonedFileLeavesTheOldOne()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.txt").toStdString();
        writeFileAtomically(path, "old");
        {
            AtomicFile file(path);
            file.write("half of the new");
        }
        QCOMPARE(readFile(path), std::string("old"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void tailMovesToAnotherFile()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.txt").toStdString();
        const std::filesystem::path other = folder.filePath("b.txt").toStdString();
        const std::string text(3'000'000, 'x');
        AtomicFile file(path), rest(other);
        file.write(text + "tail");
        rest.write("before ");
        file.moveTail(3'000'000, rest);
        file.write(" end");
        file.commit();
        rest.commit();
        QCOMPARE(readFile(path), text + " end");
        QCOMPARE(readFile(other), std::string("before tail"));
    }

    void fullDiskIsReportedAndTheOldFileStays()
    {
        if (!std::filesystem::exists("/dev/full"))
            QSKIP("this system has no /dev/full");
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.txt").toStdString();
        writeFileAtomically(path, "old");
        // The temporary file's name is known, so a link can lead its bytes to a full device.
        const std::string temporary = path.string() + ".part." + std::to_string(::getpid());
        std::filesystem::create_symlink("/dev/full", temporary);
        AtomicFile file(path);
        QVERIFY_THROWS_EXCEPTION(DiskError, file.write(std::string(1 << 20, 'x')));
        QCOMPARE(readFile(path), std::string("old"));
    }

    void unwritableFolderIsADiskError()
    {
        QVERIFY_THROWS_EXCEPTION(DiskError, AtomicFile("/proc/nothing/a.txt"));
    }

    void readFileRefusesFoldersAndLargeFiles()
    {
        const QTemporaryDir folder;
        QVERIFY_THROWS_EXCEPTION(InputError, readFile(folder.path().toStdString()));
        const std::filesystem::path path = folder.filePath("a.txt").toStdString();
        writeFileAtomically(path, "12345");
        QVERIFY_THROWS_EXCEPTION(InputError, readFile(path, 4));
    }
};

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
