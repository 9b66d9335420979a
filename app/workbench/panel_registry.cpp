#include "app/workbench/panel_registry.h"

#include <QCoreApplication>

#if __has_include("widgets/annotate/annotate_panel.h")
#include "widgets/annotate/annotate_panel.h"
#define HELICASE_HAS_ANNOTATE
#endif
#if __has_include("widgets/train/train_panel.h")
#include "widgets/train/train_panel.h"
#define HELICASE_HAS_TRAIN
#endif
#if __has_include("widgets/runs/runs_panel.h")
#include "widgets/runs/runs_panel.h"
#define HELICASE_HAS_RUNS
#endif
#if __has_include("widgets/embeddings/embeddings_panel.h")
#include "widgets/embeddings/embeddings_panel.h"
#define HELICASE_HAS_EMBEDDINGS
#endif
#if __has_include("widgets/evaluate/evaluate_panel.h")
#include "widgets/evaluate/evaluate_panel.h"
#define HELICASE_HAS_EVALUATE
#endif

namespace helicase {

namespace {

template <typename T>
Panel *make(PanelContext &context, QWidget *parent)
{
    return new T(context, parent);
}

QString translated(const char *text) { return QCoreApplication::translate("Panels", text); }

} // namespace

const std::vector<PanelEntry> &availablePanels()
{
    static const std::vector<PanelEntry> panels{
#ifdef HELICASE_HAS_ANNOTATE
        {"annotate", translated("Annotate"), "panel-annotate", false, make<AnnotatePanel>},
#endif
#ifdef HELICASE_HAS_TRAIN
        {"train", translated("Train"), "panel-train", true, make<TrainPanel>},
#endif
#ifdef HELICASE_HAS_RUNS
        {"runs", translated("Runs"), "panel-runs", false, make<RunsPanel>},
#endif
#ifdef HELICASE_HAS_EMBEDDINGS
        {"embeddings", translated("Embeddings"), "panel-embeddings", true, make<EmbeddingsPanel>},
#endif
#ifdef HELICASE_HAS_EVALUATE
        {"evaluate", translated("Evaluate"), "panel-evaluate", false, make<EvaluatePanel>},
#endif
    };
    return panels;
}

} // namespace helicase
