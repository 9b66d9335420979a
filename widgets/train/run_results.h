// What the shown run came to when it is done: the scores of a classifier, or in a sentence why
// there is nothing to show yet. Files are read on a thread of their own. GUI thread only.
#pragma once

#include "widgets/evaluate/classification_record.h"

#include <QStackedWidget>

namespace helicase {

class ClassificationLoader;
class ClassificationView;
class EmptyState;
class FollowedRun;
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
    ClassificationView *view() const { return view_; }

Q_SIGNALS:
    // A result is there and shown.
    void ready();
    void failed(const QString &message);

private:
    void take(std::shared_ptr<const ClassificationRecord> record);
    void showSentence(const QString &title, const QString &sentence);
    void tellState();

    FollowedRun *run_ = nullptr;
    bool isRead_ = false; // the predictions of the shown run
    ClassificationLoader *loader_ = nullptr;
    EmptyState *empty_ = nullptr;
    ClassificationView *view_ = nullptr;
};

} // namespace helicase
