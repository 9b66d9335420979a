// The centre of the panel: form of a command when one is open, the model's name and key figures,
// and its tabs. A tokenizer has a page of its own. GUI thread.
#pragma once

#include "widgets/models/model_scanner.h"
#include "widgets/models/predict_view.h"

#include <QWidget>

class QLineEdit;
class QStackedWidget;
class QTabWidget;

namespace helicase {

class ConfigView;
class FactList;
class FigureTiles;
class ModelJobForm;
class TensorPane;
class Theme;

struct ModelViewActions {
    QAction *runForm = nullptr;
    QAction *closeForm = nullptr;
    QAction *copyTensorDigest = nullptr;
    QAction *openTokenizer = nullptr;
    PredictActions predict;
};

class ModelView final : public QWidget {
    Q_OBJECT

public:
    ModelView(Theme &theme, Project &project, PanelJobs &jobs, const ModelViewActions &actions,
              QWidget *parent = nullptr);

    void setModel(const ModelPointer &model);
    void showTokenizer(const ModelEntry &tokenizer);
    void showModel();
    bool showsTokenizer() const;
    void findTensor();
    void showPredict();

    ModelJobForm *form() const { return form_; }
    TensorPane *tensors() const { return tensors_; }
    PredictView *predict() const { return predict_; }
    FigureTiles *figures() const { return figures_; }

private:
    QWidget *buildHead();
    QWidget *buildTokenizerPage(QAction *openTokenizer);
    void buildTabs(Theme &theme, Project &project, PanelJobs &jobs,
                   const ModelViewActions &actions);

    ModelJobForm *form_ = nullptr;
    QStackedWidget *pages_ = nullptr;
    QWidget *modelPage_ = nullptr;
    QLabel *title_ = nullptr;
    QLabel *subtitle_ = nullptr;
    FigureTiles *figures_ = nullptr;
    QTabWidget *tabs_ = nullptr;
    QLineEdit *find_ = nullptr;
    TensorPane *tensors_ = nullptr;
    PredictView *predict_ = nullptr;
    ConfigView *config_ = nullptr;
    QLabel *tokenizerTitle_ = nullptr;
    FactList *tokenizerFacts_ = nullptr;
};

} // namespace helicase
