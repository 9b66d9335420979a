// What a panel shows while it has nothing to show: an icon, one sentence, one or two buttons that
// name the next step. GUI thread only.
#pragma once

#include <QWidget>
#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace helicase {

class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString &panelId, const QString &iconName, const QString &title,
               const QString &sentence, QWidget *parent = nullptr);
    void setText(const QString &title, const QString &sentence);
    // The first one is the primary button.
    QPushButton *addButton(const QString &text, const QString &objectName,
                           std::function<void()> function);
    // A button that triggers an existing action and follows its text and state.
    QPushButton *addButton(QAction *action);

private:
    void refreshIcon();
    void changeEvent(QEvent *event) override;

    QString iconName_;
    QLabel *iconLabel_ = nullptr;
    QLabel *title_ = nullptr;
    QLabel *sentence_ = nullptr;
    QHBoxLayout *buttons_ = nullptr;
};

} // namespace helicase
