#include "core/base/error.h"
#include "core/neural/tensor/packed_batch.h"

#include <QtTest>

using namespace helicase;

namespace {

const std::vector<std::vector<TokenId>> threeSequences{{1, 5, 2}, {1, 2}, {1, 7, 8, 9, 2}};

torch::Tensor rowsOf(int64_t total, int64_t width)
{
    return torch::arange(total * width, torch::kFloat32).view({total, width}).requires_grad_();
}

} // namespace

class PackedBatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void packsSequences();
    void refusesEmptySequences();
    void packedEqualsPadded();
    void holesKeepPositions();
    void unpackIsTheInverse();
    void pooling();
    void poolingGradients();
    void selectedTokens();
};

void PackedBatchTest::packsSequences()
{
    const PackedBatch batch = pack(threeSequences);
    QCOMPARE(batch.sequences(), 3);
    QCOMPARE(batch.total(), 10);
    QCOMPARE(batch.longest, 5);
    QVERIFY(
        torch::equal(batch.tokens, torch::tensor({1, 5, 2, 1, 2, 1, 7, 8, 9, 2}, torch::kInt64)));
    QVERIFY(torch::equal(batch.positions,
                         torch::tensor({0, 1, 2, 0, 1, 0, 1, 2, 3, 4}, torch::kInt32)));
    QVERIFY(torch::equal(batch.offsets, torch::tensor({0, 3, 5, 10}, torch::kInt32)));
    QVERIFY(batch.lengths() == (std::vector<int64_t>{3, 2, 5}));
}

void PackedBatchTest::refusesEmptySequences()
{
    QVERIFY_THROWS_EXCEPTION(Error, pack({}));
    const std::vector<std::vector<TokenId>> withEmpty{{1, 2}, {}};
    QVERIFY_THROWS_EXCEPTION(Error, pack(withEmpty));
    QVERIFY_THROWS_EXCEPTION(Error,
                             packPadded(torch::ones({2, 3}, torch::kInt64),
                                        torch::tensor({{1, 1, 0}, {0, 0, 0}}, torch::kInt64)));
}

void PackedBatchTest::packedEqualsPadded()
{
    const torch::Tensor ids =
        torch::tensor({{1, 5, 2, 3, 3}, {1, 2, 3, 3, 3}, {1, 7, 8, 9, 2}}, torch::kInt64);
    const PackedBatch padded = packPadded(ids, ids != 3, torch::zeros_like(ids));
    const PackedBatch packed = pack(threeSequences);
    QVERIFY(torch::equal(padded.tokens, packed.tokens));
    QVERIFY(torch::equal(padded.positions, packed.positions));
    QVERIFY(torch::equal(padded.offsets, packed.offsets));
    QVERIFY(torch::equal(padded.tokenTypes, torch::zeros({10}, torch::kInt64)));
    QCOMPARE(padded.longest, 5);
}

void PackedBatchTest::holesKeepPositions()
{
    const torch::Tensor ids = torch::tensor({{9, 4, 3, 6}, {3, 5, 6, 7}}, torch::kInt64);
    const torch::Tensor mask = torch::tensor({{1, 1, 0, 1}, {0, 1, 1, 0}}, torch::kInt64);
    const PackedBatch batch = packPadded(ids, mask);
    QVERIFY(torch::equal(batch.tokens, torch::tensor({9, 4, 6, 5, 6}, torch::kInt64)));
    QVERIFY(torch::equal(batch.positions, torch::tensor({0, 1, 3, 1, 2}, torch::kInt32)));
    QVERIFY(torch::equal(firstToken(batch.tokens, batch), torch::tensor({9, 5}, torch::kInt64)));
}

void PackedBatchTest::unpackIsTheInverse()
{
    const torch::Tensor mask = torch::tensor({{1, 0, 1}, {0, 1, 0}}, torch::kInt64);
    const torch::Tensor flat = rowsOf(3, 2);
    const torch::Tensor padded = unpack(flat, mask);
    QVERIFY(torch::equal(padded.detach(), torch::tensor({{{0., 1.}, {0., 0.}, {2., 3.}},
                                                         {{0., 0.}, {4., 5.}, {0., 0.}}},
                                                        torch::kFloat32)));
    QVERIFY(torch::equal(gather(padded, mask), flat));
    padded.square().sum().backward();
    QVERIFY(torch::equal(flat.grad(), 2 * flat.detach()));
}

void PackedBatchTest::pooling()
{
    const PackedBatch batch = pack(threeSequences);
    const torch::Tensor flat = rowsOf(10, 2);
    QVERIFY(torch::allclose(meanPool(flat, batch),
                            torch::tensor({{2., 3.}, {7., 8.}, {14., 15.}}, torch::kFloat32)));
    QVERIFY(torch::equal(maxPool(flat, batch),
                         torch::tensor({{4., 5.}, {8., 9.}, {18., 19.}}, torch::kFloat32)));
    QVERIFY(torch::equal(firstToken(flat, batch),
                         torch::tensor({{0., 1.}, {6., 7.}, {10., 11.}}, torch::kFloat32)));
}

void PackedBatchTest::poolingGradients()
{
    const PackedBatch batch = pack(threeSequences);
    const torch::Tensor flat = rowsOf(10, 1);
    meanPool(flat, batch).sum().backward();
    const float third = 1.0f / 3;
    QVERIFY(torch::allclose(flat.grad().flatten(), torch::tensor({third, third, third, .5f, .5f,
                                                                  .2f, .2f, .2f, .2f, .2f})));
}

void PackedBatchTest::selectedTokens()
{
    const PackedBatch batch = pack(threeSequences);
    const std::vector<int64_t> lengths{2, 1};
    const PackedBatch some = selectTokens(batch, torch::tensor({3, 4, 9}, torch::kInt64), lengths);
    QCOMPARE(some.lengths(), lengths);
    QCOMPARE(some.longest, int64_t{2});
    QVERIFY(torch::equal(some.tokens, batch.tokens.index_select(0, some.rows)));
    QVERIFY(torch::equal(some.positions, torch::tensor({0, 1, 4}, torch::kInt32)));
    // Chosen once more, they are still told by the first batch.
    const PackedBatch one =
        selectTokens(some, torch::tensor({2}, torch::kInt64), std::vector<int64_t>{1});
    QVERIFY(torch::equal(one.rows, torch::tensor({9}, torch::kInt64)));
    QVERIFY_THROWS_EXCEPTION(
        Error, selectTokens(batch, torch::zeros({0}, torch::kInt64), std::vector<int64_t>{0}));
}

QTEST_GUILESS_MAIN(PackedBatchTest)
#include "tst_packed_batch.moc"
