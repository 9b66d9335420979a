// Measures models against baselines: form and candidates at the left, the result in the middle,
// what the figures mean at the right. Evaluations run in a child process. GUI thread.
#pragma once

#include "widgets/common/panel.h"
#include "widgets/evaluate/evaluation_loader.h"

class QComboBox;

namespace helicase {

class EvaluateInputs;
class EvaluateInspector;
class ResultView;

class EvaluatePanel final : public Panel {
    Q_OBJECT

public:
    explicit EvaluatePanel(PanelContext &panelContext, QWidget *parent = nullptr);

    QAction *primaryAction() override { return run_; }
    void showDemo(const QString &folder) override;
    bool contentReady() const override;
    // The folder of a result is shown, that of a model becomes a candidate.
    void openArgument(const QString &argument) override;

    // Starts the evaluation of the form; the id of the job.
    QString runEvaluation();
    // Writes the bins of the candidate that is shown below the folder; the id of the job.
    // sequences: empty for the file that was evaluated.
    QString saveBins(const QString &folder, const QString &sequences = {});
    ResultView *resultView() const { return view_; }

private:
    void buildActions();
    void buildToolBar();
    void takeScan(const ProjectScan &scan);
    void takeResult(std::shared_ptr<const StoredEvaluation> evaluation);
    void showNothing();
    void listResults();
    void openResult(const std::filesystem::path &folder);
    void openNewestOfTask();
    void takeEnd(const Job &job);
    void askForCandidate();
    void askWhereToSaveBins();
    void tellWhereBinsAre(const QString &folder, const QString &candidate);
    // What needs a result to act on.
    QList<QAction *> resultActions() const;
    void exportTableOfResults();

    QString project_;
    bool hasShownResult_ = false; // of this project
    ProjectScan scan_;
    std::filesystem::path wanted_; // the result that is being read
    std::shared_ptr<const StoredEvaluation> shown_;
    EvaluationLoader *loader_ = nullptr;
    EvaluateInputs *inputs_ = nullptr;
    EvaluateInspector *inspector_ = nullptr;
    ResultView *view_ = nullptr;
    QComboBox *choice_ = nullptr;
    QAction *run_ = nullptr;
    QAction *addCandidate_ = nullptr;
    QAction *report_ = nullptr;
    QAction *reportPdf_ = nullptr;
    QAction *columns_ = nullptr;
    QAction *showBin_ = nullptr;
    QAction *saveBins_ = nullptr;
    QAction *copy_ = nullptr;
    QAction *export_ = nullptr;
    QAction *refresh_ = nullptr;
};

} // namespace helicase
