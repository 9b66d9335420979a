// What contrastive training makes of genomes and assemblies.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/neural/tasks/pair_source.h"
#include "core/run/compute_options.h"
#include "core/run/training_options.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace helicase;

namespace {

std::string randomBases(size_t length, const std::string &name)
{
    RandomStream random(5, name);
    std::string bases;
    for (size_t i = 0; i < length; ++i)
        bases += "ACGT"[random.below(4)];
    return bases;
}

std::set<std::string> labelsOf(const PairFile &file)
{
    std::set<std::string> labels;
    for (const ContrastivePair &pair : file.pairs)
        labels.insert(pair.label);
    return labels;
}

} // namespace

class TestPairSource : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::string path(const char *name) const
    {
        return (std::filesystem::path(folder_.path().toStdString()) / name).string();
    }
    std::string writeContigs(const char *name, int contigs) const
    {
        std::string text = ">tiny\nACGT\n";
        for (int i = 0; i < contigs; ++i)
            text += ">" + std::string(name) + std::to_string(i) + "\n" +
                    randomBases(900, name + std::to_string(i)) + "\n";
        writeFileAtomically(path(name), text);
        return path(name);
    }
    OptionValues optionsFor(const std::string &train, const std::string &validation) const
    {
        OptionValues options(trainingOptions("contrastive").with(computeOptions()));
        options.set("data.train", train);
        options.set("data.validation", validation);
        options.set("data.shortest", "100");
        options.set("data.longest", "200");
        options.set("data.pairs_per_species", "30");
        return options;
    }

private Q_SLOTS:
    void anAssemblyIsDividedByContigs()
    {
        const std::string file = writeContigs("assembly.fa", 20);
        const OptionValues options = optionsFor(file, file);
        const PairFile train = loadPairs(options, PairUse::Train);
        const PairFile validation = loadPairs(options, PairUse::Validation);
        QCOMPARE(labelsOf(train).size(), size_t{18});
        QCOMPARE(labelsOf(validation).size(), size_t{2});
        for (const std::string &contig : labelsOf(validation))
            QVERIFY(!labelsOf(train).contains(contig));
        QCOMPARE(train.pairs.size(), size_t{18 * 4}); // of 200 bases four fit into 900
        QVERIFY(!train.notes.empty());
        QVERIFY(train.notes.front().starts_with("1 sequences (4 bases) are shorter"));
    }

    void twoAssembliesAreUsedWhole()
    {
        const OptionValues options =
            optionsFor(writeContigs("one.fa", 5), writeContigs("two.fa", 4));
        QCOMPARE(labelsOf(loadPairs(options, PairUse::Train)).size(), size_t{5});
        QCOMPARE(labelsOf(loadPairs(options, PairUse::Validation)).size(), size_t{4});
    }

    void foldersOfSpecies()
    {
        for (const char *file : {"set/A/1.fa", "set/A/2.fa", "set/B/1.fa"})
            writeFileAtomically(path(file), ">r\n" + randomBases(2000, file) + "\n");
        const OptionValues options = optionsFor(path("set"), path("set"));
        const PairFile train = loadPairs(options, PairUse::Train);
        QCOMPARE(labelsOf(train), (std::set<std::string>{"A", "B"}));
        QCOMPARE(train.pairs.size(), size_t{60});
        QCOMPARE(labelsOf(loadPairs(options, PairUse::Validation)), std::set<std::string>{"A"});
    }

    void pairsOfAFileStayWhatTheyAre()
    {
        writeFileAtomically(path("pairs.csv"), "ACGT,GGTT,a\nCCCC,TTTT,b\n");
        const OptionValues options = optionsFor(path("pairs.csv"), path("pairs.csv"));
        QCOMPARE(loadPairs(options, PairUse::Train).pairs.size(), size_t{2});
        QCOMPARE(loadPairs(options, PairUse::Train).pairs[0].second, std::string("GGTT"));
    }

    void refusesWhatHoldsNoPair()
    {
        writeFileAtomically(path("short.fa"), ">a\nACGT\n");
        const OptionValues options = optionsFor(path("short.fa"), path("short.fa"));
        QVERIFY_THROWS_EXCEPTION(InputError, loadPairs(options, PairUse::Train));
        writeFileAtomically(path("letters.fa"), ">a\nAC!GT\n");
        const OptionValues bad = optionsFor(path("letters.fa"), path("letters.fa"));
        QVERIFY_THROWS_EXCEPTION(InputError, loadPairs(bad, PairUse::Train));
        const OptionValues missing = optionsFor(path("no.fa"), path("no.fa"));
        QVERIFY_THROWS_EXCEPTION(InputError, loadPairs(missing, PairUse::Train));
    }
};

QTEST_GUILESS_MAIN(TestPairSource)
#include "tst_pair_source.moc"
