#include "core/base/error.h"
#include "core/neural/cluster/hdbscan.h"
#include "core/neural/cluster/spanning_tree.h"
#include "tests/core/neural/cluster/blobs.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace helicase;
using namespace helicase::test;

// Data that any program can make again: groups of bell-shaped numbers of a linear congruence, every
// scatter-th row anywhere.
struct Rule {
    uint64_t seed;
    int64_t rows, columns, groups;
    double spread;
    int64_t scatter;
};
Q_DECLARE_METATYPE(Rule)

namespace {

class Congruence {
public:
    explicit Congruence(uint64_t seed) : state_(seed) {}
    double unit()
    {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<double>(state_ >> 40) / (1 << 24);
    }
    double bell()
    {
        double sum = -2;
        for (int i = 0; i < 4; ++i)
            sum += unit();
        return sum;
    }

private:
    uint64_t state_;
};

Matrix made(const Rule &rule)
{
    Congruence random(rule.seed);
    std::vector<double> centres;
    for (int64_t i = 0; i < rule.groups * rule.columns; ++i)
        centres.push_back(8 * random.unit() - 4);
    Matrix rows(rule.rows, rule.columns);
    for (int64_t i = 0; i < rule.rows; ++i)
        for (int64_t j = 0; j < rule.columns; ++j) {
            const int64_t group = i % rule.groups;
            const bool isAnywhere = rule.scatter > 0 && i % rule.scatter == 0;
            const double centre = centres[static_cast<size_t>(group * rule.columns + j)];
            rows(i, j) = static_cast<float>(
                isAnywhere ? 8 * random.unit() - 4
                           : centre + rule.spread * static_cast<double>(1 + group) * random.bell());
        }
    return rows;
}

// a: the largest cluster; a point: noise.
QByteArray textOf(const std::vector<int64_t> &labels)
{
    QByteArray text;
    for (const int64_t label : labels)
        text += label < 0 ? '.' : static_cast<char>('a' + label - 1);
    return text;
}

double distance(const Matrix &rows, int64_t a, int64_t b)
{
    double squares = 0;
    for (int64_t j = 0; j < rows.columns(); ++j)
        squares += std::pow(static_cast<double>(rows(a, j)) - rows(b, j), 2);
    return std::sqrt(squares);
}

// The length of the tree that Prim's algorithm finds in the full table of reachabilities.
double shortestTree(const Matrix &rows, int64_t neighbours)
{
    const int64_t count = rows.rows();
    std::vector<double> core;
    for (int64_t i = 0; i < count; ++i) {
        std::vector<double> all;
        for (int64_t j = 0; j < count; ++j)
            all.push_back(distance(rows, i, j));
        std::ranges::sort(all);
        core.push_back(all[static_cast<size_t>(neighbours - 1)]);
    }
    std::vector<double> nearest(core.size(), INFINITY);
    std::vector<bool> isIn(core.size());
    double total = 0;
    for (int64_t current = 0, taken = 1; taken < count; ++taken) {
        isIn[static_cast<size_t>(current)] = true;
        int64_t next = -1;
        for (int64_t j = 0; j < count; ++j) {
            const auto at = static_cast<size_t>(j);
            if (isIn[at])
                continue;
            nearest[at] = std::min(nearest[at], std::max({distance(rows, current, j), core[at],
                                                          core[static_cast<size_t>(current)]}));
            if (next < 0 || nearest[at] < nearest[static_cast<size_t>(next)])
                next = j;
        }
        total += nearest[static_cast<size_t>(next)];
        current = next;
    }
    return total;
}

} // namespace

