// Runs: find, resume and re-attach the run folders of the project. GUI thread only; folders are
// read on the scanner's thread.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/runs/run_scanner.h"

#include <QStringList>
#include <optional>

class QComboBox;
class QLineEdit;

namespace helicase {

class RunDetails;
class RunFilter;
class RunTable;
class RunTableModel;

class RunsPanel final : public Panel {
    Q_OBJECT
public:
    explicit RunsPanel(PanelContext &context, QWidget *parent = nullptr);

    QAction *primaryAction() override { return attach_; }
    void showDemo(const QString &folder) override;
    bool contentReady() const override { return hasScanned_; }
    // A run folder: it is added when it is no run of the project, and selected.
    void openArgument(const QString &argument) override;

private:
    // Where the project keeps the folders that were added.
    static inline const QString foldersKey = QStringLiteral("folders");

    void addActions();
    void addToolBarContent();
    void refreshFolders();
    void takeRows(const RunRows &rows, const QMap<QString, QString> &mistakes);
    void refreshSelection();
    void refreshFilters();
    void refreshBands();
    void refreshMistakes(const QMap<QString, QString> &mistakes);
    void refreshStatus();
    std::optional<RunRow> selected() const;
    void select(const std::filesystem::path &folder);
    void addFolder();
    void attach();
    void stopAndSave();
    void resume();
    void resumeRun(const RunRow &row);
    void exportRuns();

    RunScanner scanner_;
    QStringList addedFolders_;
    QString projectFolder_;
    QString wantedFolder_;
    QMap<QString, QString> mistakes_;
    bool hasScanned_ = false;
    RunTableModel *model_ = nullptr;
    RunFilter *filter_ = nullptr;
    RunTable *table_ = nullptr;
    RunDetails *details_ = nullptr;
    QLineEdit *search_ = nullptr;
    QComboBox *tasks_ = nullptr;
    QComboBox *states_ = nullptr;
    QAction *attach_ = nullptr;
    QAction *stop_ = nullptr;
    QAction *resume_ = nullptr;
    QAction *openFolder_ = nullptr;
    QAction *openLog_ = nullptr;
    QAction *addFolder_ = nullptr;
    QAction *copy_ = nullptr;
    QAction *export_ = nullptr;
};

} // namespace helicase
