#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/dataset/genome_tokens.h"
#include "core/dataset/token_file.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "tests/core/sequence/packed_files.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace helicase;

namespace {

const std::vector<uint16_t> mixed{0, 1, 2, 3, 0, 3};

std::vector<uint16_t> idsOf(const std::filesystem::path &folder)
{
    std::vector<uint16_t> ids;
    for (const TokenPart part : {TokenPart::Train, TokenPart::Validation}) {
        const TokenFile file(folder, part);
        ids.insert(ids.end(), file.ids().begin(), file.ids().end());
    }
    return ids;
}

} // namespace

class TestGenomeTokens : public QObject {
    Q_OBJECT

    QTemporaryDir temporary_;

    std::filesystem::path path(const char *name) const
    {
        return temporary_.filePath(name).toStdString();
    }

    std::filesystem::path fasta(const std::string &text) const
    {
        writeFileAtomically(path("genome.fa"), text);
        return path("genome.fa");
    }

    GenomeTokens encode(const std::string &text, GenomeAlphabet alphabet) const
    {
        SilentProgress silent;
        return writeGenomeTokens(fasta(text), alphabet, path("tokens"), silent, {});
    }

    // The line of the error.
    std::string refusal(const std::string &text, GenomeAlphabet alphabet) const
    {
        try {
            encode(text, alphabet);
        } catch (const InputError &error) {
            return error.line();
        }
        return "none";
    }

private Q_SLOTS:
    void init() { std::filesystem::remove_all(path("tokens")); }

    void wholeTextHasNamesAndLineEnds()
    {
        const GenomeTokens tokens = encode(">chr1\nACGTNacgtn\n", GenomeAlphabet::Genome);
        QCOMPARE(tokens.characters, int64_t{17});
        QCOMPARE(tokens.training, int64_t{15});
        QCOMPARE(tokens.validation, int64_t{2});
        QCOMPARE(tokens.letters, genomeAlphabet());
        QCOMPARE(idsOf(path("tokens")), (std::vector<uint16_t>{11, 29, 32, 37, 2, 0, 12, 14, 15, 23,
                                                               22, 28, 29, 31, 38, 35, 0}));
    }

    void basesLeaveOutNamesAndCountTheRest()
    {
        const GenomeTokens tokens =
            encode(">ACGT in a name\nACGNNacg\r\nRT\n>G\nAT", GenomeAlphabet::Bases);
        QCOMPARE(tokens.softMasked, int64_t{3});
        QCOMPARE(tokens.unknown, int64_t{3});
        QCOMPARE(idsOf(path("tokens")), mixed);
    }

    void publishedFilterTakesLettersOfNames()
    {
        const GenomeTokens tokens =
            encode(">chrUn_GL000195v1\nACnX\n", GenomeAlphabet::BasesOfText);
        QCOMPARE(tokens.training, int64_t{2});
        QCOMPARE(idsOf(path("tokens")), (std::vector<uint16_t>{2, 0, 1}));
    }

    void foundAlphabetIsSorted()
    {
        const GenomeTokens tokens = encode(">b e\nTTA\n", GenomeAlphabet::Found);
        QCOMPARE(tokens.letters, (std::vector<std::string>{"\n", " ", ">", "A", "T", "b", "e"}));
        QCOMPARE(idsOf(path("tokens")), (std::vector<uint16_t>{2, 5, 1, 6, 0, 4, 4, 3, 0}));
        QCOMPARE(readTokenLetters(path("tokens")), tokens.letters);
        std::filesystem::remove(path("tokens") / "meta.json");
        QCOMPARE(readTokenLetters(path("tokens")), tokens.letters);
    }

