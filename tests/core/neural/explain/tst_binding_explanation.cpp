#include "core/base/error.h"
#include "core/neural/explain/binding_explanation.h"
#include "core/neural/model/binding_model.h"
#include "core/neural/tensor/matrix_tensor.h"
#include "tests/core/neural/embed/synthetic_species.h"
#include "tests/core/neural/explain/binding_models.h"

#include <QTemporaryDir>

#include <cmath>
#include <numeric>

using namespace helicase;
using namespace helicase::test;

class TestBindingExplanation : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string window_;

    std::filesystem::path path(const QString &name) const
    {
        return folder_.filePath(name).toStdString();
    }

    BindingExplanation explain(const QString &model, int64_t first, int64_t bases) const
    {
        SilentProgress progress;
        return BindingExplainer(path(model)).explain(window_, first, bases, progress);
    }

    static void models()
    {
        QTest::addColumn<QString>("model");
        for (const char *name : {"encoder", "gpt", "onehot"})
            QTest::newRow(name) << name;
    }

private Q_SLOTS:
    void initTestCase()
    {
        RandomStream random(2, "window");
        window_ = randomBases(60, 0.5, random);
        writeBindingModels(folder_.path().toStdString());
    }

    void substitutionsAreThoseOfTheNaiveLoop_data() { models(); }

    // Whatever a backbone computes once for all variants, the result is that of every window alone.
    void substitutionsAreThoseOfTheNaiveLoop()
    {
        QFETCH(QString, model);
        const Mutagenesis found = explain(model, 0, std::ssize(window_)).mutagenesis;
        BindingPredictor predictor = BindingPredictor::load(path(model));
        QCOMPARE(found.bases(), int64_t{60});
        double largest = 0;
        for (int64_t base = 0; base < 60; ++base)
            for (int64_t letter = 0; letter < 4; ++letter) {
                std::string variant = window_;
                variant[static_cast<size_t>(base)] = "ACGT"[letter];
                const Matrix alone = predictor.predict({&variant, 1});
                const std::span<const float> row = found.variants.row(4 * base + letter);
                for (size_t i = 0; i < row.size(); ++i)
                    largest =
                        std::max(largest, std::abs(static_cast<double>(row[i] - alone.row(0)[i])));
                const double change =
                    std::accumulate(alone.row(0).begin(), alone.row(0).end(), 0.0) -
                    std::accumulate(found.reference.begin(), found.reference.end(), 0.0);
                QVERIFY(std::abs(found.change(base, letter) - change) < 1e-3);
            }
        QVERIFY2(largest < 2e-5, qPrintable(QString::number(largest)));
    }

    void aSpanIsThatPartOfTheWhole_data() { models(); }
    void aSpanIsThatPartOfTheWhole()
    {
        QFETCH(QString, model);
        const Mutagenesis whole = explain(model, 0, 60).mutagenesis;
        const Mutagenesis part = explain(model, 37, 11).mutagenesis;
        QCOMPARE(part.first, int64_t{37});
        QCOMPARE(part.bases(), int64_t{11});
        const torch::Tensor difference =
            (viewOf(part.variants) - viewOf(whole.variants).narrow(0, 4 * 37, 44)).abs();
        QVERIFY(difference.max().item<float>() < 2e-5f);
    }

    // The baseline reads one-hot letters: an infinitesimally weaker letter changes the sum by its
    // attribution.
    void attributionIsTheGradient()
    {
        const std::vector<double> attribution = explain("onehot", 0, 1).attribution;
        BindingPredictor predictor = BindingPredictor::load(path("onehot"));
        predictor.module().eval();
        auto &model = dynamic_cast<BindingBaselineImpl &>(predictor.module());
        const torch::NoGradGuard noGradient;
        const std::vector<std::string_view> views{window_};
        const torch::Tensor rows = oneHotBases(views, 60).to(torch::kFloat64);
        model.to(torch::kFloat64);
        const double step = 1e-4;
        for (const int64_t base : {0, 17, 59}) {
            const auto sumWith = [&](double factor) {
                torch::Tensor changed = rows.clone();
                changed.select(2, base).mul_(factor);
                return model.forward(changed).sum().item<double>();
            };
            const double slope = (sumWith(1 + step) - sumWith(1 - step)) / (2 * step);
            QVERIFY(std::abs(slope - attribution[static_cast<size_t>(base)]) < 1e-4);
        }
    }

    void attentionBelongsToTheForwardPass_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("looksAhead");
        QTest::newRow("encoder") << "encoder" << true;
        QTest::newRow("gpt") << "gpt" << false;
    }
    void attentionBelongsToTheForwardPass()
    {
        QFETCH(QString, model);
        QFETCH(bool, looksAhead);
        const BindingExplanation explanation = explain(model, 0, 1);
        QCOMPARE(explanation.attention.size(), size_t{2});
        const auto tokens = std::ssize(explanation.tokens);
        for (const AttentionMap &map : explanation.attention) {
            QCOMPARE(map.heads, int64_t{4});
            const torch::Tensor weights =
                torch::tensor(map.weights).view({map.heads, tokens, tokens});
            QVERIFY((weights.sum(-1) - 1).abs().max().item<float>() < 1e-5f);
            QCOMPARE(weights.triu(1).sum().item<float>() > 0, looksAhead);
        }
        QCOMPARE(explanation.tokens.front(),
                 looksAhead ? std::string("special") : "1 " + window_.substr(0, 1));
    }

    void impossibleSpansAreRefused()
    {
        for (const auto &[first, bases] : {std::pair(-1, 2), std::pair(0, 61), std::pair(60, 1)})
            QVERIFY_THROWS_EXCEPTION(OptionError, explain("onehot", first, bases));
    }

    void stopsOnRequest()
    {
        std::stop_source stop;
        stop.request_stop();
        SilentProgress progress;
        QVERIFY_THROWS_EXCEPTION(
            Stopped,
            BindingExplainer(path("onehot")).explain(window_, 0, 60, progress, stop.get_token()));
    }
};

QTEST_APPLESS_MAIN(TestBindingExplanation)
#include "tst_binding_explanation.moc"
