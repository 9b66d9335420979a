// Data: look into data sets, check them, and hand them on to training, embedding and Annotate. The
// files are read on a worker thread; remedies are jobs that write new folders. GUI thread only.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/data/data_loader.h"

#include <QSet>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QTabWidget;

namespace helicase {

class CheckView;
class DataTree;
class PairBuildView;
class RecordInspector;
class RecordView;
class StatisticsView;

class DataPanel final : public Panel {
    Q_OBJECT

public:
    explicit DataPanel(PanelContext &context, QWidget *parent = nullptr);

    // Build on the tab of that name.
    QAction *primaryAction() override;
    // Lists the data of a demo's or a project's folder.
    void showDemo(const QString &folder) override;
    bool contentReady() const override;
    // A file of sequences or rows, or a folder with train, dev and test; a tokenizer folder.
    void openArgument(const QString &argument) override;

    // Adds it to the tree and shows it.
    void openPath(const QString &path);
    void useTokenizer(const QString &folder); // empty: none
    void setLimit(qint64 tokens);             // 0: none
    std::shared_ptr<const LoadedData> loaded() const { return loaded_; }
    // Writes the shown set without the rows that the remedy names; the id of the job.
    QString removeRows(const QString &remedy);
    // Shows the tab that builds training pairs, of the shown sequences if there are any.
    void showPairBuilding();
    // Runs what the tab says; the id of the job.
    QString buildPairs();

private:
    // data_panel_build.cpp: what can be pressed and where it stands
    void buildActions();
    void buildUseActions();
    QAction *registerAction(const QString &name, const QString &text, const QString &iconName,
                            const QString &help, std::function<void()> function);
    void buildToolBar();
    QWidget *buildCentre();
    void buildSides();
    void connectParts();

    // data_panel.cpp: from a path to what is shown
    void load();
    void take(std::shared_ptr<const LoadedData> loaded);
    void takeFailure(const QString &message);
    void showLoading();
    void showNothing();
    void cancelLoading();
    void refreshTitle();
    void refreshActions();
    void showRows(const QString &what, const std::vector<uint32_t> &rows);

    // data_panel_state.cpp: what the project keeps
    void listTokenizers();
    void restoreState();
    void keepState();

    // data_panel_uses.cpp: what is done with a data set
    void askAndOpen();
    void askAndOpenFolder();
    void askAndUseTokenizer();
    void removeFromList();
    void fineTune();
    void embed();
    void tokenize();
    void copySummary();
    void exportTable();

    DataLoader loader_;
    std::shared_ptr<const LoadedData> loaded_;
    DataChoice choice_; // what is shown or being read
    QString loadingText_;
    double loadingFraction_ = -1;
    QTimer loadingShown_; // until what is being read is named
    QTimer keep_;
    QSet<QString> newPaths_; // a toast tells when they are read
    QSet<QString> offered_;  // of the project's folder; once is enough
    QString unasked_;        // shown as a courtesy: what is wrong with it is no problem yet

    QAction *open_ = nullptr;
    QAction *build_ = nullptr;
    DataTree *tree_ = nullptr;
    QTabWidget *tabs_ = nullptr;
    QLabel *title_ = nullptr;
    QLabel *subtitle_ = nullptr;
    RecordView *records_ = nullptr;
    StatisticsView *statistics_ = nullptr;
    CheckView *checks_ = nullptr;
    PairBuildView *pairs_ = nullptr;
    RecordInspector *inspector_ = nullptr;
    QComboBox *tokenizers_ = nullptr;
    QLineEdit *limit_ = nullptr;
};

} // namespace helicase