    void blocksBorderAnywhere()
    {
        // Names and sequences that are longer than what is read at a time.
        const std::string name(700'001, 'C'), bases(900'003, 'G');
        const GenomeTokens tokens =
            encode(">" + name + "\n" + bases + "\n>" + name + "\nT\n", GenomeAlphabet::Bases);
        QCOMPARE(tokens.training + tokens.validation, int64_t{900'004});
        const std::vector<uint16_t> ids = idsOf(path("tokens"));
        QCOMPARE(std::ranges::count(ids, uint16_t{2}), 900'003);
        QCOMPARE(ids.back(), uint16_t{3});
    }

    void gzipIsReadToo()
    {
        const std::filesystem::path packed =
            test::gzipped(fasta(">x\nACGTAT\n"), path("genome.fa.gz"));
        SilentProgress silent;
        writeGenomeTokens(packed, GenomeAlphabet::Bases, path("tokens"), silent, {});
        QCOMPARE(idsOf(path("tokens")), mixed);
    }

    void refusedCharactersAreNamedWithTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("alphabet");
        QTest::addColumn<QString>("words");
        const QString far = ">n\n" + QString("ACGT").repeated(100'000) + "\nAC";
        QTest::newRow("genome") << ">chr1\nAC*T\n"
                                << int(GenomeAlphabet::Genome)
                                << ":2: byte 8: \"*\" is not in the alphabet";
        QTest::newRow("blank in a name")
            << ">chr1 x\nACT\n"
            << int(GenomeAlphabet::Genome) << ":1: byte 5: \" \" is not";
        QTest::newRow("far away") << far + "E" << int(GenomeAlphabet::Bases)
                                  << ":3: byte 400006: \"E\" is not";
        QTest::newRow("Windows") << ">n\r\nA\r\n" << int(GenomeAlphabet::Found) << "Unix line ends";
        QTest::newRow("no ASCII") << QString::fromUtf8(">\xc3\xa9\nACGT\n")
                                  << int(GenomeAlphabet::Found) << "byte 1";
        QTest::newRow("empty") << "" << int(GenomeAlphabet::Genome) << "too few";
        QTest::newRow("one base") << ">x\nA\n" << int(GenomeAlphabet::Bases) << "has 1 letters";
    }

    void refusedCharactersAreNamedWithTheirPlace()
    {
        QFETCH(QString, text);
        QFETCH(int, alphabet);
        QFETCH(QString, words);
        const std::string line = refusal(text.toStdString(), GenomeAlphabet(alphabet));
        QVERIFY2(QString::fromStdString(line).contains(words), line.c_str());
        QVERIFY(!std::filesystem::exists(path("tokens") / "train.bin"));
    }

    void stoppingLeavesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        SilentProgress silent;
        const std::filesystem::path genome = fasta(">x\nACGT\n");
        QVERIFY_THROWS_EXCEPTION(Stopped,
                                 writeGenomeTokens(genome, GenomeAlphabet::Bases, path("tokens"),
                                                   silent, stop.get_token()));
        QVERIFY(std::filesystem::is_empty(path("tokens")));
    }

    void bytesAreThePublishedOnes_data()
    {
        QTest::addColumn<int>("alphabet");
        QTest::addColumn<QString>("name");
        QTest::newRow("full") << int(GenomeAlphabet::Found) << "full";
        QTest::newRow("vocab4") << int(GenomeAlphabet::BasesOfText) << "vocab4";
    }

    void bytesAreThePublishedOnes()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(int, alphabet);
        QFETCH(QString, name);
        const auto reference = test::dataFolder() / "reference_models/gpt/data_prep";
        SilentProgress silent;
        writeGenomeTokens(reference / "genome.fa", GenomeAlphabet(alphabet), path("tokens"), silent,
                          {});
        for (const char *file : {"train.bin", "val.bin", "meta.pkl"})
            QVERIFY2(readFile(path("tokens") / file) ==
                         readFile(reference / (name.toStdString() + "_" + file)),
                     file);
        nlohmann::json meta = readJsonFile(path("tokens") / "meta.json");
        for (const char *own : {"characters", "left_out"})
            meta.erase(own);
        QVERIFY(meta == readJsonFile(reference / (name.toStdString() + "_meta.json")));
    }

    void damagedFoldersAreRefused_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *file, QByteArray content,
                            const char *words) {
            QTest::newRow(name) << QString(file) << content << QString(words);
        };
        row("odd", "val.bin", QByteArray(3, '\0'), "odd size of 3 bytes");
        row("empty", "val.bin", "", "is empty");
        row("foreign id", "val.bin", QByteArray("\1\0\4\0", 4), "byte 2: found the id 4");
        row("no stoi", "meta.json", R"({"vocab_size": 4})", "\"stoi\"");
        row("size", "meta.json", R"({"vocab_size": 3, "stoi": {"A": 0}})", "vocab_size");
        row("twice", "meta.json", R"({"vocab_size": 2, "stoi": {"A": 0, "C": 0}})", "once");
        row("negative", "meta.json", R"({"vocab_size": 1, "stoi": {"A": -1}})", "the id \"-1\"");
        row("list", "meta.json", "[1]", "\"stoi\"");
    }

    void damagedFoldersAreRefused()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        encode(">x\nACGTACGT\n", GenomeAlphabet::Bases);
        writeFileAtomically(path("tokens") / file.toStdString(), content.toStdString());
        try {
            const TokenFile tokens(path("tokens"), TokenPart::Validation);
            QFAIL("no error");
        } catch (const InputError &error) {
            QVERIFY2(QString::fromStdString(error.line()).contains(words), error.line().c_str());
        }
    }

    void foldersWithoutMetaAreRefused()
    {
        encode(">x\nACGTACGT\n", GenomeAlphabet::Bases);
        std::filesystem::remove(path("tokens") / "meta.json");
        QCOMPARE(TokenFile(path("tokens"), TokenPart::Train).vocabularySize(), int64_t{4});
        std::filesystem::remove(path("tokens") / "meta.pkl");
        QVERIFY_THROWS_EXCEPTION(InputError, TokenFile(path("tokens"), TokenPart::Train));
    }

    void windowsAreChecked()
    {
        encode(">x\nACGTATGGCC\n", GenomeAlphabet::Bases);
        const TokenFile tokens(path("tokens"), TokenPart::Train);
        QCOMPARE(tokens.count(), int64_t{9});
        const auto window = tokens.window(1, 3);
        QVERIFY(std::ranges::equal(window, std::vector<uint16_t>{1, 2, 3}));
    }
};

QTEST_GUILESS_MAIN(TestGenomeTokens)
#include "tst_genome_tokens.moc"
