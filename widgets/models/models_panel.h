// What a checkpoint is, whether it can be trusted, and what to do with it: models and tokenizers at
// the left, tensors, predictions and configuration in the middle, parameters, remarks and
// verification at the right. Files are read beside the GUI thread; commands run in child processes.
// GUI thread.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/models/model_loader.h"
#include "widgets/models/model_scanner.h"
#include "widgets/models/tensor_examiner.h"

#include <QElapsedTimer>

namespace helicase {

class ModelInspector;
class ModelTree;
class ModelView;
struct ModelJobRequest;

class ModelsPanel final : public Panel {
    Q_OBJECT

public:
    // An argument of openArgument(): asks for a folder of reference cases.
    static inline const QString verifyArgument = QStringLiteral("verify");

    explicit ModelsPanel(PanelContext &panelContext, QWidget *parent = nullptr);

    QAction *primaryAction() override { return fineTune_; }
    void showDemo(const QString &folder) override;
    bool contentReady() const override;
    // A model folder, one of its files, a run folder (its best checkpoint), or verifyArgument.
    void openArgument(const QString &argument) override;

    // Null while nothing is shown.
    const ModelPointer &model() const { return model_; }
    ModelView *view() const { return view_; }
    void verify(const QString &referenceFolder);

private:
    QAction *addAction(const char *name, const QString &text, const QString &iconName,
                       const QString &help, std::function<void()> function);
    void buildActions();
    void buildToolBar();
    void buildEmptyState();
    void connectParts();
    void connectJobs();

    // The list.
    void rescan();
    void takeEntries(const std::vector<ModelEntry> &entries);
    void choose(const ModelEntry &entry);
    void activate(const ModelEntry &entry);
    void removeChosen();
    void keepList();

    // The shown model.
    void open(const QString &folder);
    void takeModel(const ModelPointer &model);
    void takeFailure(const ModelFailure &failure);
    void takeStatistics(int tensor, const std::optional<TensorStatistics> &statistics);
    void showNothing();
    void refreshActions();
    void refreshEmptyState();
    void postProgress(const QString &id, const QString &headline, const QString &text,
                      double fraction, std::function<void()> cancel);

    // What the actions do.
    void askForModel();
    void askForReference();
    void askForSequences();
    void embed();
    void fineTune();
    void openForm(const ModelJobRequest &request);
    void convert();
    void mergeAdapter();
    void makeFromRecipe();
    void runForm();
    void exportTensors();
    void openColumnMenu();
    QString suggestedFolder(const QString &name) const;
    QString nameWith(const QString &ending) const;

    ModelLoader *loader_ = nullptr;
    ModelScanner *scanner_ = nullptr;
    TensorExaminer *examiner_ = nullptr;
    ModelTree *tree_ = nullptr;
    ModelView *view_ = nullptr;
    ModelInspector *inspector_ = nullptr;
    ModelPointer model_;
    QString project_;
    QStringList opened_;       // folders that the user opened
    QString wanted_;           // what is being opened
    bool isNewFolder_ = false; // wanted_ comes into the list once it is open
    bool hasScanned_ = false;
    QStringList nanTensors_;
    QString digest_;
    QElapsedTimer examining_; // since the model was opened
    QElapsedTimer posted_;    // since its progress was told
    QAction *open_ = nullptr;
    QAction *remove_ = nullptr;
    QAction *fineTune_ = nullptr;
    QAction *embed_ = nullptr;
    QAction *convert_ = nullptr;
    QAction *merge_ = nullptr;
    QAction *fresh_ = nullptr;
    QAction *runForm_ = nullptr;
    QAction *closeForm_ = nullptr;
    QAction *verify_ = nullptr;
    QAction *predict_ = nullptr;
    QAction *openSequences_ = nullptr;
    QAction *openTokenizer_ = nullptr;
    QAction *copyTensorDigest_ = nullptr;
    QAction *copyFileDigest_ = nullptr;
    QAction *columns_ = nullptr;
    QAction *copy_ = nullptr;
    QAction *export_ = nullptr;
    QAction *find_ = nullptr;
    QAction *refresh_ = nullptr;
};

} // namespace helicase
