#include "core/base/error.h"
#include "core/neural/project/pca.h"
#include "tests/core/neural/cluster/blobs.h"
#include "tests/core/neural/embed/reference_tensors.h"
#include "tests/support/test_data.h"

#include <cmath>

using namespace helicase;
using namespace helicase::test;

class TestPca : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithScikitLearn_data()
    {
        QTest::addColumn<int>("set");
        for (const int set : {0, 1, 2})
            QTest::addRow("set %d", set) << set;
    }
    void agreesWithScikitLearn()
    {
        HELICASE_NEEDS_DATA();
        QFETCH(int, set);
        const SafetensorsFile file(dataFolder() / "reference_models/kmeans/pca/pca.safetensors");
        const std::string name = std::to_string(set) + ".";
        const TensorView &components = file.at(name + "components");
        const PcaResult result =
            principalComponents(matrixOf(file.at(name + "x")), components.shape[0]);
        const TensorView &transformed = file.at(name + "transformed");
        for (int64_t i = 0; i < result.coordinates.rows() * result.coordinates.columns(); ++i) {
            const double expected = realAt(transformed, static_cast<size_t>(i));
            QVERIFY(std::abs(result.coordinates.data()[i] - expected) <=
                    1e-5 * std::max(1.0, std::abs(expected)));
        }
        for (int64_t i = 0; i < result.components.rows() * result.components.columns(); ++i)
            QVERIFY(std::abs(result.components.data()[i] -
                             realAt(components, static_cast<size_t>(i))) <= 1e-5);
        const TensorView &shares = file.at(name + "explained_variance_ratio");
        for (size_t i = 0; i < result.explainedVariance.size(); ++i)
            QVERIFY(std::abs(result.explainedVariance[i] - realAt(shares, i)) <= 1e-6);
    }

    // Points on a line: the first component is the line, the second has no variance.
    void findsALine()
    {
        Matrix line(5, 2);
        for (int64_t i = 0; i < 5; ++i) {
            line(i, 0) = static_cast<float>(3 * i);
            line(i, 1) = static_cast<float>(-4 * i);
        }
        const PcaResult result = principalComponents(line, 2);
        QVERIFY(std::abs(result.explainedVariance[0] - 1) < 1e-12);
        QVERIFY(result.explainedVariance[1] < 1e-12);
        QCOMPARE(result.components(0, 1), 0.8f); // the largest loading is made positive
        QCOMPARE(result.components(0, 0), -0.6f);
        QCOMPARE(result.coordinates(0, 0), 10.0f);
        QCOMPARE(result.coordinates(4, 0), -10.0f);
    }

    void bothRoutesAgree()
    {
        const Matrix wide = blobs(20, 21, 4);
        Matrix square(21, 21); // one more row, at the mean: nothing but the number of rows changes
        for (int64_t j = 0; j < 21; ++j) {
            for (int64_t i = 0; i < 20; ++i) {
                square(i, j) = wide(i, j);
                square(20, j) += wide(i, j) / 20;
            }
        }
        const PcaResult byRows = principalComponents(wide, 3);
        const PcaResult byColumns = principalComponents(square, 3);
        for (int64_t i = 0; i < 20; ++i)
            for (int64_t k = 0; k < 3; ++k)
                QVERIFY(std::abs(byRows.coordinates(i, k) - byColumns.coordinates(i, k)) < 1e-4);
    }

    void equalRowsHaveNoVariance()
    {
        const PcaResult result = principalComponents(Matrix(4, 3), 2);
        QCOMPARE(result.explainedVariance, std::vector<double>({0, 0}));
        QCOMPARE(result.coordinates(2, 1), 0.0f);
    }

    void refusesTooManyDimensions()
    {
        QVERIFY_THROWS_EXCEPTION(Error, principalComponents(Matrix(5, 3), 4));
        QVERIFY_THROWS_EXCEPTION(Error, principalComponents(Matrix(1, 3), 1));
        QVERIFY_THROWS_EXCEPTION(Error, principalComponents(Matrix(5, 3), 0));
    }
};

QTEST_GUILESS_MAIN(TestPca)
#include "tst_pca.moc"
