// Baselines of classifiers: the most frequent class, regression on k-mer counts.
#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/neural/evaluate/classifier_baseline.h"
#include "tests/support/test_data.h"

using namespace helicase;

class TestClassifierBaseline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void baselinesLearnFromWords()
    {
        std::vector<ClassificationExample> examples;
        RandomStream random(3, "bases");
        for (int i = 0; i < 120; ++i) {
            std::string bases;
            const std::string_view letters = i % 3 == 0 ? "AAACGT" : "ACGTTT";
            for (int j = 0; j < 60; ++j)
                bases += letters[random.below(letters.size())];
            examples.push_back({.sequence = bases, .label = i % 3 == 0 ? "a" : "t"});
        }
        const ClassificationSet all{.examples = examples, .file = "set.csv"};
        const std::vector<int64_t> numbers = ClassList({"a", "t"}).numbersOf(all);
        const Matrix constant = predictBaseline("majority", all, numbers, 2, all);
        QVERIFY(std::abs(constant(5, 1) - 2.0f / 3) < 1e-5f);
        const Matrix learned = predictBaseline("4-mer-regression", all, numbers, 2, all);
        int right = 0;
        for (int64_t i = 0; i < 120; ++i) {
            QVERIFY(std::abs(learned(i, 0) + learned(i, 1) - 1) < 1e-5f);
            right += (learned(i, 1) > 0.5f) == (numbers[static_cast<size_t>(i)] == 1);
        }
        QVERIFY(right >= 115);
        QVERIFY_THROWS_EXCEPTION(OptionError, classifierBaselineLabel("forest"));
    }
};

QTEST_GUILESS_MAIN(TestClassifierBaseline)
#include "tst_classifier_baseline.moc"
