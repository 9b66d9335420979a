// Runs: find, compare, resume and re-attach the run folders of the project. GUI thread only;
// folders are read on the scanner's thread.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/runs/run_scanner.h"

#include <QKeySequence>
#include <QStringList>

#include <functional>
#include <optional>

class QComboBox;
class QJsonValue;
class QLineEdit;

namespace helicase {

class RunComparison;
class RunDetails;
class RunFilter;
class RunTable;
class RunTableModel;
struct RunNotes;

class RunsPanel final : public Panel {
    Q_OBJECT
public:
    explicit RunsPanel(PanelContext &context, QWidget *parent = nullptr);

    QAction *primaryAction() override { return compare_; }
    void showDemo(const QString &folder) override;
    bool contentReady() const override { return hasScanned_; }
    // A run folder: it is added when it is no run of the project, and selected.
    void openArgument(const QString &argument) override;

    // Metrics of the ticked runs (of the selected one where none is ticked) by a job of
    // `helicase runs export`; format: csv, tsv, tensorboard.
    void exportMetrics(const QString &format, const QString &output);
    // About the ticked runs, or the selected one, into reports/ of the project; suffix: html or pdf.
    void makeReport(const QString &suffix);

private:
    // Where the project keeps the folders that were added, and the baseline.
    static inline const QString foldersKey = QStringLiteral("folders");
    static inline const QString baselineKey = QStringLiteral("baseline");

    void addActions();
    void addRunActions();
    void addFolderActions();
    void addExportActions();
    QAction *addAction(const QString &name, const QString &text, const QString &iconName,
                       const QString &help, void (RunsPanel::*function)(),
                       const QKeySequence &shortcut = {});
    QWidget *makeCentre();
    QWidget *exportButton();
    void addToolBarContent();
    void refreshFolders();
    void takeRows(const RunRows &rows, const QMap<QString, QString> &mistakes);
    void refreshSelection();
    void refreshFilters();
    void refreshBands();
    void refreshMistakes(const QMap<QString, QString> &mistakes);
    void refreshStatus();
    void attach();
    void stopAndSave();
    void resume();
    // more: further words of the command.
    void resumeRun(const RunRow &row, const QStringList &more = {});
    void exportRuns();
    void exportMetricsAsTable();
    void exportTensorboard();
    void reportAsPage();
    void reportAsPdf();
    RunRows chosenRuns() const;
    void rewind();
    void rewindTo(const RunRow &row, int64_t step);
    void useModel();
    void setBaseline();
    void refreshTicks();
    void refreshComparison();
    void plotChosenMetric();
    RunRows comparedRuns() const;
    // runs_panel_folders.cpp
    void addFolder();
    void setAddedFolders(const QStringList &folders);
    void keepInProject(const QString &key, const QJsonValue &value);
    void locate();
    void askWhereItIs(const QString &missing);
    void moveTo(const QString &missing, const QString &folder);
    void refreshMissing();
    void rename();
    void giveName(const std::filesystem::path &folder, const QString &name);
    void giveNote(const std::filesystem::path &folder, const QString &note);
    void changeNotes(const RunFolder &run, const QString &what,
                     const std::function<void(RunNotes &)> &change);
    void askToDelete();
    bool isAtWork(const RunRow &row) const;
    void refuseToDelete(const RunRow &row);
    void moveToTrash(const RunRow &row);
    void forget(const RunRow &row);
    void tellFailure(const QString &id, const QString &headline, const std::exception &error);

    RunScanner scanner_;
    QStringList addedFolders_;
    QString projectFolder_;
    QString wantedFolder_;
    QMap<QString, QString> mistakes_;
    QStringList missing_; // folders that were told
    bool hasScanned_ = false;
    RunTableModel *model_ = nullptr;
    RunFilter *filter_ = nullptr;
    RunTable *table_ = nullptr;
    RunDetails *details_ = nullptr;
    RunComparison *comparison_ = nullptr;
    std::filesystem::path baseline_;
    QLineEdit *search_ = nullptr;
    QComboBox *tasks_ = nullptr;
    QComboBox *states_ = nullptr;
    QAction *compare_ = nullptr;
    QAction *setBaseline_ = nullptr;
    QAction *attach_ = nullptr;
    QAction *stop_ = nullptr;
    QAction *resume_ = nullptr;
    QAction *openFolder_ = nullptr;
    QAction *openLog_ = nullptr;
    QAction *addFolder_ = nullptr;
    QAction *rename_ = nullptr;
    QAction *locate_ = nullptr;
    QAction *delete_ = nullptr;
    QAction *copy_ = nullptr;
    QAction *export_ = nullptr;
    QAction *exportMetrics_ = nullptr;
    QAction *exportTensorboard_ = nullptr;
    QAction *report_ = nullptr;
    QAction *reportPdf_ = nullptr;
    QAction *rewind_ = nullptr;
    QAction *useModel_ = nullptr;
};

} // namespace helicase
