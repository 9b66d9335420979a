#include "core/base/error.h"
#include "core/dataset/fragment_pairs.h"
#include "core/dataset/genome_table.h"
#include "core/sequence/alphabet.h"
#include "tests/support/test_data.h"

#include <algorithm>
#include <map>
#include <set>

using namespace helicase;

namespace {

// Sequences in which every place can be recognised: no word of 12 letters occurs twice.
std::string randomBases(size_t length, const char *name)
{
    RandomStream random(3, name);
    std::string bases;
    for (size_t i = 0; i < length; ++i)
        bases += "ACGT"[random.below(4)];
    return bases;
}

LabelledSequence labelled(const char *id, const char *label, std::string bases)
{
    return {.sequence = {.id = id, .description = {}, .bases = std::move(bases)}, .label = label};
}

struct Found {
    size_t sequence;
    size_t start;
};

Found find(const std::vector<LabelledSequence> &sequences, const std::string &bases)
{
    for (size_t i = 0; i < sequences.size(); ++i) {
        const size_t start = sequences[i].sequence.bases.find(bases);
        if (start != std::string::npos)
            return {i, start};
    }
    return {sequences.size(), 0};
}

} // namespace

class TestFragmentPairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pairsAreOfOneLabelAndDoNotOverlap()
    {
        const std::vector<LabelledSequence> sequences{labelled("a", "x", randomBases(900, "a")),
                                                      labelled("b", "y", randomBases(2500, "b")),
                                                      labelled("c", "x", randomBases(300, "c"))};
        RandomStream random(1, "pairs");
        const FragmentPairSettings settings{.pairsPerLabel = 200, .shortest = 100, .longest = 400};
        const auto pairs = cutFragmentPairs(sequences, settings, random);
        QCOMPARE(pairs.size(), size_t{400});
        size_t fromShort = 0;
        for (size_t i = 0; i < pairs.size(); ++i) {
            QCOMPARE(pairs[i].label, std::string(i % 2 == 0 ? "x" : "y"));
            const Found first = find(sequences, pairs[i].first);
            const Found second = find(sequences, pairs[i].second);
            QVERIFY(first.sequence < sequences.size() && second.sequence < sequences.size());
            QCOMPARE(sequences[first.sequence].label, pairs[i].label);
            QCOMPARE(sequences[second.sequence].label, pairs[i].label);
            QVERIFY(pairs[i].first.size() >= 100 && pairs[i].first.size() <= 400);
            if (first.sequence == second.sequence)
                QVERIFY(first.start + pairs[i].first.size() <= second.start ||
                        second.start + pairs[i].second.size() <= first.start);
            fromShort += first.sequence == 2 ? 1 : 0;
        }
        // The short sequence of "x" is drawn, but less often than the long one.
        QVERIFY(fromShort > 5 && fromShort < 100);
    }

    void theSameSeedGivesTheSamePairs()
    {
        const std::vector<LabelledSequence> sequences{labelled("a", "x", randomBases(3000, "a"))};
        const FragmentPairSettings settings{.pairsPerLabel = 10, .shortest = 50, .longest = 90};
        const auto draw = [&](uint64_t seed) {
            RandomStream random(seed, "pairs");
            return cutFragmentPairs(sequences, settings, random);
        };
        QCOMPARE(draw(1), draw(1));
        QVERIFY(draw(1) != draw(2));
    }

    void eitherStrandIsReadAboutHalfOfTheTime()
    {
        const std::vector<LabelledSequence> sequences{labelled("a", "x", randomBases(3000, "a"))};
        RandomStream random(1, "pairs");
        const auto pairs = cutFragmentPairs(
            sequences,
            {.pairsPerLabel = 200, .shortest = 50, .longest = 60, .strand = FragmentStrand::Either},
            random);
        int turned = 0;
        for (const ContrastivePair &pair : pairs) {
            const bool forward = find(sequences, pair.first).sequence == 0;
            QVERIFY(forward || find(sequences, reverseComplement(pair.first)).sequence == 0);
            turned += forward ? 0 : 1;
        }
        QVERIFY(turned > 60 && turned < 140);
    }

    void unknownLettersAreAvoided()
    {
        const std::vector<LabelledSequence> sequences{labelled(
            "a", "x", randomBases(500, "a") + std::string(5000, 'N') + randomBases(500, "b"))};
        RandomStream random(1, "pairs");
        const auto pairs = cutFragmentPairs(
            sequences, {.pairsPerLabel = 50, .shortest = 100, .longest = 120}, random);
        for (const ContrastivePair &pair : pairs)
            QVERIFY(std::ranges::count(pair.first, 'N') <= 6);
    }

    void tooLittleSequenceIsAnError()
    {
        RandomStream random(1, "pairs");
        const std::vector<LabelledSequence> shortOne{labelled("a", "x", randomBases(150, "a"))};
        QVERIFY_THROWS_EXCEPTION(
            Error, cutFragmentPairs(shortOne, {.pairsPerLabel = 1, .shortest = 100, .longest = 100},
                                    random));
        QVERIFY_THROWS_EXCEPTION(
            OptionError,
            cutFragmentPairs(shortOne, {.pairsPerLabel = 1, .shortest = 10, .longest = 5}, random));
        QVERIFY_THROWS_EXCEPTION(OptionError, cutContigs(shortOne, {.shortest = 0}, random));
    }

    void contigsDoNotOverlap()
    {
        const std::vector<LabelledSequence> sequences{
            labelled("a:1-9000", "x", randomBases(9000, "a")),
            labelled("b", "y", randomBases(40'000, "b")),
            labelled("c", "x", randomBases(6000, "c"))};
        RandomStream random(1, "contigs");
        const auto contigs = cutContigs(
            sequences, {.contigsPerLabel = 12, .shortest = 1000, .longest = 4000}, random);
        QCOMPARE(contigs.size(), size_t{24});
        std::map<size_t, std::vector<std::pair<size_t, size_t>>> places;
        std::set<std::string> ids;
        for (const Contig &contig : contigs) {
            ids.insert(contig.sequence.id);
            const auto &bases = contig.sequence.bases;
            QVERIFY(bases.size() >= 1000 && bases.size() <= 4000);
            const Found found = find(sequences, bases);
            QCOMPARE(sequences[found.sequence].label, contig.label);
            QCOMPARE(contig.sequence.description, sequences[found.sequence].sequence.id + ':' +
                                                      std::to_string(found.start + 1) + '-' +
                                                      std::to_string(found.start + bases.size()));
            places[found.sequence].emplace_back(found.start, found.start + bases.size());
        }
        QCOMPARE(ids.size(), size_t{24});
        QCOMPARE(*ids.begin(), std::string("contig_000001"));
        for (auto &[sequence, spans] : places) {
            std::sort(spans.begin(), spans.end());
            for (size_t i = 1; i < spans.size(); ++i)
                QVERIFY(spans[i - 1].second <= spans[i].first);
        }
    }

    void littleSequenceGivesShorterThenFewerContigs()
    {
        const std::vector<LabelledSequence> tight{labelled("a", "x", randomBases(5200, "a")),
                                                  labelled("b", "y", randomBases(3500, "b"))};
        RandomStream random(1, "contigs");
        const auto contigs =
            cutContigs(tight, {.contigsPerLabel = 5, .shortest = 1000, .longest = 9000}, random);
        const auto count = [&](const char *label) {
            return std::ranges::count(contigs, label, &Contig::label);
        };
        QCOMPARE(count("x"), 5);
        QCOMPARE(count("y"), 3);
    }

    // What the demo needs of its genomes.
    void demoGenomesGiveEnough()
    {
        const auto folder = test::sourceFolder() / "resources/demo/genomes";
        RandomStream random(1, "demo");
        const auto contigs = cutContigs(readGenomes(folder, "evaluation"), {}, random);
        std::map<std::string, int> perSpecies;
        for (const Contig &contig : contigs) {
            QVERIFY(contig.sequence.bases.size() >= 2500);
            ++perSpecies[contig.label];
        }
        QCOMPARE(perSpecies.size(), size_t{5});
        for (const auto &[species, count] : perSpecies)
            QVERIFY2(count >= 8, species.c_str());
        QCOMPARE(perSpecies.at("Escherichia coli"), 40);

        for (const char *use : {"train", "validation"}) {
            const auto pairs =
                cutFragmentPairs(readGenomes(folder, use), {.pairsPerLabel = 20}, random);
            QCOMPARE(pairs.size(), size_t{100});
        }
        QVERIFY_THROWS_EXCEPTION(InputError, readGenomes(folder, "nothing"));
    }
};

QTEST_GUILESS_MAIN(TestFragmentPairs)
#include "tst_fragment_pairs.moc"
