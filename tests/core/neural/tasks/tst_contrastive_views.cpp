// The two views of each method, and the list they are drawn from.
#include "core/neural/tasks/contrastive_views.h"
#include "tests/core/neural/tasks/contrastive_fixture.h"

#include <algorithm>
#include <set>

using namespace helicase;

namespace {

const std::vector<ContrastivePair> pairs{{"AACG", "GGTTC", "x"}, {"CCCA", "TTTTG", "y"}};

std::string longSequence(uint64_t seed)
{
    RandomStream random(seed, "bases");
    std::string bases;
    for (int i = 0; i < 20000; ++i)
        bases += "ACGT"[random.below(4)];
    return bases;
}

// Whether the letters of the first stand in the second in their order.
bool isSubsequence(std::string_view part, std::string_view whole)
{
    size_t found = 0;
    for (const char letter : whole)
        found += found < part.size() && part[found] == letter;
    return found == part.size();
}

} // namespace

class TestContrastiveViews : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void optionsNameTheMethod_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("published");
        QTest::addColumn<int>("expected");
        const auto add = [](const char *method, const char *published, ViewMethod expected) {
            QTest::addRow("%s %s", method, published)
                << method << published << static_cast<int>(expected);
        };
        add("same_species", "", ViewMethod::SameSpecies);
        add("dropout", "", ViewMethod::Dropout);
        add("double_strand", "", ViewMethod::OtherStrand);
        add("double_strand", "published.complement", ViewMethod::Complement);
        add("mutate", "", ViewMethod::Substitutions);
        add("mutate", "published.deletions", ViewMethod::RandomDeletions);
    }

    void optionsNameTheMethod()
    {
        QFETCH(QString, method);
        QFETCH(QString, published);
        QFETCH(int, expected);
        OptionValues options(trainingOptions("contrastive"));
        options.set("objective.method", method.toStdString());
        if (!published.isEmpty())
            options.set(published.toStdString(), "true");
        QCOMPARE(static_cast<int>(viewMethodFrom(options)), expected);
    }

    void pairsStayAsTheyAre()
    {
        const ContrastiveViews views(pairs, ViewMethod::SameSpecies, 0.05);
        RandomStream random(1, "views");
        QCOMPARE(views.size(), int64_t{2});
        QCOMPARE(views.draw(1, random), pairs[1]);
        QCOMPARE(views.species(), (std::vector<std::string>{"x", "y"}));
    }

    // First sequences, then second ones, with the species of their pairs.
    void otherMethodsHaveTwiceAsManyItems()
    {
        const ContrastiveViews views(pairs, ViewMethod::Dropout, 0.05);
        RandomStream random(1, "views");
        QCOMPARE(views.size(), int64_t{4});
        QCOMPARE(views.species(), (std::vector<std::string>{"x", "y", "x", "y"}));
        for (int64_t item = 0; item < 4; ++item) {
            const ContrastivePair &pair = pairs[static_cast<size_t>(item % 2)];
            const std::string &expected = item < 2 ? pair.first : pair.second;
            QCOMPARE(views.draw(item, random), (ContrastivePair{expected, expected, pair.label}));
        }
    }

    void strands()
    {
        RandomStream random(1, "views");
        const ContrastiveViews other(pairs, ViewMethod::OtherStrand, 0.05);
        QCOMPARE(other.draw(0, random), (ContrastivePair{"AACG", "CGTT", "x"}));
        QCOMPARE(other.draw(2, random), (ContrastivePair{"GGTTC", "GAACC", "x"}));
        const ContrastiveViews published(pairs, ViewMethod::Complement, 0.05);
        QCOMPARE(published.draw(0, random), (ContrastivePair{"AACG", "TTGC", "x"}));
        QCOMPARE(complemented("ACGTNRY"), std::string("TGCANYR"));
    }

    void substitutionsKeepTheLengthAndChangeTheShare()
    {
        const std::string bases = longSequence(3);
        RandomStream random(5, "mutation");
        const std::string changed = substituted(bases, 0.05, random);
        QCOMPARE(changed.size(), bases.size());
        std::map<std::pair<char, char>, int> changes;
        int count = 0;
        for (size_t i = 0; i < bases.size(); ++i)
            if (bases[i] != changed[i]) {
                ++count;
                ++changes[{bases[i], changed[i]}];
            }
        // 1000 expected, standard deviation 31.
        QVERIFY2(std::abs(count - 1000) < 150, qPrintable(QString::number(count)));
        // Each base becomes each of the other three.
        QCOMPARE(changes.size(), size_t{12});
        for (const auto &[letters, number] : changes)
            QVERIFY(number > 40 && number < 140);
        QCOMPARE(substituted("acgtu", 0, random), std::string("acgtu"));
        const std::string lower = substituted(std::string(200, 'a'), 0.9, random);
        QVERIFY(lower.find_first_not_of("acgt") == std::string::npos);
    }

    void deletionsLeaveASubsequence()
    {
        const std::string bases = longSequence(3);
        RandomStream random(5, "mutation");
        const std::string left = thinned(bases, 0.05, random);
        QVERIFY(std::abs(std::ssize(bases) - std::ssize(left) - 1000) < 150);
        QVERIFY(isSubsequence(left, bases));
        // Something always stays.
        for (int i = 0; i < 50; ++i)
            QVERIFY(!thinned("ACG", 0.9, random).empty());
        QCOMPARE(thinned("A", 0.9, random), std::string("A"));
    }

    void bothViewsAreMutatedEachByItself()
    {
        const std::string bases = longSequence(7);
        for (const ViewMethod method : {ViewMethod::Substitutions, ViewMethod::RandomDeletions}) {
            const ContrastiveViews views({{bases, "ACGT", "x"}}, method, 0.05);
            RandomStream random(1, "views"), again(1, "views");
            const ContrastivePair drawn = views.draw(0, random);
            QVERIFY(drawn.first != bases && drawn.second != bases && drawn.first != drawn.second);
            QCOMPARE(views.draw(0, again), drawn);
            QVERIFY(!(views.draw(0, again) == drawn));
        }
    }
};

QTEST_GUILESS_MAIN(TestContrastiveViews)
#include "tst_contrastive_views.moc"
