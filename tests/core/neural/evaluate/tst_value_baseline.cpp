// Baselines of regressions: the mean, and ridge regression on 4-mers against scikit-learn's.
#include "core/base/error.h"
#include "core/neural/evaluate/value_baseline.h"
#include "tests/support/test_data.h"

#include <algorithm>
#include <array>

using namespace helicase;

namespace {

// The sequences of the reference: a linear congruential generator that any language repeats.
class Bases {
public:
    std::string next(int length)
    {
        std::string bases;
        for (int i = 0; i < length; ++i) {
            state_ = (state_ * 1103515245 + 12345) % (uint64_t{1} << 31);
            bases += "ACGT"[(state_ >> 16) & 3];
        }
        return bases;
    }

private:
    uint64_t state_ = 7;
};

int64_t countOfAC(const std::string &bases)
{
    int64_t count = 0;
    for (size_t at = bases.find("AC"); at != std::string::npos; at = bases.find("AC", at + 2))
        ++count;
    return count;
}

double valueOf(const std::string &bases, int number)
{
    return static_cast<double>(std::ranges::count(bases, 'G')) +
           0.5 * static_cast<double>(countOfAC(bases)) + 2.0 * ((number * 7) % 5);
}

struct Data {
    Data()
    {
        Bases bases;
        for (int i = 0; i < 208; ++i) {
            const std::string sequence = bases.next(40);
            if (i >= 200) {
                asked.examples.push_back({.sequence = sequence});
                continue;
            }
            training.examples.push_back({.sequence = sequence});
            values.push_back(valueOf(sequence, i));
        }
    }
    ClassificationSet training;
    std::vector<double> values;
    ClassificationSet asked;
};

} // namespace

class TestValueBaseline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // RidgeCV with the penalties 0.1 to 1e6 on features of StandardScaler; it chooses 1000.
    void ridgeIsThatOfScikitLearn()
    {
        const Data data;
        const std::vector<double> predicted =
            predictValues("4-mer-regression", data.training, data.values, data.asked);
        const std::array<double, 8> reference{15.48006, 13.42844, 15.28033, 14.97836,
                                              16.37512, 14.81147, 15.36973, 14.12835};
        QCOMPARE(predicted.size(), reference.size());
        for (size_t i = 0; i < reference.size(); ++i)
            QVERIFY2(std::abs(predicted[i] - reference[i]) < 2e-4,
                     qPrintable(QString::number(predicted[i], 'f', 6)));
    }

    void theMeanSaysTheSameOfAll()
    {
        const Data data;
        const std::vector<double> values(200, 2.5);
        QCOMPARE(predictValues("majority", data.training, values, data.asked),
                 std::vector<double>(8, 2.5));
    }

    void oneExampleIsEnough()
    {
        Data data;
        data.training.examples.resize(1);
        const std::vector<double> predicted =
            predictValues("4-mer-regression", data.training, std::vector<double>{3.0}, data.asked);
        QCOMPARE(predicted, std::vector<double>(8, 3.0));
    }

    void namesAreKnown()
    {
        QCOMPARE(valueBaselineLabel("majority"), std::string("Mean of the training split"));
        QVERIFY_THROWS_EXCEPTION(OptionError, valueBaselineLabel("forest"));
    }
};

QTEST_GUILESS_MAIN(TestValueBaseline)
#include "tst_value_baseline.moc"
