// Compares the inputs of a run with the files as they are now, and its checkpoints with their
// manifests. Files are read on a thread of its own; what is known of an unchanged file is not
// computed again. Lives on the GUI thread.
#pragma once

#include "core/run/run_inputs.h"

#include <QMetaType>
#include <QObject>
#include <QThreadPool>

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace helicase {

struct RunVerification {
    std::filesystem::path folder;
    std::vector<RecordedInput> inputs;
    std::vector<InputState> inputStates; // parallel to inputs; shorter while it is not complete
    std::map<int64_t, bool> checkpoints; // by step: intact or not
    std::vector<int64_t> incomplete;     // checkpoints without a manifest
    bool isComplete = false;
};

class RunVerifier final : public QObject {
    Q_OBJECT
public:
    explicit RunVerifier(QObject *parent = nullptr);
    ~RunVerifier() override;

    // What was being checked before is given up.
    void check(const std::filesystem::path &folder);

Q_SIGNALS:
    // First with the names of the inputs, then with everything.
    void checked(const helicase::RunVerification &result);

private:
    class Memory;

    std::shared_ptr<Memory> memory_; // used by the pool's one thread only
    QThreadPool pool_;
    std::stop_source stop_;
};

} // namespace helicase

Q_DECLARE_METATYPE(helicase::RunVerification)
