// Ctrl+P: one field, and below it what it finds among actions, panels, runs and files. Prefixes
// narrow:
// `>` actions, `@` runs. Enter runs, Esc closes, the focus returns. GUI thread only.
#pragma once

#include <QFrame>
#include <QPointer>
#include <functional>
#include <vector>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace helicase {

enum class PaletteGroup { Actions, Panels, Runs, Files };

struct PaletteEntry {
    PaletteGroup group = PaletteGroup::Actions;
    QString text;
    QString note; // shortcut or folder, at the right
    std::function<void()> function;
};

class CommandPalette final : public QFrame {
    Q_OBJECT
public:
    // entries is asked each time the palette opens.
    CommandPalette(std::function<std::vector<PaletteEntry>()> entries, QWidget *window);
    void open(const QString &typed = {});
    // What is listed at the moment, for tests.
    QStringList shownTexts() const;

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void refresh(const QString &typed);
    void moveSelection(int rows);
    void runSelected();
    void dismiss();

    std::function<std::vector<PaletteEntry>()> source_;
    std::vector<PaletteEntry> entries_;
    QLineEdit *field_ = nullptr;
    QListView *list_ = nullptr;
    QStandardItemModel *model_ = nullptr;
    QPointer<QWidget> formerFocus_;
};

} // namespace helicase
