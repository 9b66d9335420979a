// The dock below the panels: Jobs, Log, Problems; closed at the start. GUI thread only.
#pragma once

#include <QDockWidget>

class QTabWidget;

namespace helicase {

class JobRunner;
class Journal;

enum class BottomPage { Jobs, Log, Problems };

class BottomDock final : public QDockWidget {
    Q_OBJECT
public:
    BottomDock(JobRunner &jobs, Journal &journal, QWidget *parent = nullptr);
    // Shows the page, or closes the dock when it shows that page already.
    void toggle(BottomPage page);
    void open(BottomPage page);
    bool isOpenAt(BottomPage page) const;

Q_SIGNALS:
    void pageChanged();

private:
    QTabWidget *tabs_ = nullptr;
};

} // namespace helicase
