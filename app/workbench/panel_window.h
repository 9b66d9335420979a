// A panel in a top-level window of its own. Its page in the main window says so meanwhile and
// offers to bring it back; closing the window does the same. GUI thread only.
#pragma once

#include <QMainWindow>

class QStackedWidget;

namespace helicase {

class EmptyState;
class Panel;
struct PanelEntry;

// Narrower windows show their panels compactly.
constexpr int compactBelow = 1180;

class PanelWindow final : public QMainWindow {
    Q_OBJECT
public:
    // Takes the panel out of the pages.
    PanelWindow(const PanelEntry &entry, Panel *panel, QStackedWidget *pages);

    Panel *panel() const { return panel_; }
    QWidget *placeholder() const;
    // The panel takes its place among the pages again; the window is of no more use then.
    void giveBack();

Q_SIGNALS:
    void closed();
    void activationChanged();

private:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

    Panel *panel_;
    QStackedWidget *pages_;
    EmptyState *placeholder_ = nullptr;
};

} // namespace helicase
