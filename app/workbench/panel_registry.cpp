#include "app/workbench/panel_registry.h"

#include "widgets/annotate/annotate_panel.h"
#include "widgets/binding/binding_panel.h"
#include "widgets/data/data_panel.h"
#include "widgets/embeddings/embeddings_panel.h"
#include "widgets/evaluate/evaluate_panel.h"
#include "widgets/models/models_panel.h"
#include "widgets/runs/runs_panel.h"
#include "widgets/train/train_panel.h"

#include <QCoreApplication>

namespace helicase {

namespace {

template <typename T>
Panel *make(PanelContext &context, QWidget *parent)
{
    return new T(context, parent);
}

QString panelLabel(const char *text)
{
    return QCoreApplication::translate("Panels", text);
}

} // namespace

const std::vector<PanelEntry> &availablePanels()
{
    static const std::vector<PanelEntry> panels{
        {"data", panelLabel("Data"), "panel-data", false, make<DataPanel>},
        {"annotate", panelLabel("Annotate"), "panel-annotate", false, make<AnnotatePanel>},
        {"models", panelLabel("Models"), "panel-models", false, make<ModelsPanel>},
        {"train", panelLabel("Train"), "panel-train", true, make<TrainPanel>},
        {"runs", panelLabel("Runs"), "panel-runs", false, make<RunsPanel>},
        {"embeddings", panelLabel("Embeddings"), "panel-embeddings", true, make<EmbeddingsPanel>},
        {"evaluate", panelLabel("Evaluate"), "panel-evaluate", false, make<EvaluatePanel>},
        {"binding", panelLabel("Binding"), "panel-binding", false, make<BindingPanel>},
    };
    return panels;
}

} // namespace helicase
