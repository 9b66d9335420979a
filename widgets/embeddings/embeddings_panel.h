// Species clusters in 3-D: a model's cloud beside that of the baseline; legend, filters and bins at
// the left, the selection at the right, contigs below. GUI thread; files are read and computed
// elsewhere.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/embeddings/cloud_loader.h"
#include "widgets/embeddings/cloud_view.h"

#include <QJsonObject>
#include <QPointer>

#include <array>

class QComboBox;
class QLabel;
class QSplitter;
class QToolButton;

namespace helicase {

class BinScoring;
class BinSimilarity;
class BinTools;
class BinsPane;
class CloudLoadJob;
class CloudPane;
class ContigTablePane;
class EmbeddingExports;
class EmbeddingJobs;
class GroupKeeper;
class NeighbourPane;
class ProjectionForm;
class SavedViews;
class SelectionTools;
class SequencePane;

class EmbeddingsPanel final : public Panel {
    Q_OBJECT

public:
    explicit EmbeddingsPanel(PanelContext &panelContext, QWidget *parent = nullptr);
    ~EmbeddingsPanel() override;

    QAction *primaryAction() override;
    void showDemo(const QString &folder) override;
    bool contentReady() const override;
    // A contig's id is selected; coordinates or vectors are opened; sequences are embedded with
    // a model that is asked for, a model folder with sequences; another folder is shown.
    void openArgument(const QString &argument) override;

    // A .safetensors file is projected first (a job), a table of coordinates is shown.
    void openFile(const QString &file);
    // Columns of any table, joined by id, to colour and filter by.
    void joinTable(const QString &file);
    // A job: vectors of the sequences, then their coordinates. candidate: as EmbeddingJobs::embed.
    void embed(const QString &sequences, const QString &candidate);

    CloudModel &model() { return model_; }
    BinScoring &scoring() { return *scoring_; }
    BinTools &binTools() { return *binTools_; }
    EmbeddingExports &exports() { return *exports_; }
    SavedViews &savedViews() { return *savedViews_; }

private:
    enum class View { First, Second };
    struct Shown {
        std::string name;
        std::string method;
    };

    // embeddings_panel.cpp
    void buildCentre();
    void buildParts();
    void buildDocks();
    void buildStates();
    void load(const CloudSources &sources);
    void takeData(std::shared_ptr<const CloudData> cloud);
    void reportLabels();
    void applyTheme();
    void refreshStatus();

    // embeddings_panel_views.cpp: what the two clouds show
    void buildViewActions();
    void buildToolBar();
    void listEmbeddings();
    int secondChoice() const;
    void chooseEmbedding(int index);
    void chooseMethod(const QString &method);
    void showIn(View view, int projection);
    int projectionOf(const std::string &name, const std::string &method) const; // -1: none
    void refreshMethods();
    void setTwoViews(bool two);
    void setLinked(bool linked);
    void copyCamera(View from);
    void fillAxesMenu();
    QJsonObject viewState() const;
    void showViewState(const QJsonObject &state);
    CloudPane *pane(View view) const { return panes_[static_cast<size_t>(view)]; }
    const CloudProjection *shownIn(View view) const;

    // embeddings_panel_files.cpp
    void buildFileActions();
    void askForFile();
    void askForTable();
    // A job: reports/NAME.html or .pdf in the project.
    void makeReport(const QString &suffix);
    std::vector<std::filesystem::path> keptTables() const;
    void keepTables();
    void askForSequences();
    // The model or baseline to embed these sequences with.
    void askForCandidate(const QString &file);
    void askForSequencesOf(const QString &modelFolder);
    QString chosenSequences();
    QString outputFolder() const;
    void askForSettings(const QString &method);
    QString shownVectors() const; // the embedding file of the first cloud, "" when it is not there

    CloudModel model_;
    CloudSources sources_;
    std::vector<std::filesystem::path> tables_; // joined by the user
    QString fingerprint_;                       // of the files that are shown
    CloudLoadJob *loader_ = nullptr;
    EmbeddingJobs *jobs_ = nullptr;
    GroupKeeper *keeper_ = nullptr;
    BinScoring *scoring_ = nullptr;
    BinSimilarity *similarity_ = nullptr;
    SelectionTools *selectionTools_ = nullptr;
    BinTools *binTools_ = nullptr;
    EmbeddingExports *exports_ = nullptr;
    SavedViews *savedViews_ = nullptr;
    NeighbourPane *neighbours_ = nullptr;
    SequencePane *sequence_ = nullptr;
    std::array<CloudPane *, 2> panes_{};
    ContigTablePane *table_ = nullptr;
    QSplitter *clouds_ = nullptr;
    QComboBox *choice_ = nullptr;
    QLabel *seed_ = nullptr;
    QAction *seedPlace_ = nullptr; // of its label in the toolbar
    QAction *open_ = nullptr;
    QAction *join_ = nullptr;
    QAction *embed_ = nullptr;
    QAction *report_ = nullptr;
    QAction *reportPdf_ = nullptr;
    std::array<QAction *, 3> methods_{}; // PCA, UMAP, t-SNE
    QAction *reset_ = nullptr;
    QAction *twoViews_ = nullptr;
    QAction *link_ = nullptr;
    QToolButton *axes_ = nullptr;
    QPointer<ProjectionForm> form_;
    std::array<Shown, 2> shown_; // by view, while the data are read again
    bool opensTable_ = false;    // the first of the tables that are read is to be shown
    bool isCopyingCamera_ = false;
};

} // namespace helicase
