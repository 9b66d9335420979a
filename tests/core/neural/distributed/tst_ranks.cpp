// Groups of ranks: how they meet, what they exchange, how they notice that one is gone.
#include "core/base/error.h"
#include "core/neural/distributed/local_sockets.h"
#include "tests/core/neural/distributed/thread_ranks.h"

#include <atomic>
#include <thread>

using namespace helicase;
using namespace helicase::test;

namespace {

struct Parameters {
    torch::Tensor weight = torch::ones({300, 40}).set_requires_grad(true);
    torch::Tensor bias = torch::ones({40}).set_requires_grad(true);
    torch::Tensor unused = torch::ones({7}).set_requires_grad(true);

    std::vector<torch::Tensor> all() const { return {weight, bias, unused}; }
    torch::Tensor loss(double scale) const
    {
        return ((weight * scale).sum(0) + bias).pow(2).mean();
    }
};

std::string lineOf(const std::function<void()> &work)
{
    try {
        work();
    } catch (const Error &error) {
        return error.line();
    }
    return "no error";
}

} // namespace

class TestRanks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sumsAndTexts_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {1, 2, 3, 4})
            QTest::addRow("%d ranks", size) << size;
    }

    void sumsAndTexts()
    {
        QFETCH(int, size);
        std::vector<std::vector<double>> sums(static_cast<size_t>(size));
        std::vector<std::string> texts(static_cast<size_t>(size));
        const std::string longText(100'000, 'x');
        onRanks(size, [&](RankGroup &ranks) {
            const auto rank = static_cast<size_t>(ranks.rank());
            sums[rank] = ranks.sum({0.1 * static_cast<double>(rank + 1), 1, std::nan("")});
            texts[rank] = ranks.fromFirst(ranks.isFirst() ? longText : "mine");
            texts[rank] += ranks.fromFirst(ranks.isFirst() ? "" : "mine");
        });
        for (const auto &sum : sums) {
            QVERIFY(std::abs(sum[0] - 0.05 * size * (size + 1)) < 1e-15);
            QCOMPARE(sum[0], sums[0][0]); // the same bits
            QCOMPARE(sum[1], double(size));
            QVERIFY(std::isnan(sum[2]));
        }
        for (const std::string &text : texts)
            QVERIFY(text == longText);
    }

    void gradientsAreMeans_data() { sumsAndTexts_data(); }

    // Each rank computes two passes, the last of which averages; nobody uses one of the parameters,
    // only the last rank the bias.
    void gradientsAreMeans()
    {
        QFETCH(int, size);
        std::vector<Parameters> parameters(static_cast<size_t>(size));
        onRanks(size, [&](RankGroup &ranks) {
            const Parameters &own = parameters[static_cast<size_t>(ranks.rank())];
            const auto rank = static_cast<double>(ranks.rank());
            const double onBias = ranks.rank() + 1 == ranks.size() ? 2 : 0;
            ranks.watch(own.all());
            for (int step = 0; step < 3; ++step) {
                for (const torch::Tensor &parameter : own.all())
                    parameter.mutable_grad().reset();
                (own.weight.sum() * (rank + 1)).backward();
                torch::Tensor loss = own.weight.sum() * 10;
                if (onBias > 0)
                    loss = loss + own.bias.sum() * onBias;
                ranks.averagedBackward(loss);
            }
        });
        for (const Parameters &own : parameters) {
            QVERIFY(torch::allclose(own.weight.grad(),
                                    torch::full_like(own.weight, 10 + (size + 1) / 2.0)));
            QVERIFY(torch::allclose(own.bias.grad(), torch::full_like(own.bias, 2.0 / size)));
            QVERIFY(!own.unused.grad().defined());
        }
    }

    // Several buckets, and a rank whose loss counts nothing.
    void largeGradientsEqualThoseOfOneProcess()
    {
        constexpr int64_t size = 2, width = 3000;
        std::vector<torch::Tensor> gradients(size);
        onRanks(size, [&](RankGroup &ranks) {
            const torch::Tensor first = torch::full({width, width}, 0.5).set_requires_grad(true);
            const torch::Tensor second = torch::full({width, 8}, 0.25).set_requires_grad(true);
            ranks.watch({first, second});
            const torch::Tensor input = torch::linspace(0, 1, width).view({1, width});
            const torch::Tensor loss = input.matmul(first).tanh().matmul(second).sum();
            ranks.averagedBackward(loss * (ranks.isFirst() ? 2.0 : 0.0));
            gradients[static_cast<size_t>(ranks.rank())] = first.grad().clone();
        });
        const torch::Tensor alone = torch::full({width, width}, 0.5).set_requires_grad(true);
        const torch::Tensor input = torch::linspace(0, 1, width).view({1, width});
        input.matmul(alone).tanh().matmul(torch::full({width, 8}, 0.25)).sum().backward();
        for (const torch::Tensor &gradient : gradients)
            QVERIFY(torch::allclose(gradient, alone.grad(), 1e-6, 0));
    }

    void allBeginWithTheWeightsOfTheFirst()
    {
        onRanks(3, [&](RankGroup &ranks) {
            const torch::Tensor weight =
                torch::full({5}, double(ranks.rank() + 7)).set_requires_grad(true);
            ranks.watch({weight});
            if (!torch::equal(weight.detach(), torch::full({5}, 7.0)))
                throw Error("other weights");
        });
    }

    void modelsOfOtherShapesAreRefused()
    {
        std::vector<std::string> lines(2);
        onRanks(
            2,
            [&](RankGroup &ranks) {
                lines[static_cast<size_t>(ranks.rank())] = lineOf([&] {
                    ranks.watch({torch::zeros({ranks.rank() + 3}).set_requires_grad(true)});
                });
            },
            3);
        QVERIFY2(lines[1].starts_with("rank 1 builds another model than rank 0"), lines[1].c_str());
    }

    void whoeverDoesNotComeIsNamed()
    {
        const uint16_t port = freePort();
        const std::string line = lineOf([&] {
            runInParallel(2, [&](size_t rank) {
                joinRanks(loopback(static_cast<int64_t>(rank), 3, port, 3), torch::kCPU, {});
            });
        });
        QVERIFY2(line.starts_with("rank 2 of 3 did not join the run within 3 s"), line.c_str());
    }

    void anAbsentMasterIsNamed()
    {
        const uint16_t port = freePort();
        const std::string line =
            lineOf([&] { joinRanks(loopback(1, 2, port, 1), torch::kCPU, {}); });
        QVERIFY2(line.starts_with("cannot reach rank 0 of the run at 127.0.0.1:"), line.c_str());
        QVERIFY(line.find('\n') == std::string::npos);
    }

    void aPortInUseIsNamed()
    {
        const uint16_t port = freePort();
        const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = ::htons(port);
        address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        QCOMPARE(::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        QCOMPARE(::listen(descriptor, 1), 0);
        const std::string line =
            lineOf([&] { joinRanks(loopback(0, 2, port, 1), torch::kCPU, {}); });
        ::close(descriptor);
        QVERIFY2(line.starts_with("cannot listen for the other processes at port "), line.c_str());
        QVERIFY2(line.find("in use") != std::string::npos, line.c_str());
    }

    void otherNumbersOfProcessesAreRefused()
    {
        const uint16_t port = freePort();
        std::stop_source stop;
        std::string one;
        std::thread first([&] {
            one = lineOf([&] { joinRanks(loopback(0, 2, port), torch::kCPU, stop.get_token()); });
        });
        const std::string other = lineOf([&] { joinRanks(loopback(1, 4, port), torch::kCPU, {}); });
        stop.request_stop();
        first.join();
        // Whoever comes second notices.
        QVERIFY2(one.starts_with("this process was started as one of 2, another as one of 4") ||
                     other.starts_with("this process was started as one of 4, another as one of 2"),
                 (one + " | " + other).c_str());
    }

    void twoOfOneRankAreRefused()
    {
        const uint16_t port = freePort();
        std::stop_source stop;
        std::vector<std::string> lines(3);
        runInParallel(3, [&](size_t thread) {
            const int64_t rank = thread == 0 ? 0 : 1;
            lines[thread] =
                lineOf([&] { joinRanks(loopback(rank, 3, port), torch::kCPU, stop.get_token()); });
            stop.request_stop();
        });
        const auto refused = std::ranges::count_if(lines, [](const std::string &line) {
            return line.starts_with("two processes of the run say that they are rank 1");
        });
        QCOMPARE(refused, 1);
    }

    void waitingForOthersCanBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        const uint16_t port = freePort();
        QVERIFY_THROWS_EXCEPTION(
            Stopped, joinRanks(loopback(0, 2, port, 60), torch::kCPU, stop.get_token()));
        QVERIFY_THROWS_EXCEPTION(
            Stopped, joinRanks(loopback(1, 2, port, 60), torch::kCPU, stop.get_token()));
    }

    void addressesOfThisMachine()
    {
        QCOMPARE(addressTowards("127.0.0.1", 29500), std::string("127.0.0.1"));
        const uint16_t port = freePort();
        const int descriptor = listenLocally(port);
        QVERIFY_THROWS_EXCEPTION(Error, listenLocally(port));
        ::close(descriptor);
        ::close(listenLocally(port));
    }

    void graphicsCardsAreRefusedHonestly()
    {
        const uint16_t port = freePort();
        const std::string line = lineOf([&] {
            runInParallel(2, [&](size_t rank) {
                joinRanks(loopback(static_cast<int64_t>(rank), 2, port, 5), torch::kCUDA, {});
            });
        });
        QVERIFY2(line.find("NCCL") != std::string::npos, line.c_str());
    }

    // At once, in whatever the other does.
    void aLostRankIsNoticed_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("sum") << "sum";
        QTest::newRow("text") << "text";
        QTest::newRow("backward pass") << "backward";
    }

    void aLostRankIsNoticed()
    {
        QFETCH(QString, what);
        std::string line;
        onRanks(2, [&](RankGroup &ranks) {
            const Parameters own;
            ranks.watch(own.all());
            ranks.averagedBackward(own.loss(1));
            if (ranks.rank() == 1)
                return;
            line = lineOf([&] {
                for (int i = 0; i < 3; ++i)
                    if (what == "sum")
                        ranks.sum({1});
                    else if (what == "text")
                        ranks.fromFirst("a");
                    else
                        ranks.averagedBackward(own.loss(2));
            });
        });
        QVERIFY2(line.starts_with("the connection to another process of the run broke"),
                 line.c_str());
    }

    void aSilentRankIsNoticed()
    {
        const uint16_t port = freePort();
        std::string line;
        std::atomic<bool> isOver = false;
        runInParallel(2, [&](size_t rank) {
            const auto ranks =
                joinRanks(loopback(static_cast<int64_t>(rank), 2, port, 3), torch::kCPU, {});
            if (rank == 0)
                line = lineOf([&] { ranks->sum({1}); });
            else
                while (!isOver)
                    std::this_thread::sleep_for(std::chrono::milliseconds(10));
            isOver = true;
        });
        QVERIFY2(line.starts_with("another process of the run gave no answer for 3 s"),
                 line.c_str());
    }
};

QTEST_GUILESS_MAIN(TestRanks)
#include "tst_ranks.moc"
