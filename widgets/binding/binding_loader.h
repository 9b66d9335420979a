// Reads windows, results, explanations and likelihoods on a thread of its own: the boundary where
// errors of these files are caught. Lives on the GUI thread.
#pragma once

#include "widgets/binding/binding_data.h"
#include "widgets/binding/binding_result.h"
#include "widgets/binding/explanation.h"

#include <QObject>
#include <QThreadPool>

#include <functional>

namespace helicase {

class BindingLoader final : public QObject {
    Q_OBJECT
public:
    enum class Kind { Data, Result, Explanation, Likelihood };
    Q_ENUM(Kind)

    explicit BindingLoader(QObject *parent = nullptr);
    ~BindingLoader() override;

    void openData(const QString &sequences, const QString &scores);
    void openResult(const QString &folder);
    void openExplanation(const QString &folder);
    // A bedGraph of one window with so many bases; bases without a line are NaN.
    void openLikelihood(const QString &file, const QString &window, int64_t bases);
    // What was asked for of this kind arrives no more.
    void drop(Kind kind);
    bool isBusy() const { return pending_ > 0; }

Q_SIGNALS:
    void dataOpened(std::shared_ptr<const helicase::BindingData> data);
    void resultOpened(std::shared_ptr<const helicase::BindingResult> result);
    void explanationOpened(std::shared_ptr<const helicase::Explanation> explanation);
    void likelihoodOpened(const QString &window, const std::vector<float> &nats);
    void failed(helicase::BindingLoader::Kind kind, const QString &message);

private:
    // work gives what is to be done on the GUI thread.
    void start(Kind kind, std::function<std::function<void()>()> work);

    QThreadPool pool_;
    int pending_ = 0;
    std::array<int, 4> turn_{}; // of each kind, the newest request
};

// Throws InputError.
std::vector<float> readLikelihood(const std::filesystem::path &file, int64_t bases);

} // namespace helicase
