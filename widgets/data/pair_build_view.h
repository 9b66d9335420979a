// The tab that builds training pairs: a form made from the options of `data pairs`, the first pairs
// that they give, the command line, and the button that runs it. GUI thread only.
#pragma once

#include "widgets/data/pair_preview_loader.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QTableWidget;

namespace helicase {

class CommandPreview;
class OptionForm;

class PairBuildView final : public QWidget {
    Q_OBJECT

public:
    static inline const QString inputOption = QStringLiteral("input");

    // build: the action behind the button; it is enabled while the form can be run.
    explicit PairBuildView(QAction *build, QWidget *parent = nullptr);

    // Genomes or contigs to begin with, and where the pairs shall go; what the user chose stays.
    void suggest(const QString &input, const QString &outputFolder);
    QString input() const;
    QString outputFolder() const;
    // Of the command as shown.
    QStringList words() const;
    // Why it cannot run; empty: it can.
    QString obstacle() const;

private:
    QWidget *buildForm();
    QWidget *buildResults(QAction *build);
    void refresh();
    void loadPreview();
    void showPreview(const PairPreview &preview);
    void showNote(const QString &note);

    QAction *build_;
    OptionForm *form_ = nullptr;
    CommandPreview *command_ = nullptr;
    QLabel *obstacle_ = nullptr;
    QTableWidget *pairs_ = nullptr;
    QLabel *note_ = nullptr;
    PairPreviewLoader loader_;
    QTimer pause_; // after the last change
};

} // namespace helicase
