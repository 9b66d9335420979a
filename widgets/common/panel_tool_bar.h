// The toolbar of a panel. What does not fit goes by its weight: the labels of secondary buttons
// first (ButtonText::WhileRoom), from the right to the left, then the last tools behind the ">>"
// button. What stands at the end (Export) is always visible. GUI thread only.
#pragma once

#include <QToolBar>

class QHBoxLayout;

namespace helicase {

class PanelToolBar final : public QToolBar {
    Q_OBJECT
public:
    explicit PanelToolBar(const QString &title, QWidget *parent = nullptr);

    // At the right end, in the order of the calls.
    void addAtEnd(QWidget *widget);

protected:
    bool event(QEvent *event) override;
    void actionEvent(QActionEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();
    // Room at the right end that the tools leave free.
    void keepClear(int endWidth);

    QWidget *more_ = nullptr; // the ">>" button
    QWidget *end_ = nullptr;
    QHBoxLayout *endLayout_ = nullptr;
};

} // namespace helicase
