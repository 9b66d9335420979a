// Every reader of foreign files either reads a damaged file or throws an InputError: nothing else.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/dataset/binding_set.h"
#include "core/dataset/contrastive_pairs.h"
#include "core/dataset/embedding_table.h"
#include "core/dataset/label_table.h"
#include "core/sequence/sequence_reader.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <functional>

using namespace helicase;

namespace {

using Reader = std::function<void(const std::filesystem::path &)>;

// A few bytes changed, a piece cut out or doubled.
std::string damaged(std::string bytes, RandomStream &random)
{
    const auto place = [&] { return static_cast<size_t>(random.below(bytes.size() + 1)); };
    for (uint64_t i = random.below(4); i > 0 && !bytes.empty(); --i)
        bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    switch (random.below(4)) {
    case 0:
        bytes.resize(place());
        break;
    case 1:
        bytes.erase(place(), random.below(20));
        break;
    case 2:
        bytes.insert(place(), bytes.substr(place(), random.below(40)));
        break;
    default:
        break;
    }
    return bytes;
}

} // namespace

class TestDamagedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fasta() { check(">a first\nACGTACGTNN\nacgt\n>b\nTTTT\n", readAllSequences); }

    void fastq() { check("@a x\nACGT\n+\nIIII\n@b\nAC\nGT\n+b\n!!!!\n", readAllSequences); }

    void pairs()
    {
        check("ACGT,TTTT,a\n\"AC\",G,\"b, \"\"c\"\"\"\n",
              [](const auto &file) { readPairs(file); });
    }

    void labels()
    {
        check("id\tlabel\na\tx\nb\ty\n", [](const auto &file) { readLabels(file); });
        check("@Version:0.9.1\n@@SEQUENCEID\tBINID\na\tx\nb\ty\n",
              [](const auto &file) { readLabels(file); });
    }

    void bindingSet()
    {
        const std::filesystem::path sequences = path("windows");
        const std::string windows = "sequence\twindow_name\nACG\tw1\nTTT\tw2\n";
        const std::string scores = "w1\tw2\n1\t2.5\n1e1\t0\n0\t-2\n";
        writeFileAtomically(sequences, windows);
        check(scores, [&](const auto &file) { readBindingSet(sequences, file); });
        writeFileAtomically(path("scores"), scores);
        check(windows, [&](const auto &file) { readBindingSet(file, path("scores")); });
    }

    void embeddings()
    {
        writeEmbeddings(path("good"), {.ids = {"a", "b"},
                                       .lengths = {10, 20},
                                       .vectors = Matrix(2, 3),
                                       .provenance = {{"pooling", "mean"}}});
        check(readFile(path("good")), [](const auto &file) { readEmbeddings(file); });
    }

    void gzip()
    {
        writeFileAtomically(path("plain"), ">a\n" + std::string(2000, 'A') + "\n>b\nACGT\n");
        QProcess program;
        program.start("gzip", {"-nc", QString::fromStdString(path("plain"))});
        QVERIFY(program.waitForFinished());
        check(program.readAllStandardOutput().toStdString(), readAllSequences);
    }

private:
    static void readAllSequences(const std::filesystem::path &file) { readSequences(file); }

    void check(const std::string &valid, const Reader &read)
    {
        constexpr int trials = 600;
        const std::filesystem::path file = path("damaged");
        RandomStream random(11, valid);
        int refused = 0;
        for (int i = 0; i < trials; ++i) {
            const std::string bytes = damaged(valid, random);
            std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
            try {
                read(file);
            } catch (const InputError &error) {
                ++refused;
                QVERIFY(!error.line().empty());
                QVERIFY(error.line().find('\n') == std::string::npos);
            }
        }
        QVERIFY(refused > trials / 20);
    }

    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestDamagedFiles)
#include "tst_damaged_files.moc"
