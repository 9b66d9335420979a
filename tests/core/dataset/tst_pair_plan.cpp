#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/interleaved_pairs.h"
#include "core/dataset/pair_plan.h"
#include "core/sequence/alphabet.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

using namespace helicase;

namespace {

// Sequences in which every place can be recognised.
std::string randomBases(size_t length, const std::string &name)
{
    RandomStream random(5, name);
    std::string bases;
    for (size_t i = 0; i < length; ++i)
        bases += "ACGT"[random.below(4)];
    return bases;
}

std::string fasta(const std::string &id, const std::string &bases)
{
    return '>' + id + '\n' + bases + '\n';
}

struct CutPairs {
    std::vector<ContrastivePair> pairs;
    PairStatistics statistics;
};

CutPairs cut(const PairPlan &plan, PairSplit split)
{
    CutPairs result;
    SilentProgress silent;
    result.statistics =
        plan.cut(split, [&](ContrastivePair &&pair) { result.pairs.push_back(std::move(pair)); },
                 silent, {});
    return result;
}

PairPlan planOf(const PairRequest &request)
{
    SilentProgress silent;
    return PairPlan(request, silent, {});
}

std::set<std::string> speciesOf(const std::vector<ContrastivePair> &pairs)
{
    std::set<std::string> species;
    for (const ContrastivePair &pair : pairs)
        species.insert(pair.label);
    return species;
}

} // namespace

