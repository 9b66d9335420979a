#include "core/base/error.h"
#include "core/neural/tensor/attention.h"

#include <QtTest>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

using namespace helicase;

namespace {

PackedBatch batchOfLengths(const std::vector<int> &lengths)
{
    std::vector<std::vector<TokenId>> sequences;
    for (const int length : lengths)
        sequences.emplace_back(static_cast<size_t>(length), TokenId{5});
    return pack(sequences);
}

// Every second position is missing, as in a row with masked places inside.
void stretchPositions(PackedBatch &batch)
{
    batch.positions = batch.positions * 2 + 1;
}

// The same by LibTorch's attention with the bias written out.
torch::Tensor referenceAttention(const torch::Tensor &queryKeyValue, const PackedBatch &batch,
                                 const std::vector<float> &slopes, AttentionMask mask)
{
    const int64_t heads = std::ssize(slopes);
    const torch::Tensor slope =
        torch::tensor(slopes).to(queryKeyValue.scalar_type()).view({heads, 1, 1});
    std::vector<torch::Tensor> outputs;
    int64_t first = 0;
    for (const int64_t length : batch.lengths()) {
        const torch::Tensor position =
            batch.positions.slice(0, first, first + length).to(queryKeyValue.scalar_type());
        torch::Tensor bias = -slope * (position.unsqueeze(0) - position.unsqueeze(1)).abs();
        if (mask == AttentionMask::Causal)
            bias = bias + torch::full({length, length}, -INFINITY, bias.options()).triu(1);
        const torch::Tensor rows = queryKeyValue.slice(0, first, first + length)
                                       .view({length, 3, heads, -1})
                                       .permute({1, 2, 0, 3});
        const torch::Tensor result =
            at::scaled_dot_product_attention(rows[0], rows[1], rows[2], bias, 0.0, false);
        outputs.push_back(result.transpose(0, 1).reshape({length, -1}));
        first += length;
    }
    return torch::cat(outputs);
}

double largestDifference(const torch::Tensor &a, const torch::Tensor &b)
{
    return (a.to(torch::kFloat64) - b.to(torch::kFloat64)).abs().max().item<double>();
}

} // namespace

class AttentionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void slopesOfAnyHeadCount_data();
    void slopesOfAnyHeadCount();
    void equalsExplicitBias_data();
    void equalsExplicitBias();
    void longSequence();
    void farPositionsUnderflowToZero();
    void bfloat16Input();
    void sameBitsForAnyNumberOfThreads();
    void refusesWrongShapes();
    void droppedProbabilities();
    void dropoutOfAPartIsThatOfTheWhole();
};

void AttentionTest::slopesOfAnyHeadCount_data()
{
    QTest::addColumn<int>("heads");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("1") << 1 << QList<double>{0.00390625};
    QTest::newRow("2") << 2 << QList<double>{0.0625, 0.00390625};
    QTest::newRow("3") << 3 << QList<double>{0.0625, 0.00390625, 0.25};
    QTest::newRow("8") << 8 << QList<double>{0.5,     0.25,     0.125,     0.0625,
                                             0.03125, 0.015625, 0.0078125, 0.00390625};
    QTest::newRow("12") << 12
                        << QList<double>{0.5,
                                         0.25,
                                         0.125,
                                         0.0625,
                                         0.03125,
                                         0.015625,
                                         0.0078125,
                                         0.00390625,
                                         0.7071067811865476,
                                         0.35355339059327384,
                                         0.17677669529663692,
                                         0.08838834764831849};
}

void AttentionTest::slopesOfAnyHeadCount()
{
    QFETCH(int, heads);
    QFETCH(QList<double>, expected);
    const std::vector<float> slopes = alibiSlopes(heads);
    QCOMPARE(std::ssize(slopes), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i)
        QCOMPARE(slopes[static_cast<size_t>(i)], static_cast<float>(expected[i]));
}

void AttentionTest::equalsExplicitBias_data()
{
    QTest::addColumn<QList<int>>("lengths");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("headWidth");
    QTest::addColumn<bool>("holes");
    QTest::addColumn<bool>("causal");
    QTest::newRow("one token") << QList<int>{1} << 2 << 4 << false << false;
    QTest::newRow("ragged") << QList<int>{3, 17, 1, 40, 16} << 4 << 8 << false << false;
    QTest::newRow("odd widths") << QList<int>{33, 15} << 3 << 7 << false << false;
    QTest::newRow("holes") << QList<int>{31, 5} << 5 << 8 << true << false;
    QTest::newRow("several blocks") << QList<int>{300, 129} << 2 << 64 << false << false;
    QTest::newRow("causal") << QList<int>{1, 50, 17} << 4 << 8 << false << true;
    QTest::newRow("causal blocks") << QList<int>{300} << 2 << 16 << true << true;
}

