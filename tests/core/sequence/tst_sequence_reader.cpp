#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/base/text.h"
#include "core/sequence/sequence_reader.h"
#include "tests/core/sequence/packed_files.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace helicase;

namespace {

int64_t basesOf(const std::vector<Sequence> &sequences)
{
    int64_t count = 0;
    for (const Sequence &sequence : sequences)
        count += static_cast<int64_t>(sequence.bases.size());
    return count;
}

struct Example {
    std::string text;
    std::vector<Sequence> records;
};

// A file in one of the ways in which people write them, and what it holds.
class ExampleWriter {
public:
    explicit ExampleWriter(uint64_t seed) : random_(seed, "sequence files") {}

    Example fasta()
    {
        startFile();
        const size_t records = 1 + random_.below(6);
        for (size_t i = 0; i < records; ++i) {
            addHeader('>');
            addLines(bases(1 + random_.below(chance(3) ? 40'000 : 300)), chance(4));
        }
        return finish();
    }

    Example fastq()
    {
        startFile();
        const size_t records = 1 + random_.below(20);
        for (size_t i = 0; i < records; ++i) {
            addHeader('@');
            const std::string letters = bases(1 + random_.below(500));
            addLines(letters, false);
            example_.text += (chance(2) ? "+" : "+" + title_) + end_;
            std::string qualities;
            for (size_t j = 0; j < letters.size(); ++j)
                qualities += static_cast<char>('!' + random_.below('~' - '!' + 1));
            addText(qualities, width_);
        }
        return finish();
    }

private:
    bool chance(uint64_t times) { return random_.below(times) == 0; }

    void startFile()
    {
        example_ = {};
        end_ = chance(2) ? "\n" : "\r\n";
        constexpr size_t widths[] = {1, 13, 60, 63, 64, 65, 70, 80, 128, 1000, 100'000};
        width_ = widths[random_.below(std::size(widths))];
        hasOtherCodes_ = chance(3);
        if (chance(3))
            example_.text += "; comment" + end_ + end_;
    }

    void addHeader(char sign)
    {
        const std::string id = "r" + std::to_string(example_.records.size());
        const std::string description = chance(2) ? "caf\xC3\xA9 2" : "";
        title_ = id + (description.empty() ? "" : "  " + description);
        example_.text += sign + title_ + end_;
        example_.records.push_back({.id = id, .description = description});
    }

    std::string bases(size_t length)
    {
        constexpr std::string_view plain = "ACGTacgtN";
        constexpr std::string_view other = "RYSWKMBDHVUn-.";
        std::string letters;
        for (size_t i = 0; i < length; ++i)
            letters += hasOtherCodes_ && random_.below(100) == 0
                           ? other[random_.below(other.size())]
                           : plain[random_.below(plain.size())];
        return letters;
    }

    void addLines(const std::string &letters, bool hasExtras)
    {
        example_.records.back().bases = letters;
        for (size_t at = 0; at < letters.size(); at += width_) {
            std::string line = letters.substr(at, width_);
            if (hasExtras && chance(4))
                line.insert(random_.below(line.size()), " \t");
            example_.text += line + end_;
            if (hasExtras && chance(5))
                example_.text += (chance(2) ? "# comment" : "") + end_;
        }
    }

    void addText(const std::string &text, size_t width)
    {
        for (size_t at = 0; at < text.size(); at += width)
            example_.text += text.substr(at, width) + end_;
    }

    Example finish()
    {
        if (chance(3) && example_.text.ends_with(end_))
            example_.text.resize(example_.text.size() - end_.size());
        return std::move(example_);
    }

    RandomStream random_;
    Example example_;
    std::string end_;
    std::string title_;
    size_t width_ = 60;
    bool hasOtherCodes_ = false;
};

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

class TestSequenceReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fastaKeepsLettersAndSplitsTheHeader()
    {
        const auto records =
            read("; a comment\n\n>a first one\r\nACGTn\r\nacgt RYK\r\n\r\n>b\n-\n");
        QCOMPARE(records.size(), size_t{2});
        QCOMPARE(records[0].id, std::string("a"));
        QCOMPARE(records[0].description, std::string("first one"));
        QCOMPARE(records[0].bases, std::string("ACGTnacgtRYK"));
        QCOMPARE(records[1].id, std::string("b"));
        QCOMPARE(records[1].description, std::string());
        QCOMPARE(records[1].bases, std::string("-"));
    }

    void fastqMayBeWrapped()
    {
        // Qualities may begin with '@' and '+'.
        const auto records = read("@a x\nACG\nTT\n+\n@II\n+I\n@b\nA\n+b\n@\n\n");
        QCOMPARE(records.size(), size_t{2});
        QCOMPARE(records[0].bases, std::string("ACGTT"));
        QCOMPARE(records[1].id, std::string("b"));
        QCOMPARE(records[1].bases, std::string("A"));
    }

    void byteOrderMarkIsNoText()
    {
        QCOMPARE(read("\xEF\xBB\xBF>a\nACGT\n").front().bases, std::string("ACGT"));
    }

    void everyWayOfReadingGivesTheSame_data()
    {
        QTest::addColumn<int>("seed");
        QTest::addColumn<bool>("isFastq");
        for (int seed = 0; seed < 40; ++seed) {
            QTest::addRow("FASTA %d", seed) << seed << false;
            QTest::addRow("FASTQ %d", seed) << seed << true;
        }
    }

    void everyWayOfReadingGivesTheSame()
    {
        QFETCH(int, seed);
        QFETCH(bool, isFastq);
        ExampleWriter writer(static_cast<uint64_t>(seed));
        const Example example = isFastq ? writer.fastq() : writer.fasta();
        const std::filesystem::path plain = path("plain");
        writeFileAtomically(plain, example.text);
        compare(plain, example.records);
        compare(test::gzipped(plain, path("packed.gz")), example.records);
        compare(test::bgzipped(plain, path("packed.bgz")), example.records);

        const std::filesystem::path pipe = path("pipe");
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        std::thread feeder([&] { test::writeInPieces(pipe, example.text, 1000); });
        compare(pipe, example.records);
        feeder.join();
        std::filesystem::remove(pipe);
    }

    void standardInputIsADash()
    {
        const std::filesystem::path file = path("text");
        writeFileAtomically(file, ">a\nACGT\n");
        const int before = ::dup(STDIN_FILENO);
        const int opened = ::open(file.c_str(), O_RDONLY);
        ::dup2(opened, STDIN_FILENO);
        const auto records = readSequences("-");
        ::dup2(before, STDIN_FILENO);
        ::close(before);
        ::close(opened);
        QCOMPARE(records.size(), size_t{1});
    }

    void basesOfOneLineAreSeenWhereTheyAre()
    {
        const std::filesystem::path file = path("text");
        writeFileAtomically(file, ">a\nACGT\n>b\nAC\nGT\n>c\nACGTT\r\n");
        SequenceReader reader(file);
        const auto a = reader.nextView();
        QCOMPARE(a->bases, std::string_view("ACGT"));
        QCOMPARE(a->bases.data()[4], '\n'); // not a string's end: they are in the file
        QCOMPARE(reader.place().line, int64_t{1});
        const auto b = reader.nextView();
        QCOMPARE(b->bases, std::string_view("ACGT"));
        QCOMPARE(reader.place().line, int64_t{3});
        QCOMPARE(reader.place().byteOffset, int64_t{8});
        const auto c = reader.nextView();
        QCOMPARE(c->bases.data()[5], '\r');
        QVERIFY(!reader.nextView());
    }

    void oneLineMayHold100MB()
    {
        const std::string bases(100'000'000, 'G');
        const std::filesystem::path file = path("long");
        writeFileAtomically(file, ">a\n" + bases + "\n");
        QVERIFY(readSequences(file).front().bases == bases);
        QVERIFY(readSequences(test::gzipped(file, path("long.gz"))).front().bases == bases);
        writeFileAtomically(file, ">a\n" + bases.substr(1) + "!\n");
        expectError(file, 2, 3 + 99'999'999);
    }

    void errorsNameLineAndByte_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("byte");
        const auto add = [](const char *name, std::string_view text, int line, int byte) {
            QTest::newRow(name) << bytes(text) << line << byte;
        };
        add("text before the first header", "\nACGT\n>a\nA\n", 2, 1);
        add("letter", ">a\nACGT\nACXT\n", 3, 10);
        add("letter in the only line", ">a\nACXT\n", 2, 5);
        add("zero byte", {">a\nAC\0GT\n", 9}, 2, 5);
        add("letter that is no ASCII", ">a\nAC\xC3\xA9GT\n", 2, 5);
        add("line ends of old Macs", ">a\rACGT\r>b\rAC\r", 1, 2);
        add("carriage return inside a line", ">a\nAC\rGT\n", 2, 5);
        add("no name", ">a\nA\n> \nA\n", 3, 6);
        add("'>' only", ">", 1, 1);
        add("'>' only, with line end", ">\n", 1, 1);
        add("name that is no UTF-8", ">a\nA\n>caf\xE9\nA\n", 3, 9);
        add("zero byte in a name", {">a\0b\nA\n", 7}, 1, 2);
        add("no bases at the end", ">a\nA\n>b\n", 3, 5);
        add("no bases in the middle", ">a\n>b\nA\n", 1, 0);
        add("too few qualities", "@a\nACG\n+\nII\n@b\nA\n+\nI\n", 5, 13);
        add("too many qualities", "@a\nACG\n+\nIIII\n", 4, 12);
        add("quality that is none", "@a\nACG\n+\nI I\n", 4, 10);
        add("carriage return in qualities", "@a\nACG\n+\nI\rI\n", 4, 10);
        add("empty line in qualities", "@a\nACG\n+\nI\n\nII\n", 5, 11);
        add("no qualities", "@a\nACG\n+\n", 1, 0);
        add("no separator", "@a\nACG\n", 1, 0);
        add("other name at '+'", "@a\nACG\n+b\nIII\n", 3, 7);
        add("blank in a FASTQ sequence", "@a\nA G\n+\nIII\n", 2, 4);
        add("FASTA after FASTQ", "@a\nAG\n+\nII\n>b\nA\n", 5, 11);
        add("no bases in FASTQ", "@a\n\n+\n\n", 1, 0);
    }

    void errorsNameLineAndByte()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(int, byte);
        const std::filesystem::path file = path("text");
        writeFileAtomically(file, {text.constData(), static_cast<size_t>(text.size())});
        expectError(file, line, byte);
        expectError(test::gzipped(file, path("text.gz")), line, byte);
    }

    // A line that is wrong behind many that are joined quickly.
    void errorsDeepInAFileNameLineAndByte()
    {
        const std::string line(70, 'A');
        std::string text = ">a\n";
        for (int i = 0; i < 10'000; ++i)
            text += line + "\n";
        const std::filesystem::path file = path("text");
        for (const int wrongLine : {2, 3, 924, 925, 10'000}) {
            std::string wrong = text;
            const auto byte = static_cast<size_t>(3 + (wrongLine - 2) * 71 + 66);
            wrong[byte] = '*';
            writeFileAtomically(file, wrong);
            expectError(file, wrongLine, static_cast<int64_t>(byte));
            expectError(test::gzipped(file, path("text.gz")), wrongLine,
                        static_cast<int64_t>(byte));
        }
    }

    void hugeHeadersAreRefused()
    {
        writeFileAtomically(path("text"), ">" + std::string(2'000'000, 'x') + "\nA\n");
        expectError(path("text"), 1, 0);
    }

    void emptyFileIsAnError()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, read(""));
        QVERIFY_THROWS_EXCEPTION(InputError, read("\n\n"));
    }

    void fileThatBecameShorterIsAnError()
    {
        const std::filesystem::path file = path("text");
        writeFileAtomically(file, ">a\nACGT\n");
        SequenceReader reader(file);
        std::filesystem::resize_file(file, 4);
        QVERIFY_THROWS_EXCEPTION(InputError, reader.nextView());
    }

    void demoGenomesAreComplete()
    {
        const auto folder = test::sourceFolder() / "resources/demo/genomes";
        int records = 0;
        for (const auto &entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() != ".gz")
                continue;
            for (const Sequence &record : readSequences(entry.path())) {
                // Named accession:first-last.
                const auto range =
                    split(std::string_view(record.id).substr(record.id.find(':') + 1), '-');
                const int64_t length = *parseInteger(range[1]) - *parseInteger(range[0]) + 1;
                QCOMPARE(static_cast<int64_t>(record.bases.size()), length);
                ++records;
            }
        }
        QVERIFY(records > 0);
    }