class TestPairPlan : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path(const std::string &name) const
    {
        return std::filesystem::path(folder_->path().toStdString()) / name;
    }
    void write(const std::string &name, const std::string &text) const
    {
        writeFileAtomically(path(name), text);
    }
    // Three genomes of two species, 3000 bases each.
    void writeSpeciesFolders() const
    {
        write("genomes/Alpha/one.fa", fasta("r1", bases_["a1"]));
        write("genomes/Alpha/two.fa", fasta("r1", bases_["a2"]));
        write("genomes/Beta/one.fna", fasta("r1", bases_["b1"]));
    }
    PairRequest requestFor(const std::string &input) const
    {
        return {.inputs = {path(input)},
                .fragments = {.shortest = 100, .longest = 200},
                .pairs = 20,
                .validationShare = 0.3};
    }
    std::string refusal(const PairRequest &request) const
    {
        try {
            planOf(request);
        } catch (const Error &error) {
            return error.line();
        }
        return "nothing was refused";
    }

    std::unique_ptr<QTemporaryDir> folder_;
    mutable std::map<std::string, std::string> bases_;

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        for (const char *name : {"a1", "a2", "b1"})
            bases_[name] = randomBases(3000, name);
    }

    void foldersOfSpecies()
    {
        writeSpeciesFolders();
        const PairPlan plan = planOf(requestFor("genomes"));
        QVERIFY(plan.hasSpecies());
        const CutPairs train = cut(plan, PairSplit::Train);
        const CutPairs validation = cut(plan, PairSplit::Validation);
        QCOMPARE(train.statistics.pairs, 40);
        QCOMPARE(train.statistics.species, 2);
        QCOMPARE(train.statistics.genomes, 2);
        // Of three genomes a share of 0.3 is one: of Alpha, which keeps its other one.
        QCOMPARE(validation.statistics.pairs, 6);
        QCOMPARE(validation.statistics.genomes, 1);
        QCOMPARE(speciesOf(validation.pairs), std::set<std::string>{"Alpha"});
        QCOMPARE(speciesOf(train.pairs), (std::set<std::string>{"Alpha", "Beta"}));
        for (const ContrastivePair &pair : train.pairs)
            for (const std::string &bases : {pair.first, pair.second})
                QVERIFY(bases.size() >= 100 && bases.size() <= 200);
        QVERIFY(train.statistics.shortest >= 100 && train.statistics.longest <= 200);
    }

    void noGenomeIsInTwoSplits()
    {
        writeSpeciesFolders();
        for (const uint64_t seed : {1, 2, 3, 4}) {
            PairRequest request = requestFor("genomes");
            request.seed = seed;
            request.fragments.strand = FragmentStrand::AsGiven;
            const PairPlan plan = planOf(request);
            std::map<std::string, std::set<int>> splits; // of each genome
            for (const PairSplit split : {PairSplit::Train, PairSplit::Validation})
                for (const ContrastivePair &pair : cut(plan, split).pairs)
                    for (const std::string &fragment : {pair.first, pair.second})
                        for (const auto &[name, bases] : bases_)
                            if (bases.find(fragment) != std::string::npos)
                                splits[name].insert(static_cast<int>(split));
            QCOMPARE(splits.size(), size_t{3});
            for (const auto &[name, found] : splits)
                QCOMPARE(found.size(), size_t{1});
        }
    }

    void anAssemblyWithoutLabels()
    {
        write("contigs.fa", fasta("long", randomBases(2000, "long")) +
                                fasta("middle", randomBases(450, "middle")) +
                                fasta("other", randomBases(500, "other")) +
                                fasta("single", randomBases(150, "single")) +
                                fasta("tiny", "ACGTACGT"));
        PairRequest request = requestFor("contigs.fa");
        request.pairs = 8;
        request.validationShare = 0;
        request.fragments.strand = FragmentStrand::AsGiven;
        const PairPlan plan = planOf(request);
        QVERIFY(!plan.hasSpecies());
        QCOMPARE(plan.leftOut().tooShort, 1);
        QCOMPARE(plan.leftOut().tooShortBases, 8);
        const CutPairs train = cut(plan, PairSplit::Train);
        std::map<std::string, int> pairs;
        for (const ContrastivePair &pair : train.pairs)
            ++pairs[pair.label];
        // As many as fragments of 200 fit, at most eight.
        QCOMPARE(pairs, (std::map<std::string, int>{{"long", 8}, {"middle", 2}, {"other", 2}}));
        QCOMPARE(train.statistics.tooLittle, std::vector<std::string>{"single"});
        const std::string bases = randomBases(450, "middle");
        for (const ContrastivePair &pair : train.pairs)
            if (pair.label == "middle") {
                const size_t first = bases.find(pair.first);
                const size_t second = bases.find(pair.second);
                QVERIFY(first != std::string::npos && second != std::string::npos);
                QVERIFY(first + pair.first.size() <= second ||
                        second + pair.second.size() <= first);
            }
        request.fragments.overlap = FragmentOverlap::Allowed;
        QVERIFY(cut(planOf(request), PairSplit::Train).statistics.tooLittle.empty());
    }

    void contigsGoToOneSplitEach()
    {
        std::string text;
        for (int i = 0; i < 20; ++i)
            text += fasta("c" + std::to_string(i), randomBases(600, std::to_string(i)));
        write("contigs.fa", text);
        const PairPlan plan = planOf(requestFor("contigs.fa"));
        const auto train = speciesOf(cut(plan, PairSplit::Train).pairs);
        const auto validation = speciesOf(cut(plan, PairSplit::Validation).pairs);
        QCOMPARE(train.size(), size_t{14});
        QCOMPARE(validation.size(), size_t{6});
        for (const std::string &contig : validation)
            QVERIFY(!train.contains(contig));
    }

    void labelsGiveSpecies()
    {
        write("contigs.fa", fasta("x", bases_["a1"]) + fasta("y", bases_["a2"]) +
                                fasta("z", bases_["b1"]) + fasta("w", bases_["b1"]));
        write("labels.tsv", "id\tspecies\nx\tA\ny\tA\nz\tB\n");
        PairRequest request = requestFor("contigs.fa");
        request.labels = path("labels.tsv");
        const PairPlan plan = planOf(request);
        QVERIFY(plan.hasSpecies());
        QCOMPARE(plan.leftOut().withoutLabel, 1);
        // Each species is one genome: a whole one is for validation.
        QCOMPARE(speciesOf(cut(plan, PairSplit::Train).pairs).size(), size_t{1});
        QCOMPARE(speciesOf(cut(plan, PairSplit::Validation).pairs).size(), size_t{1});
    }

    void unknownLettersAreCounted()
    {
        write("a/A/one.fa",
              fasta("r", randomBases(400, "a") + std::string(400, 'N') + randomBases(400, "b")));
        PairRequest request = requestFor("a");
        request.validationShare = 0;
        request.fragments.largestUnknownShare = 0.1;
        const CutPairs pairs = cut(planOf(request), PairSplit::Train);
        QCOMPARE(pairs.statistics.pairs, 20);
        QVERIFY(pairs.statistics.refused.unknown > 0);
        int64_t unknown = 0;
        for (const ContrastivePair &pair : pairs.pairs)
            for (const std::string &bases : {pair.first, pair.second}) {
                const auto letters = std::ranges::count(bases, 'N');
                QVERIFY(static_cast<double>(letters) <= 0.1 * static_cast<double>(bases.size()));
                unknown += letters;
            }
        QCOMPARE(pairs.statistics.unknownBases, unknown);
        QCOMPARE(toJson(pairs.statistics).at("unknown_bases").get<int64_t>(), unknown);

        // Nothing but N: no pair, and the species is named.
        write("n/A/one.fa", fasta("r", std::string(2000, 'N')));
        request.inputs = {path("n")};
        const PairStatistics none = cut(planOf(request), PairSplit::Train).statistics;
        QCOMPARE(none.pairs, 0);
        QCOMPARE(none.tooLittle, std::vector<std::string>{"A"});
    }

    void theSeedDecides()
    {
        writeSpeciesFolders();
        PairRequest request = requestFor("genomes");
        const auto first = cut(planOf(request), PairSplit::Train).pairs;
        QVERIFY(cut(planOf(request), PairSplit::Train).pairs == first);
        request.seed = 2;
        QVERIFY(cut(planOf(request), PairSplit::Train).pairs != first);
    }

    void theTableMayDivide()
    {
        write("t/g.fa", fasta("r1", bases_["a1"]) + fasta("r2", bases_["a2"]) +
                            fasta("r3", bases_["b1"]) + fasta("r4", bases_["b1"]));
        const std::string header = "record\tfile\tspecies\tstrain\tuse\n";
        write("t/genomes.tsv", header + "r1\tg.fa\tA\ts1\ttrain\nr2\tg.fa\tA\ts2\tvalidation\n"
                                        "r3\tg.fa\tB\ts1\ttrain\nr4\tg.fa\tB\ts9\tevaluation\n");
        PairRequest request = requestFor("t");
        request.splitBy = SplitBy::Table;
        const PairPlan plan = planOf(request);
        QCOMPARE(plan.leftOut().heldOut, 1);
        QCOMPARE(speciesOf(cut(plan, PairSplit::Train).pairs), (std::set<std::string>{"A", "B"}));
        QCOMPARE(speciesOf(cut(plan, PairSplit::Validation).pairs), std::set<std::string>{"A"});
        // Whole genomes are drawn, whatever the table says, but what it holds out stays out.
        request.splitBy = SplitBy::Genomes;
        QCOMPARE(planOf(request).leftOut().heldOut, 1);

        write("t/genomes.tsv", header + "r1\tg.fa\tA\ts1\ttrain\nr2\tg.fa\tA\ts1\tvalidation\n");
        request.splitBy = SplitBy::Table;
        QVERIFY(refusal(request).find("puts the genome \"A s1\" into train and validation") !=
                std::string::npos);
        write("t/genomes.tsv", header + "r1\tg.fa\tA\ts1\ttrain\nr9\tg.fa\tA\ts1\ttrain\n");
        QVERIFY(refusal(request).find("no record \"r9\"") != std::string::npos);
    }

    void refusesWhatCannotBeCut_data()
    {
        QTest::addColumn<QString>("message");
        QTest::newRow("one genome") << "there is one genome only";
        QTest::newRow("empty folder") << "holds no genomes";
        QTest::newRow("empty species") << "holds no FASTA file";
        QTest::newRow("short") << "no sequence is long enough for a fragment of 100 bases (1 are";
        QTest::newRow("one fragment") << "no species has sequence for two fragments";
        QTest::newRow("letters") << "bad.fa:2";
        QTest::newRow("repeated") << "the name \"c\" occurs twice";
        QTest::newRow("other file") << "occurs in another file as well";
        QTest::newRow("mixed") << "cannot be mixed";
        QTest::newRow("lengths") << "found 300 to 200 bases";
        QTest::newRow("missing") << "nowhere.fa";
    }
    void refusesWhatCannotBeCut()
    {
        QFETCH(QString, message);
        const QByteArray row = QTest::currentDataTag();
        writeSpeciesFolders();
        write("single/A/one.fa", fasta("r", bases_["a1"]));
        std::filesystem::create_directories(path("nothing"));
        std::filesystem::create_directories(path("hollow/A"));
        write("short.fa", fasta("r", "ACGTACGT"));
        write("one.fa", fasta("c", randomBases(150, "c")));
        write("bad.fa", ">c\nACGT!CGT\n");
        write("twice.fa", fasta("c", bases_["a1"]) + fasta("c", bases_["a2"]));
        const std::map<QByteArray, std::string> inputs{
            {"one genome", "single"}, {"empty folder", "nothing"}, {"empty species", "hollow"},
            {"short", "short.fa"},    {"one fragment", "one.fa"},  {"letters", "bad.fa"},
            {"repeated", "twice.fa"}, {"other file", "one.fa"},    {"mixed", "one.fa"},
            {"lengths", "genomes"},   {"missing", "nowhere.fa"}};
        PairRequest request = requestFor(inputs.at(row));
        if (row == "one fragment")
            request.validationShare = 0;
        if (row == "lengths")
            request.fragments = {.shortest = 300, .longest = 200};
        if (row == "other file") {
            write("more.fa", fasta("c", bases_["b1"]));
            request.inputs.push_back(path("more.fa"));
        }
        if (row == "mixed")
            request.inputs.push_back(path("genomes"));
        const std::string found = refusal(request);
        QVERIFY2(found.find(message.toStdString()) != std::string::npos, found.c_str());
    }

    void stopsWhenAsked()
    {
        writeSpeciesFolders();
        std::stop_source stop;
        stop.request_stop();
        SilentProgress silent;
        QVERIFY_THROWS_EXCEPTION(Stopped,
                                 PairPlan(requestFor("genomes"), silent, stop.get_token()));
    }

    void pairsOfSpeciesTakeTurns()
    {
        const std::filesystem::path file = path("out/pairs.csv");
        {
            InterleavedPairs pairs(file, LabelColumn::Written);
            for (const char *label : {"a", "a", "a", "b, c", "d", "d"})
                pairs.add({.first = "ACGT", .second = "GGTT", .label = label});
            QVERIFY(!std::filesystem::exists(file));
            pairs.commit();
        }
        std::vector<std::string> labels;
        for (const ContrastivePair &pair : readPairs(file))
            labels.push_back(pair.label);
        QCOMPARE(labels, (std::vector<std::string>{"a", "b, c", "d", "a", "d", "a"}));
        // Nothing else is left in the folder.
        QCOMPARE(std::distance(std::filesystem::directory_iterator(path("out")),
                               std::filesystem::directory_iterator()),
                 1);
        InterleavedPairs none(path("out/none.csv"), LabelColumn::LeftOut);
        QVERIFY_THROWS_EXCEPTION(Error, none.commit());
    }

    // The contigs of real assemblies, packed.
    void realAssembly()
    {
        HELICASE_NEEDS_DATA();
        PairRequest request;
        request.inputs = {test::dataFolder() / "binning/real_assemblies/contigs.fasta.gz"};
        request.pairs = 3;
        const PairPlan plan = planOf(request);
        const PairStatistics train = cut(plan, PairSplit::Train).statistics;
        const PairStatistics validation = cut(plan, PairSplit::Validation).statistics;
        QVERIFY(train.pairs > 1000);
        QCOMPARE(train.genomes + validation.genomes + std::ssize(train.tooLittle) +
                     std::ssize(validation.tooLittle) + plan.leftOut().tooShort,
                 770);
    }
};

QTEST_GUILESS_MAIN(TestPairPlan)
#include "tst_pair_plan.moc"
