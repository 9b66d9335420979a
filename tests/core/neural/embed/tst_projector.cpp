#include "core/base/error.h"
#include "core/neural/tensor/matrix_tensor.h"
#include "core/neural/embed/projector.h"
#include "core/neural/tensor/tensor_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace helicase;

class TestProjector : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::string path(const char *name) const { return folder_.filePath(name).toStdString(); }

    static NamedTensors weights()
    {
        torch::manual_seed(1);
        return {{"0.weight", torch::randn({6, 4})}, {"0.bias", torch::randn({6})},
                {"3.weight", torch::randn({3, 6})}, {"3.bias", torch::randn({3})},
                {"4.weight", torch::randn({3})},    {"4.bias", torch::randn({3})}};
    }

    static Matrix someVectors(int64_t rows, int64_t columns)
    {
        Matrix vectors(rows, columns);
        viewOf(vectors).copy_(torch::randn({rows, columns}));
        return vectors;
    }

private Q_SLOTS:
    // The same layers as PyTorch's nn.Sequential in evaluation mode.
    void filesGiveThePublishedLayers()
    {
        const NamedTensors tensors = weights();
        writeTensors(path("p.safetensors"), tensors);
        const Projector projector = Projector::named(path("p.safetensors"), 4, 0);
        const Matrix vectors = someVectors(5, 4);
        const Matrix projected = projector.apply(vectors);
        torch::nn::Sequential layers(torch::nn::Linear(4, 6), torch::nn::GELU(),
                                     torch::nn::Dropout(0.1), torch::nn::Linear(6, 3),
                                     torch::nn::LayerNorm(torch::nn::LayerNormOptions({3})));
        layers->eval();
        const torch::NoGradGuard noGradients;
        for (auto &entry : layers->named_parameters())
            entry.value().copy_(tensors.at(entry.key()));
        const torch::Tensor expected = layers->forward(viewOf(vectors));
        QVERIFY((viewOf(projected) - expected).abs().max().item<double>() < 1e-6);
        QVERIFY(projector.provenance().contains("projector_sha256"));
        QVERIFY_THROWS_EXCEPTION(Error, projector.apply(someVectors(2, 5)));
    }

    void drawnWeightsFollowFromTheSeed()
    {
        const Matrix vectors = someVectors(4, 8);
        const Matrix first = Projector::named("16-5", 8, 3).apply(vectors);
        const Matrix again = Projector::named("16-5", 8, 3).apply(vectors);
        const Matrix other = Projector::named("16-5", 8, 4).apply(vectors);
        QCOMPARE(first.columns(), int64_t{5});
        QVERIFY(torch::equal(viewOf(first), viewOf(again)));
        QVERIFY(!torch::allclose(viewOf(first), viewOf(other)));
        // LayerNorm: every row has mean 0 and variance 1.
        QVERIFY(viewOf(first).mean(1).abs().max().item<double>() < 1e-6);
        QVERIFY((viewOf(first).var(1, false) - 1).abs().max().item<double>() < 1e-2);
    }

    void badFilesAndWidthsAreRefused()
    {
        NamedTensors tensors = weights();
        tensors["3.weight"] = torch::randn({3, 7});
        writeTensors(path("shape.safetensors"), tensors);
        QVERIFY_THROWS_EXCEPTION(InputError, Projector::fromFile(path("shape.safetensors")));
        tensors = weights();
        tensors["0.bias"][1] = NAN;
        writeTensors(path("nan.safetensors"), tensors);
        QVERIFY_THROWS_EXCEPTION(InputError, Projector::fromFile(path("nan.safetensors")));
        tensors = weights();
        tensors.erase("4.bias");
        writeTensors(path("missing.safetensors"), tensors);
        QVERIFY_THROWS_EXCEPTION(InputError, Projector::fromFile(path("missing.safetensors")));
        QVERIFY_THROWS_EXCEPTION(OptionError, Projector::named("1024", 8, 0));
        QVERIFY_THROWS_EXCEPTION(OptionError, Projector::named("0-5", 8, 0));
    }

    void columnsAreStandardised()
    {
        Matrix vectors = someVectors(50, 3);
        for (int64_t i = 0; i < 50; ++i) {
            vectors(i, 1) = 100 + 7 * vectors(i, 1);
            vectors(i, 2) = 4;
        }
        standardizeColumns(vectors);
        const torch::Tensor view = viewOf(vectors).to(torch::kFloat64);
        QVERIFY(view.mean(0).abs().max().item<double>() < 1e-5);
        QVERIFY(std::abs(view.var(0, false)[1].item<double>() - 1) < 1e-5);
        QCOMPARE(vectors(7, 2), 0.0f);
    }
};

QTEST_GUILESS_MAIN(TestProjector)
#include "tst_projector.moc"
