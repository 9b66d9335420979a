// What the shown run came to when it is done: the scores of a classifier or of a regression, or in
// a sentence why there is nothing to show yet. Files are read on a thread of their own. GUI thread
// only.
#pragma once

#include <QStackedWidget>

namespace helicase {

class ClassificationView;
class EmptyState;
class FollowedRun;
class PredictionLoader;
class RegressionView;
class Theme;

class RunResults final : public QStackedWidget {
    Q_OBJECT
public:
    explicit RunResults(Theme &theme, QWidget *parent = nullptr);

    // Null: no run. The run must outlive its being shown.
    void setRun(FollowedRun *run);
    // After the run's state has changed.
    void refresh();
    bool isShowingResult() const;
    ClassificationView *classes() const { return classes_; }
    RegressionView *values() const { return values_; }
    // The figure of the result that is seen most.
    void exportWithDialog();

Q_SIGNALS:
    // A result is there and shown.
    void ready();
    void failed(const QString &message);

private:
    template <typename View, typename Record>
    void showRecord(View *view, std::shared_ptr<const Record> record);
    void showSentence(const QString &title, const QString &sentence);
    void tellState();

    FollowedRun *run_ = nullptr;
    bool isRead_ = false; // the predictions of the shown run
    PredictionLoader *loader_ = nullptr;
    EmptyState *empty_ = nullptr;
    ClassificationView *classes_ = nullptr;
    RegressionView *values_ = nullptr;
};

} // namespace helicase
