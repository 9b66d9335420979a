// The loss of the runs that this panel started while they go on: one small plot and a line per run.
// GUI thread only.
#pragma once

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;

namespace helicase {

class FollowedRun;
class MetricPlot;
class Theme;

class LiveTraining final : public QWidget {
    Q_OBJECT
public:
    explicit LiveTraining(Theme &theme, QWidget *parent = nullptr);
    ~LiveTraining() override;

    // Hidden until there is one; those of the training before go.
    void follow(const QStringList &runFolders);
    int runs() const { return static_cast<int>(runs_.size()); }
    // "binding-cnn-01: running, step 40 of 300, validation r 0.912", a line per run.
    QString text() const;
    MetricPlot *plot() const { return plot_; }

Q_SIGNALS:
    // One of them validated, or ended.
    void measured();

private:
    void refresh();

    Theme &theme_;
    std::vector<std::unique_ptr<FollowedRun>> runs_;
    MetricPlot *plot_ = nullptr;
    QLabel *state_ = nullptr;
};

} // namespace helicase
