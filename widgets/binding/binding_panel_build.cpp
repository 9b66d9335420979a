#include "widgets/binding/binding_centre.h"
#include "widgets/binding/binding_inputs.h"
#include "widgets/binding/binding_inspector.h"
#include "widgets/binding/binding_panel.h"
#include "widgets/binding/live_training.h"
#include "widgets/binding/score_scatter.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/report_job.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"

#include <QComboBox>
#include <QLineEdit>
#include <QTableView>

namespace helicase {

BindingPanel::BindingPanel(PanelContext &panelContext, QWidget *parent)
    : Panel(panelContext, QStringLiteral("binding"), tr("Binding"), parent),
      loader_(new BindingLoader(this)), scanner_(new EvaluationLoader(this))
{
    buildActions();
    buildLayerActions();
    buildToolBar();
    inputs_ = new BindingInputs(train_);
    centre_ = new BindingCentre(context().theme, {.motifs = motifs_, .copyHits = copyHits_}, this);
    inspector_ = new BindingInspector(context().theme);
    setLeft(inputs_, tr("Windows and training"), 312);
    setRight(inspector_, tr("Models"), 284);
    setCentre(centre_);
    buildEmptyState();
    connectParts();
    listData();
    refreshActions();
}

void BindingPanel::buildActions()
{
    ActionRegistry &actions = context().actions;
    const auto add = [&](const char *name, const QString &text, const char *iconName,
                         const QString &help, std::function<void()> function) {
        return actions.add({.objectName = QStringLiteral("binding.") + QLatin1String(name),
                            .text = text,
                            .panel = id(),
                            .icon = QLatin1String(iconName),
                            .help = help,
                            .function = std::move(function)},
                           this);
    };
    open_ = add("open", tr("Open…"), "folder-open",
                tr("Opens sequences and a table with a score for every base."),
                [this] { askForData(); });
    demo_ = add("demo", tr("Use demo set"), "document",
                tr("Shows the windows that come with the program."), [this] { useDemoSet(); });
    train_ = add("train", tr("Train head and baseline"), "play",
                 tr("Trains the baseline, and a head on the backbone, and compares them on the "
                    "windows held out."),
                 [this] { startTraining(); });
    previous_ = add("previous", tr("Previous window"), "chevron-left",
                    tr("Shows the window above in the table (Page Up in the track)."),
                    [this] { inputs_->step(-1); });
    next_ = add("next", tr("Next window"), "chevron-right",
                tr("Shows the window below in the table (Page Down in the track)."),
                [this] { inputs_->step(1); });
    zoomIn_ = add("zoom", tr("Zoom in"), "plus", tr("Shows fewer bases (+ and − in the track)."),
                  [this] { centre_->track()->zoom(0.5); });
    home_ = add("home", tr("Show the whole window"), "home",
                tr("Shows every base of the window (Home in the track)."),
                [this] { centre_->track()->showAll(); });
    mutate_ =
        add("mutate", tr("Mutate window"), "rows",
            tr("Computes what every substitution of the window changes, by the chosen model."),
            [this] { mutateWindow(); });
    motifs_ = add("motifs", tr("Motif matrices…"), "folder-open",
                  tr("Chooses a file of matrices (JASPAR, TRANSFAC or MEME) that Mutate window "
                     "looks for."),
                  [this] { askForMotifs(); });
    copyHits_ = add("hits.copy", tr("Copy table"), "copy",
                    tr("Copies the motif hits as tab-separated text with a header."), [this] {
                        centre_->hits()->clearSelection();
                        copyTable(centre_->hits());
                        context().toast(tr("The table is in the clipboard."));
                    });
    find_ = add("find", tr("Find window"), "search", tr("Finds windows by position or name."),
                [this] { inputs_->focusSearch(); });
    refresh_ = add("refresh", tr("Read again"), "refresh",
                   tr("Looks for runs and results of the project again."), [this] {
                       if (!project_.isEmpty())
                           scanner_->scan(project_);
                   });
    report_ = add("report", tr("Report"), "report",
                  tr("Writes a report of the shown comparison and opens it."),
                  [this] { startReportOf(QStringLiteral("html")); });
    reportPdf_ = add("report.pdf", tr("Report as PDF"), "report",
                     tr("Writes the report as a PDF file and opens it."),
                     [this] { startReportOf(QStringLiteral("pdf")); });
    export_ = add("export", tr("Export"), "export",
                  tr("Saves track, substitutions and scatter as PNG, SVG or PDF, or their numbers "
                     "as CSV."),
                  [this] { exportView(); });
    setStandardAction(StandardAction::Export, export_);
    setStandardAction(StandardAction::CopyTable, copyHits_);
    setStandardAction(StandardAction::Find, find_);
    setStandardAction(StandardAction::Reload, refresh_);
}

void BindingPanel::buildLayerActions()
{
    const auto add = [&](const char *name, const QString &text, const QString &help, bool isOn) {
        QAction *action = context().actions.add(
            {.objectName = QStringLiteral("binding.layer.") + QLatin1String(name),
             .text = text,
             .panel = id(),
             .help = help,
             .function = [this] { takeLayers(); },
             .isCheckable = true},
            this);
        action->setChecked(isOn);
        return action;
    };
    letters_ =
        add("letters", tr("Letters"), tr("Letters where a base has 6 pixels or more."), true);
    motifBands_ = add("motifs", tr("Motifs"), tr("The lane of motifs below the track."), true);
    likelihood_ = add("likelihood", tr("Log-likelihood"),
                      tr("How likely a GPT run of the project finds each base, in nats."), false);
    attention_ =
        add("attention", tr("Attention"),
            tr("How much the last layer looks at each base, after Mutate window, of models "
               "with attention."),
            false);
}

void BindingPanel::buildToolBar()
{
    choice_ = new QComboBox(this);
    choice_->setObjectName(QStringLiteral("binding.data"));
    choice_->setAccessibleName(tr("Windows and scores"));
    choice_->setToolTip(tr("The windows that are shown"));
    choice_->setPlaceholderText(tr("No windows"));
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice_->setMinimumContentsLength(18);
    connect(choice_, &QComboBox::activated, this, &BindingPanel::chooseData);
    position_ = new QLineEdit(this);
    position_->setObjectName(QStringLiteral("binding.position"));
    position_->setAccessibleName(tr("Position or name of a window"));
    position_->setToolTip(tr("A position or the name of a window; Enter shows it"));
    position_->setFixedWidth(position_->fontMetrics().averageCharWidth() * 22);
    connect(position_, &QLineEdit::returnPressed, this, [this] { goTo(position_->text()); });
    toolBar()->addWidget(choice_);
    toolBar()->addSeparator();
    toolBar()->addWidget(toolButton(previous_, ButtonText::Hidden, this));
    toolBar()->addWidget(position_);
    toolBar()->addWidget(toolButton(next_, ButtonText::Hidden, this));
    toolBar()->addSeparator();
    toolBar()->addWidget(toolButton(zoomIn_, ButtonText::Hidden, this));
    toolBar()->addWidget(toolButton(home_, ButtonText::Hidden, this));
    toolBar()->addSeparator();
    for (QAction *layer : {letters_, motifBands_, likelihood_, attention_})
        toolBar()->addWidget(toolButton(layer, ButtonText::Beside, this));
    toolBar()->addSeparator();
    toolBar()->addWidget(toolButton(mutate_, ButtonText::WhileRoom, this));
    toolBar()->addAtEnd(reportButton(report_, reportPdf_, this));
    toolBar()->addAtEnd(toolButton(export_, ButtonText::Beside, this));
}

void BindingPanel::buildEmptyState()
{
    auto *empty = new EmptyState(id(), QStringLiteral("panel-binding"), tr("No windows yet"),
                                 tr("Open sequences with a score per base."), this);
    empty->addButton(open_);
    empty->addButton(demo_);
    setEmptyState(empty);
    showEmptyState(true);
}

void BindingPanel::connectParts()
{
    connect(scanner_, &EvaluationLoader::scanned, this, &BindingPanel::takeScan);
    connect(loader_, &BindingLoader::dataOpened, this, &BindingPanel::takeData);
    connect(loader_, &BindingLoader::resultOpened, this, &BindingPanel::takeResult);
    connect(loader_, &BindingLoader::explanationOpened, this, &BindingPanel::takeExplanation);
    connect(loader_, &BindingLoader::likelihoodOpened, this, &BindingPanel::takeLikelihood);
    connect(loader_, &BindingLoader::failed, this, &BindingPanel::tellFailure);
    connect(inputs_, &BindingInputs::windowChosen, this, &BindingPanel::showWindow);
    connect(inspector_, &BindingInspector::candidateChosen, this, [this] {
        inputs_->setResult(result_, inspector_->candidate());
        findExplanation();
        refreshActions();
    });
    connect(centre_, &BindingCentre::pointed, this,
            [this](const QString &text) { setStatusText(text); });
    connect(centre_->track(), &BindingTrack::windowWanted, inputs_, &BindingInputs::step);
}

} // namespace helicase
