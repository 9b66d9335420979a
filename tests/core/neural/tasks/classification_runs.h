// A folder with tiny labelled data and the fine-tuning runs that a test makes in it.
#pragma once

#include "core/run/run_folder.h"
#include "tests/core/neural/tasks/classification_fixture.h"

#include <QTemporaryDir>

namespace helicase::test {

class ClassificationRuns : public QObject {
protected:
    using Changes = std::map<std::string, std::string>;

    void writeData()
    {
        root_ = folder_.path().toStdString();
        std::filesystem::create_directories(data());
        writeLabelled(data() / "train.csv", 70, 1);
        writeLabelled(data() / "dev.csv", 30, 2);
        writeLabelled(data() / "test.csv", 33, 3);
    }

    std::filesystem::path data() const { return root_ / "data"; }

    TrainingRequest request(const std::string &run, const Changes &changes) const
    {
        TrainingRequest result{.task = "classify", .options = tinyOptions(data(), changes)};
        result.run = root_ / run;
        result.commandLine = "helicase train classify";
        result.version = "test";
        return result;
    }

    ExitStatus train(const std::string &run, const Changes &changes) const
    {
        return runTraining(request(run, changes), {});
    }

    // A trained run, made once.
    std::filesystem::path startingModel() const
    {
        const std::filesystem::path run = root_ / "start";
        if (!std::filesystem::exists(run))
            train("start", {{"length.steps", "2"}});
        return run;
    }

    static std::filesystem::path locateModelOf(const std::filesystem::path &run)
    {
        return newestIntactCheckpoint(RunFolder(run))->folder;
    }

    QTemporaryDir folder_;
    std::filesystem::path root_;
};

} // namespace helicase::test
