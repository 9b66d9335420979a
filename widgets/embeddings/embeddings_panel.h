// Species clusters in 3-D: a model's cloud beside that of the baseline, legend and filter at the
// left, the selection at the right, contigs below. GUI thread; files are read and computed
// elsewhere.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/embeddings/cloud_loader.h"
#include "widgets/embeddings/cloud_view.h"

#include <array>

class QComboBox;
class QSplitter;
class QToolButton;

namespace helicase {

class CloudLoadJob;
class CloudPane;
class ContigTablePane;
class EmbeddingJobs;

class EmbeddingsPanel final : public Panel {
    Q_OBJECT

public:
    explicit EmbeddingsPanel(PanelContext &panelContext, QWidget *parent = nullptr);
    ~EmbeddingsPanel() override;

    QAction *primaryAction() override { return saveFasta_; }
    void showDemo(const QString &folder) override;
    bool contentReady() const override;
    // A contig's id is selected; coordinates or vectors are opened; sequences are embedded with
    // a model that is asked for, a model folder with sequences; another folder is shown.
    void openArgument(const QString &argument) override;

    // A .safetensors file is projected first (a job), a table of coordinates is shown.
    void openFile(const QString &file);
    // A job: vectors of the sequences, then their coordinates. candidate: as EmbeddingJobs::embed.
    void embed(const QString &sequences, const QString &candidate);
    CloudModel &model() { return model_; }

private:
    enum class View { First, Second };

    void buildActions();
    void buildToolBar();
    void buildCentre();
    void buildStates();
    QAction *addAction(const QString &name, const QString &text, const QString &iconName,
                       const QString &help, const std::function<void()> &function);
    QAction *addToggle(const QString &name, const QString &text, const QString &iconName,
                       const QString &help, const std::function<void(bool)> &function);

    void load(const CloudSources &sources);
    void takeData(std::shared_ptr<const CloudData> cloud);
    void showProjections();
    void chooseProjection(int index);
    void reportLabels();
    void setTool(CloudTool tool);
    void setTwoViews(bool two);
    void setLinked(bool linked);
    void copyCamera(View from);
    void applyTheme();
    void refreshStatus();
    CloudPane *pane(View view) const { return panes_[static_cast<size_t>(view)]; }
    CloudPane *focusedPane() const;

    void askForFile();
    void askForSequences();
    // The model or baseline to embed these sequences with.
    void askForCandidate(const QString &file);
    void askForSequencesOf(const QString &modelFolder);
    QString chosenSequences();
    void askForFasta();
    void exportView();
    void write(const QString &what, const std::function<void()> &function);
    QString outputFolder() const;

    CloudModel model_;
    CloudSources sources_;
    QString fingerprint_; // of the files that are shown
    CloudLoadJob *loader_ = nullptr;
    EmbeddingJobs *jobs_ = nullptr;
    std::array<CloudPane *, 2> panes_{};
    ContigTablePane *table_ = nullptr;
    QSplitter *clouds_ = nullptr;
    QComboBox *choice_ = nullptr;
    QAction *saveFasta_ = nullptr;
    QAction *clearSelection_ = nullptr;
    QAction *open_ = nullptr;
    QAction *embed_ = nullptr;
    QAction *orbit_ = nullptr;
    QAction *box_ = nullptr;
    QAction *lasso_ = nullptr;
    QAction *invert_ = nullptr;
    QAction *undo_ = nullptr;
    QAction *reset_ = nullptr;
    QAction *twoViews_ = nullptr;
    QAction *link_ = nullptr;
    QAction *snapshot_ = nullptr;
    QAction *export_ = nullptr;
    QToolButton *axes_ = nullptr;
    bool isCopyingCamera_ = false;
};

} // namespace helicase
