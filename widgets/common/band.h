// The one line above a panel's content that tells its state: progress, warning or error, with
// actions. One message is shown at a time; more wait behind it ("and 2 more"). GUI thread only.
#pragma once

#include <QFrame>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QToolButton;

namespace helicase {

enum class BandKind { Info, Progress, Warning, Error };

struct BandAction {
    QString text;
    std::function<void()> function;
};

// A message is known by its id; showing the same id again replaces it.
struct BandMessage {
    QString id;
    BandKind kind = BandKind::Info;
    QString headline; // semibold: "No signal since 19:14."
    QString text = {};
    std::vector<BandAction> actions = {};
    double fraction = -1; // of Progress, 0 to 1; negative: unknown
    bool canBeClosed = true;
    // Of an error, which always offers "Details" and "Open log".
    QString details = {}; // all that is known; empty: the text
    QString logFile = {}; // what the worker wrote; empty: the window's log
};

class Band final : public QFrame {
    Q_OBJECT
public:
    // panelId names it: ID.band, its buttons ID.band.action.
    explicit Band(const QString &panelId, QWidget *parent = nullptr);

    void post(const BandMessage &message);
    void remove(const QString &id);
    void clear();
    bool isShowing(const QString &id) const;
    const std::vector<BandMessage> &messages() const { return messages_; }

Q_SIGNALS:
    // The user pressed "and n more".
    void moreRequested();
    // The user pressed "Open log" of an error that has no file of its own.
    void logRequested();
    void messagesChanged();

private:
    void refresh();
    void rebuildActions(const std::vector<BandAction> &actions);
    std::vector<BandAction> actionsOf(const BandMessage &message);

    QString panelId_;
    std::vector<BandMessage> messages_;
    QLabel *iconLabel_ = nullptr;
    QLabel *textLabel_ = nullptr;
    QProgressBar *progress_ = nullptr;
    QHBoxLayout *actionLayout_ = nullptr;
    QToolButton *moreButton_ = nullptr;
    QToolButton *closeButton_ = nullptr;
};

} // namespace helicase