void AttentionTest::equalsExplicitBias()
{
    QFETCH(QList<int>, lengths);
    QFETCH(int, heads);
    QFETCH(int, headWidth);
    QFETCH(bool, holes);
    QFETCH(bool, causal);
    torch::manual_seed(7);
    PackedBatch batch = batchOfLengths({lengths.begin(), lengths.end()});
    if (holes)
        stretchPositions(batch);
    const AttentionMask mask = causal ? AttentionMask::Causal : AttentionMask::Bidirectional;
    const std::vector<float> slopes = alibiSlopes(heads);
    const int64_t width = int64_t{heads} * headWidth;
    const torch::Tensor input = torch::randn({batch.total(), 3 * width}).requires_grad_();
    const torch::Tensor exact = input.detach().to(torch::kFloat64).requires_grad_();
    const torch::Tensor direction = torch::randn({batch.total(), width});

    const torch::Tensor output = attend(input, batch, slopes, mask);
    const torch::Tensor expected = referenceAttention(exact, batch, slopes, mask);
    (output * direction).sum().backward();
    (expected * direction).sum().backward();
    QVERIFY2(largestDifference(output, expected) < 3e-6,
             qPrintable(QString::number(largestDifference(output, expected))));
    QVERIFY2(largestDifference(input.grad(), exact.grad()) < 1e-5,
             qPrintable(QString::number(largestDifference(input.grad(), exact.grad()))));
}

void AttentionTest::longSequence()
{
    torch::manual_seed(3);
    const PackedBatch batch = batchOfLengths({3000, 7});
    const std::vector<float> slopes = alibiSlopes(2);
    const torch::Tensor input = torch::randn({batch.total(), 3 * 32}).requires_grad_();
    const torch::Tensor exact = input.detach().to(torch::kFloat64).requires_grad_();
    const torch::Tensor output = attend(input, batch, slopes);
    const torch::Tensor expected =
        referenceAttention(exact, batch, slopes, AttentionMask::Bidirectional);
    output.square().sum().backward();
    expected.square().sum().backward();
    QVERIFY(largestDifference(output, expected) < 3e-6);
    QVERIFY(largestDifference(input.grad(), exact.grad()) < 1e-5);
}

void AttentionTest::farPositionsUnderflowToZero()
{
    // Two tokens so far apart that the bias leaves nothing of the other: each sees itself only.
    PackedBatch batch = batchOfLengths({2});
    batch.positions = torch::tensor({0, 1000000}, torch::kInt32);
    const torch::Tensor input = torch::randn({2, 12});
    const torch::Tensor output = attend(input, batch, {0.5f});
    QVERIFY(torch::equal(output, input.slice(1, 8, 12)));
}

void AttentionTest::bfloat16Input()
{
    const PackedBatch batch = batchOfLengths({20, 9});
    const torch::Tensor input = torch::randn({29, 48}).to(torch::kBFloat16).requires_grad_();
    const torch::Tensor output = attend(input, batch, alibiSlopes(4));
    QCOMPARE(output.scalar_type(), torch::kBFloat16);
    const torch::Tensor expected = referenceAttention(input.to(torch::kFloat64), batch,
                                                      alibiSlopes(4), AttentionMask::Bidirectional);
    QVERIFY(largestDifference(output, expected) < 0.02);
    output.sum().backward();
    QCOMPARE(input.grad().scalar_type(), torch::kBFloat16);
}

void AttentionTest::sameBitsForAnyNumberOfThreads()
{
    const PackedBatch batch = batchOfLengths({100, 30, 257, 64});
    const torch::Tensor input = torch::randn({batch.total(), 3 * 64});
    const int before = at::get_num_threads();
    std::vector<torch::Tensor> outputs;
    std::vector<torch::Tensor> gradients;
    for (const int threads : {1, 2, 3}) {
        at::set_num_threads(threads);
        const torch::Tensor leaf = input.clone().requires_grad_();
        outputs.push_back(attend(leaf, batch, alibiSlopes(4)));
        outputs.back().square().sum().backward();
        gradients.push_back(leaf.grad());
    }
    at::set_num_threads(before);
    for (size_t i = 1; i < outputs.size(); ++i) {
        QVERIFY(torch::equal(outputs[i], outputs[0]));
        QVERIFY(torch::equal(gradients[i], gradients[0]));
    }
}

