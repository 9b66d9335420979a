// The loader beside the training: order, state, errors.
#include "tests/core/neural/train/line_task.h"
#include "tests/support/test_data.h"

#include "core/neural/train/step_loader.h"

#include <atomic>
#include <thread>

using namespace helicase;
using namespace helicase::test;

namespace {

// Hands out how often it was asked; fails when told to.
class CountingTask final : public Task {
public:
    class Input final : public StepInput {
    public:
        int64_t size() const override { return 1; }
        int64_t number = 0;
    };

    std::unique_ptr<StepInput> draw(int64_t) override
    {
        if (drawn == failsAt)
            throw Error("the disk is gone");
        auto input = std::make_unique<Input>();
        input->number = drawn++;
        return input;
    }
    nlohmann::json samplerState() const override { return drawn.load(); }
    void restoreSampler(const nlohmann::json &state) override { drawn = state.get<int64_t>(); }

    std::vector<ParameterGroup> parameterGroups() override { return {}; }
    MicroStep loss(const StepInput &, int64_t, uint64_t) override { return {}; }
    std::map<std::string, double> evaluate() override { return {}; }
    Selection selection() const override { return {}; }
    ModelContent modelContent() const override { return {}; }
    void loadModel(const std::filesystem::path &) override {}

    std::atomic<int64_t> drawn = 0;
    int64_t failsAt = -1;
};

int64_t numberOf(StepLoader &loader)
{
    return dynamic_cast<CountingTask::Input &>(*loader.next()).number;
}

} // namespace

class TestStepLoader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepsComeInOrder_data()
    {
        QTest::addColumn<int>("ahead");
        for (const int ahead : {0, 1, 2, 7})
            QTest::addRow("%d ahead", ahead) << ahead;
    }

    void stepsComeInOrder()
    {
        QFETCH(int, ahead);
        CountingTask task;
        StepLoader loader(task, 1, ahead);
        for (int64_t i = 0; i < 100; ++i)
            QCOMPARE(numberOf(loader), i);
    }

    void itGoesAheadSoFarAndNotFurther()
    {
        CountingTask task;
        StepLoader loader(task, 1, 3);
        QCOMPARE(numberOf(loader), int64_t{0});
        QTRY_COMPARE(task.drawn.load(), int64_t{4});
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        QCOMPARE(task.drawn.load(), int64_t{4});
    }

    void itsStateIsThatOfTheStepsHandedOut()
    {
        for (int64_t taken = 0; taken < 40; ++taken) {
            CountingTask task, other;
            StepLoader loader(task, 1, 5), later(other, 1, 2);
            for (int64_t i = 0; i < taken; ++i)
                loader.skip();
            later.restore(loader.state());
            QCOMPARE(later.state(), loader.state());
            QCOMPARE(numberOf(later), taken);
            loader.restore(loader.state());
            QCOMPARE(numberOf(loader), taken);
        }
    }

    void errorsReachTheTrainerInTheirStep()
    {
        CountingTask task;
        task.failsAt = 4;
        StepLoader loader(task, 1, 2);
        for (int64_t i = 0; i < 4; ++i)
            QCOMPARE(numberOf(loader), i);
        QVERIFY_THROWS_EXCEPTION(Error, loader.next());
        QVERIFY_THROWS_EXCEPTION(Error, loader.next());
    }
};

QTEST_GUILESS_MAIN(TestStepLoader)
#include "tst_step_loader.moc"