    void wholeGenomesHaveTheirLengths()
    {
        HELICASE_NEEDS_DATA();
        QCOMPARE(basesOf(readSequences(test::dataFolder() / "genomes/ecoli_DH1.fna.gz")),
                 4'630'707);
        QCOMPARE(basesOf(readSequences(test::dataFolder() / "genomes/efaecalis_T2.fna.gz")),
                 3'263'835);
    }

private:
    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    std::vector<Sequence> read(std::string_view text) const
    {
        writeFileAtomically(path("text"), text);
        return readSequences(path("text"));
    }

    static void compare(const std::filesystem::path &file, const std::vector<Sequence> &expected)
    {
        const auto found = readSequences(file);
        QCOMPARE(found.size(), expected.size());
        for (size_t i = 0; i < found.size(); ++i) {
            QCOMPARE(found[i].id, expected[i].id);
            QCOMPARE(found[i].description, expected[i].description);
            QVERIFY(found[i].bases == expected[i].bases);
        }
    }

    static void expectError(const std::filesystem::path &file, int64_t line, int64_t byte)
    {
        try {
            readSequences(file);
            QFAIL("malformed text was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().line, line);
            QCOMPARE(error.place().byteOffset, byte);
            QVERIFY(error.status() == ExitStatus::BadInput);
        }
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestSequenceReader)
#include "tst_sequence_reader.moc"
