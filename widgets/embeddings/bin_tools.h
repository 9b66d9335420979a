// What edits bins and own labels: new, move, take out, rename, remove, label. Owns their actions.
// GUI thread.
#pragma once

#include <QList>
#include <QObject>

#include <functional>

class QAction;

namespace helicase {

class ActionRegistry;
class BinScoring;
class CloudModel;
class Panel;

class BinTools final : public QObject {
    Q_OBJECT

public:
    // Asks for a text; empty: given up. known: texts to choose among.
    using AskForText = std::function<QString(const QString &title, const QString &question,
                                             const QString &text, const QStringList &known)>;

    BinTools(Panel *panel, ActionRegistry &actions, CloudModel &model, BinScoring &scoring);

    // In place of the dialog.
    void setQuestion(AskForText ask) { ask_ = std::move(ask); }

    QAction *newBin() const { return newBin_; }
    QAction *move() const { return move_; }
    QAction *takeOut() const { return takeOut_; }
    QAction *label() const { return label_; }
    // What can be done with the target bin.
    QList<QAction *> ofTarget() const { return {select_, rename_, remove_}; }
    void selectBin(int bin);

private:
    void refresh();
    void askForName();
    void askForLabel();

    CloudModel &model_;
    BinScoring &scoring_;
    AskForText ask_;
    QAction *newBin_ = nullptr;
    QAction *move_ = nullptr;
    QAction *takeOut_ = nullptr;
    QAction *label_ = nullptr;
    QAction *select_ = nullptr;
    QAction *rename_ = nullptr;
    QAction *remove_ = nullptr;
};

} // namespace helicase