class TestHdbscan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labelsAreThoseOfScikitLearn_data()
    {
        QTest::addColumn<Rule>("rule");
        QTest::addColumn<int>("smallest");
        QTest::addColumn<int>("neighbours");
        QTest::addColumn<QByteArray>("expected");
        // sklearn.cluster.HDBSCAN(min_cluster_size, min_samples), scikit-learn 1.9.1, its labels
        // renumbered by falling size. With more than one neighbour many edges of the tree are
        // equally long, and scikit-learn leaves their order to an unstable sort: here it does not
        // matter.
        QTest::newRow("clouds")
            << Rule{1, 90, 2, 3, 0.5, 0} << 8 << 8
            << QByteArray("ab.abbabcabca.ca.babca..ab.a.cab.ab.a.cabca..aaca.cab.abcabc"
                          "ab.abcabcab.accab.ab.a..a..ab.");
        QTest::newRow("samples")
            << Rule{4, 110, 2, 4, 0.3, 5} << 10 << 4
            << QByteArray("aacabccabababacabacabacabbcabacabac.bacabacabacabaaabaccbaca"
                          "bacab.cabababaccbacabacab.cabababacbbacacacabbcaba");
        QTest::newRow("single")
            << Rule{5, 60, 3, 1, 1, 0} << 5 << 5
            << QByteArray("............................................................");
        QTest::newRow("nested")
            << Rule{6, 140, 2, 7, 0.12, 9} << 6 << 3
            << QByteArray("bcfbdaaecbbdaaecfb..aecfbda.ecfbdaae.fbdaaecfadaaecfbdaaecfb"
                          "daa.cfbdaaecabdaaecfbbaaecfbdabecfbdaae.fbdaaecfadaaecfbd.ae"
                          "cfbdaa.ccbdaaec.bdaa");
        QTest::newRow("distances")
            << Rule{2, 120, 3, 4, 0.35, 6} << 6 << 1
            << QByteArray("aaceba..bacd.acdba..bac.aaceba.dbacd.acdba.ebac.aac.ba..bacd"
                          ".acdba.dbace.acbba.ebace.acdba.bbacb.acebaa.bac.aacdba..bacd");
        QTest::newRow("deep") << Rule{3, 100, 16, 5, 0.4, 7} << 5 << 1
                              << QByteArray(
                                     "acadebc.debcad.bcadeb.adebca.ebcade.cadebc.debcad.bcadeb.ade"
                                     "bca.ebcadebcadebc.debcad.bcadebaadebca.e");
        QTest::newRow("scattered")
            << Rule{7, 150, 2, 5, 0.2, 4} << 7 << 1
            << QByteArray(".bde.cbd.acbbeacedeabbdf.cbdaacb.eacadfa.bde.cbd.acb.eacadea"
                          ".bde.cbd.acbfeacfd.aab.ebcbdaacbaeaceffaebd.bcbd.acbeeac.dea"
                          ".bdf.cbd.acbaeacbd.a.b.e.cbd.a");
        QTest::newRow("wide")
            << Rule{8, 120, 40, 6, 0.6, 0} << 9 << 1
            << QByteArray("abcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdef"
                          "abcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdef");
    }

    void labelsAreThoseOfScikitLearn()
    {
        QFETCH(Rule, rule);
        QFETCH(int, smallest);
        QFETCH(int, neighbours);
        QFETCH(QByteArray, expected);
        QCOMPARE(textOf(clusterByDensity(made(rule),
                                         {.smallestCluster = smallest, .neighbours = neighbours})),
                 expected);
    }

    void treeIsAsShortAsPrims_data()
    {
        QTest::addColumn<Rule>("rule");
        QTest::addColumn<int>("neighbours");
        QTest::newRow("plane") << Rule{1, 150, 2, 4, 0.4, 5} << 1;
        QTest::newRow("reachability") << Rule{2, 150, 3, 4, 0.4, 5} << 7;
        QTest::newRow("deep") << Rule{3, 200, 40, 6, 0.5, 0} << 4;
        QTest::newRow("one cloud") << Rule{4, 120, 5, 1, 1, 0} << 120;
    }

    void treeIsAsShortAsPrims()
    {
        QFETCH(Rule, rule);
        QFETCH(int, neighbours);
        const Matrix rows = made(rule);
        const std::vector<TreeEdge> edges = reachabilityTree(rows, neighbours, {});
        QCOMPARE(std::ssize(edges), rule.rows - 1);
        double total = 0;
        for (const TreeEdge &edge : edges)
            total += edge.length;
        QVERIFY(std::abs(total - shortestTree(rows, neighbours)) < 1e-6 * total);
    }

    // Several blocks of distances; clouds that lie far apart are known.
    void manyRowsAreClusteredInBlocks()
    {
        const std::vector<int64_t> labels =
            clusterByDensity(blobs(3000, 6, 3), {.smallestCluster = 50});
        for (size_t i = 0; i < labels.size(); ++i)
            if (labels[i] > 0)
                QCOMPARE(labels[i], labels[i % 3]);
        QVERIFY(std::ranges::count(labels, -1) < 300);
        QCOMPARE(std::ranges::max(labels), 3);
    }

    void equalRowsAreOneCluster()
    {
        Matrix rows(24, 3);
        for (int64_t i = 0; i < 24; ++i)
            rows(i, i % 2) = 1;
        const std::vector<int64_t> labels = clusterByDensity(rows, {.smallestCluster = 5});
        for (size_t i = 0; i < labels.size(); ++i)
            QCOMPARE(labels[i], static_cast<int64_t>(i % 2) + 1);
    }

    void impossibleSettingsAreRefused()
    {
        const Matrix rows = blobs(20, 3, 2);
        QVERIFY_THROWS_EXCEPTION(OptionError, clusterByDensity(rows, {.smallestCluster = 1}));
        QVERIFY_THROWS_EXCEPTION(OptionError, clusterByDensity(rows, {.neighbours = 21}));
        QVERIFY_THROWS_EXCEPTION(OptionError, clusterByDensity(Matrix(0, 3), {}));
    }

    void stopsOnRequest()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped,
                                 clusterByDensity(blobs(40, 3, 2), {}, source.get_token()));
    }
};

QTEST_GUILESS_MAIN(TestHdbscan)
#include "tst_hdbscan.moc"
