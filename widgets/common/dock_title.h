// The title of a side dock: its name, and a button that hides the dock. A double click does the
// same. GUI thread only.
#pragma once

#include <QWidget>

class QDockWidget;

namespace helicase {

class DockTitle final : public QWidget {
    Q_OBJECT
public:
    explicit DockTitle(QDockWidget *dock);

private:
    void mouseDoubleClickEvent(QMouseEvent *event) override;

    QDockWidget *dock_;
};

} // namespace helicase
