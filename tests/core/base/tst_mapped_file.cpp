#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/mapped_file.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cstring>

using namespace helicase;

class TestMappedFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void releasedBytesAreThereAgain()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("m").toStdString();
        std::string content(100'001, '\0');
        for (size_t i = 0; i < content.size(); ++i)
            content[i] = static_cast<char>('a' + i % 26);
        writeFileAtomically(path, content);
        const MappedFile file(path);
        const auto isWhole = [&] {
            return file.bytes().size() == content.size() &&
                   std::memcmp(file.bytes().data(), content.data(), content.size()) == 0;
        };
        QVERIFY(isWhole());
        file.release(0, 0);
        file.release(0, 5000);
        file.release(5000, content.size());
        QVERIFY(isWhole());
    }

    void onlyRegularFilesAreMapped()
    {
        const QTemporaryDir folder;
        QVERIFY_THROWS_EXCEPTION(InputError, MappedFile(folder.path().toStdString()));
        QVERIFY_THROWS_EXCEPTION(InputError, MappedFile(folder.filePath("x").toStdString()));
    }
};

QTEST_GUILESS_MAIN(TestMappedFile)
#include "tst_mapped_file.moc"
