#include "core/base/atomic_file.h"
#include "core/sequence/line_reader.h"
#include "tests/core/sequence/packed_files.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <vector>

using namespace helicase;

namespace {

std::vector<std::string> linesOf(const std::filesystem::path &file)
{
    LineReader reader(file);
    std::vector<std::string> lines;
    while (const auto line = reader.next())
        lines.emplace_back(*line);
    return lines;
}

} // namespace

class TestLineReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsOfLinesAreRemoved()
    {
        const std::filesystem::path file = path("a.txt");
        writeFileAtomically(file, "one\r\n\ntwo\nthree");
        const std::vector<std::string> expected{"one", "", "two", "three"};
        QCOMPARE(linesOf(file), expected);

        writeFileAtomically(file, "one\n");
        QCOMPARE(linesOf(file), std::vector<std::string>{"one"});
        writeFileAtomically(file, "");
        QVERIFY(linesOf(file).empty());
    }

    void linesLongerThanABlockAreWhole()
    {
        const std::filesystem::path file = path("long.txt");
        const std::string longLine(700'001, 'x');
        writeFileAtomically(file, "a\n" + longLine + "\nb\n");
        LineReader reader(file);
        QCOMPARE(*reader.next(), std::string_view("a"));
        QCOMPARE(*reader.next(), std::string_view(longLine));
        QCOMPARE(reader.lineNumber(), 2);
        QCOMPARE(*reader.next(), std::string_view("b"));
        QVERIFY(!reader.next());

        LineReader strict(file, 1000);
        QCOMPARE(*strict.next(), std::string_view("a"));
        try {
            strict.next();
            QFAIL("a line above the limit was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, int64_t{2});
        }
    }

    void gzipMembersFollowOneAnother()
    {
        const std::filesystem::path plain = path("plain.txt");
        writeFileAtomically(plain, "one\ntwo\n");
        const std::string member = readFile(test::gzipped(plain, path("plain.gz")));
        const std::filesystem::path file = path("two.gz");
        writeFileAtomically(file, member + member);
        QCOMPARE(linesOf(file).size(), size_t{4});
    }

    void cutOffGzipIsAnInputError()
    {
        const std::filesystem::path plain = path("numbers.txt");
        std::string text;
        for (int i = 0; i < 20'000; ++i)
            text += std::to_string(i) + '\n';
        writeFileAtomically(plain, text);
        const std::string whole = readFile(test::gzipped(plain, path("whole.gz")));
        const std::filesystem::path file = path("cut.gz");
        for (const size_t kept : {whole.size() - 1, whole.size() / 2, size_t{30}}) {
            writeFileAtomically(file, whole.substr(0, kept));
            QVERIFY_THROWS_EXCEPTION(InputError, linesOf(file));
        }
    }

    void damagedGzipIsAnInputError()
    {
        const std::filesystem::path plain = path("numbers.txt");
        std::string bytes = readFile(test::gzipped(plain, path("whole.gz")));
        for (size_t i = bytes.size() / 2; i < bytes.size() / 2 + 40; ++i)
            bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
        const std::filesystem::path file = path("damaged.gz");
        writeFileAtomically(file, bytes);
        QVERIFY_THROWS_EXCEPTION(InputError, linesOf(file));
    }

    void everyWrongByteOfAPackedFileIsFound()
    {
        const std::filesystem::path plain = path("numbers.txt");
        writeFileAtomically(plain, "one\ntwo\nthree\n");
        for (const bool isBgzf : {false, true}) {
            const std::filesystem::path file = path("whole.gz");
            const std::string whole =
                readFile(isBgzf ? test::bgzipped(plain, file) : test::gzipped(plain, file));
            // The ten bytes of the header's first part hold time and system, which do not matter.
            for (size_t i = 10; i < whole.size(); ++i) {
                std::string wrong = whole;
                wrong[i] = static_cast<char>(wrong[i] ^ 0x10);
                writeFileAtomically(file, wrong);
                try {
                    const std::vector<std::string> expected{"one", "two", "three"};
                    QCOMPARE(linesOf(file), expected);
                } catch (const InputError &error) {
                    QVERIFY(error.place().byteOffset.has_value());
                }
            }
        }
    }

    void onlyZerosMayFollowGzip()
    {
        const std::filesystem::path plain = path("plain.txt");
        writeFileAtomically(plain, "one\ntwo\n");
        const std::string whole = readFile(test::gzipped(plain, path("plain.gz")));
        const std::filesystem::path file = path("padded.gz");
        writeFileAtomically(file, whole + std::string(600'000, '\0'));
        QCOMPARE(linesOf(file).size(), size_t{2});
        for (const std::string &rest : {std::string("x"), std::string(1000, '\0') + "x"}) {
            writeFileAtomically(file, whole + rest);
            QVERIFY_THROWS_EXCEPTION(InputError, linesOf(file));
        }
    }

    void bgzfWithoutItsEndIsAnInputError()
    {
        HELICASE_NEEDS_DATA();
        const std::string whole = readFile(test::dataFolder() / "io/bgzf/lambda.fa.gz");
        QCOMPARE(linesOf(test::dataFolder() / "io/bgzf/lambda.fa.gz").front().front(), '>');
        constexpr size_t endBlock = 28;
        const std::filesystem::path file = path("cut.bgz");
        for (const size_t lost : {endBlock, endBlock + 100}) {
            writeFileAtomically(file, whole.substr(0, whole.size() - lost));
            QVERIFY_THROWS_EXCEPTION(InputError, linesOf(file));
        }
    }

    void whatCannotBeReadIsAnInputError()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, LineReader(path("absent")));
        QVERIFY_THROWS_EXCEPTION(InputError, LineReader(folder_.path().toStdString()));
        const std::filesystem::path file = path("other.zst");
        writeFileAtomically(file, "\x28\xB5\x2F\xFD and more");
        try {
            LineReader reader(file);
            QFAIL("a zstd file was accepted");
        } catch (const InputError &error) {
            QVERIFY(error.line().find("zstd") != std::string::npos);
        }
    }

private:
    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestLineReader)
#include "tst_line_reader.moc"