void AttentionTest::refusesWrongShapes()
{
    const PackedBatch batch = batchOfLengths({4});
    QVERIFY_THROWS_EXCEPTION(Error, attend(torch::zeros({4, 20}), batch, alibiSlopes(2)));
    QVERIFY_THROWS_EXCEPTION(Error, attend(torch::zeros({5, 12}), batch, alibiSlopes(2)));
    QVERIFY_THROWS_EXCEPTION(Error, attend(torch::zeros({4, 12}), batch, {}));
}

namespace {

DropoutSource dropoutOf(double probability, uint64_t seed)
{
    return {.probability = probability,
            .generator = at::make_generator<at::CPUGeneratorImpl>(seed)};
}

// The attention probabilities as they were used: with the rows of the identity as values, the
// output is the probabilities.
torch::Tensor usedProbabilities(const torch::Tensor &queryKey, const PackedBatch &batch,
                                const DropoutSource &dropout)
{
    const int64_t tokens = batch.total();
    const torch::Tensor rows = torch::cat({queryKey, torch::eye(tokens)}, 1);
    return attendWithDropout(rows, batch, {0.0f}, AttentionMask::Causal, dropout);
}

} // namespace

void AttentionTest::droppedProbabilities()
{
    torch::manual_seed(3);
    const int64_t tokens = 150;
    const PackedBatch batch = batchOfLengths({tokens});
    const double probability = 0.2;
    const torch::Tensor queryKey = torch::randn({tokens, 2 * tokens});
    const torch::Tensor whole = usedProbabilities(queryKey, batch, {});
    const torch::Tensor dropped = usedProbabilities(queryKey, batch, dropoutOf(probability, 5));
    // Each is 0 or scaled; about the share asked for is 0, five deviations at most.
    const torch::Tensor seen = torch::ones({tokens, tokens}).tril().to(torch::kBool);
    const torch::Tensor kept = dropped.ne(0);
    QVERIFY(torch::allclose(dropped, whole * kept / (1 - probability), 1e-5, 1e-7));
    const double share = 1 - kept.masked_select(seen).to(torch::kFloat64).mean().item<double>();
    const auto count = static_cast<double>(seen.sum().item<int64_t>());
    QVERIFY2(std::abs(share - probability) < 5 * std::sqrt(0.16 / count),
             qPrintable(QString::number(share)));

    // Gradients are those of the same attention with this mask written out.
    const torch::Tensor ours = torch::randn({tokens, 3 * tokens}).requires_grad_();
    const torch::Tensor theirs = ours.detach().clone().requires_grad_();
    const torch::Tensor direction = torch::randn({tokens, tokens});
    const torch::Tensor mask = kept / (1 - probability);
    (attendWithDropout(ours, batch, {0.0f}, AttentionMask::Causal, dropoutOf(probability, 5)) *
     direction)
        .sum()
        .backward();
    const std::vector<torch::Tensor> parts = theirs.chunk(3, 1);
    const torch::Tensor scores = parts[0].matmul(parts[1].t()) / std::sqrt(150.0);
    const torch::Tensor probabilities =
        torch::softmax(scores.masked_fill(seen.logical_not(), -INFINITY), 1);
    ((probabilities * mask).matmul(parts[2]) * direction).sum().backward();
    QVERIFY2(largestDifference(ours.grad(), theirs.grad()) < 2e-5,
             qPrintable(QString::number(largestDifference(ours.grad(), theirs.grad()))));
}

void AttentionTest::dropoutOfAPartIsThatOfTheWhole()
{
    torch::manual_seed(4);
    const torch::Tensor rows = torch::randn({60, 3 * 8});
    const torch::Tensor whole = attendWithDropout(rows, batchOfLengths({30, 30}), {0.0f, 0.0f},
                                                  AttentionMask::Causal, dropoutOf(0.3, 9));
    DropoutSource part = dropoutOf(0.3, 9);
    part.rows = torch::arange(30, 60);
    const torch::Tensor second = attendWithDropout(rows.slice(0, 30, 60), batchOfLengths({30}),
                                                   {0.0f, 0.0f}, AttentionMask::Causal, part);
    QVERIFY(torch::equal(whole.slice(0, 30, 60), second));
}

QTEST_GUILESS_MAIN(AttentionTest)
#include "tst_attention.moc"
