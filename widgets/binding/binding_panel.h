// Binding of transcription factors per base: windows and training at the left, the shown window in
// the middle, models compared at the right. Training, evaluation and explanations run in child
// processes; their files are read on a thread of its own. GUI thread only.
#pragma once

#include "widgets/binding/binding_loader.h"
#include "widgets/common/panel.h"
#include "widgets/evaluate/evaluation_loader.h"

class QComboBox;
class QLineEdit;

namespace helicase {

class BindingCentre;
class BindingInputs;
class BindingInspector;

class BindingPanel final : public Panel {
    Q_OBJECT
public:
    explicit BindingPanel(PanelContext &panelContext, QWidget *parent = nullptr);

    QAction *primaryAction() override { return train_; }
    void showDemo(const QString &folder) override;
    bool contentReady() const override;
    // The folder of an evaluation of binding is shown.
    void openArgument(const QString &argument) override;

    void openData(const QString &sequences, const QString &scores);
    void useDemoSet();
    // Queues the baseline, and a head where there is a backbone; evaluates when the last has ended.
    void startTraining();
    // Explains the shown window by the chosen model, unless that is known already.
    void mutateWindow();
    void setMotifFile(const QString &file);
    // A window by its name, or by a position in it: "chr22:10,510,541", "10510541".
    bool goTo(const QString &text);

    BindingCentre *centre() const { return centre_; }
    BindingInputs *inputs() const { return inputs_; }
    BindingInspector *inspector() const { return inspector_; }

private:
    void buildActions();
    void buildLayerActions();
    void buildToolBar();
    void buildEmptyState();
    void connectParts();

    void takeData(std::shared_ptr<const BindingData> opened);
    void takeResult(std::shared_ptr<const BindingResult> result);
    void takeScan(const ProjectScan &scan);
    void takeExplanation(std::shared_ptr<const Explanation> explanation);
    void takeLikelihood(const QString &window, const std::vector<float> &nats);
    void tellFailure(BindingLoader::Kind kind, const QString &message);
    void openNewestResult();
    void listData();
    void chooseData(int index);
    void askForData();
    void askForMotifs();

    void showWindow(qint64 window);
    void refreshWindow();
    void findExplanation();
    QString windowName() const; // empty: none is shown
    // The run folder of a candidate; empty: it is no run of this project.
    QString runOf(const std::string &candidate) const;
    QString motifFile() const;

    QString queueTraining(const QString &kind, const QStringList &modelWords);
    void takeTrainingEnd(const Job &job);
    void startEvaluation();
    void takeLayers();
    void computeLikelihood();
    QString likelihoodFile() const;
    void refreshActions();
    void startReportOf(const QString &ending);
    void exportView();
    void keepChoice();

    QString project_;
    ProjectScan scan_;
    std::shared_ptr<const BindingData> data_;
    std::shared_ptr<const BindingResult> result_;
    QString wanted_; // folder of the result that was asked for; empty: the newest
    QString newest_; // result of the project, when it was looked at last
    int64_t window_ = -1;
    int trainingsLeft_ = 0;
    bool hasTrained_ = false;      // one of those that were queued is done
    bool isEvaluationDue_ = false; // once the project was looked at
    BindingLoader *loader_ = nullptr;
    EvaluationLoader *scanner_ = nullptr;
    BindingInputs *inputs_ = nullptr;
    BindingCentre *centre_ = nullptr;
    BindingInspector *inspector_ = nullptr;
    QComboBox *choice_ = nullptr;
    QLineEdit *position_ = nullptr;
    QAction *open_ = nullptr;
    QAction *demo_ = nullptr;
    QAction *train_ = nullptr;
    QAction *previous_ = nullptr;
    QAction *next_ = nullptr;
    QAction *zoomIn_ = nullptr;
    QAction *home_ = nullptr;
    QAction *letters_ = nullptr;
    QAction *motifBands_ = nullptr;
    QAction *likelihood_ = nullptr;
    QAction *attention_ = nullptr;
    QAction *mutate_ = nullptr;
    QAction *motifs_ = nullptr;
    QAction *copyHits_ = nullptr;
    QAction *find_ = nullptr;
    QAction *refresh_ = nullptr;
    QAction *report_ = nullptr;
    QAction *reportPdf_ = nullptr;
    QAction *export_ = nullptr;
};

} // namespace helicase
