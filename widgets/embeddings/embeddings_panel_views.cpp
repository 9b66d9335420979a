// What the two clouds of the Embeddings panel show: embedding, method, cameras; and the toolbar.
#include "widgets/common/report_job.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/bin_similarity.h"
#include "widgets/embeddings/cloud_painting.h"
#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/embedding_exports.h"
#include "widgets/embeddings/embedding_jobs.h"
#include "widgets/embeddings/embeddings_panel.h"
#include "widgets/embeddings/neighbour_pane.h"
#include "widgets/embeddings/panel_actions.h"
#include "widgets/embeddings/projection_form.h"
#include "widgets/embeddings/saved_views.h"
#include "widgets/embeddings/selection_tools.h"
#include "widgets/embeddings/sequence_pane.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QToolButton>

#include <algorithm>
#include <tuple>

namespace helicase {

namespace {

constexpr std::array<const char *, 3> methodKeys = {"pca", "umap", "tsne"};

// PCA is what a table without a description holds, as far as anybody knows.
std::string methodOf(const CloudProjection &projection)
{
    return projection.method.empty() ? "pca" : projection.method;
}

} // namespace

void EmbeddingsPanel::buildViewActions()
{
    const std::array<PanelActionText, 3> texts = {
        {{"pca", tr("PCA"), {}, tr("Principal components of the vectors, at once.")},
         {"umap",
          tr("UMAP…"),
          {},
          tr("Places neighbours near each other. Asks for settings, then runs as a job.")},
         {"tsne",
          tr("t-SNE…"),
          {},
          tr("Keeps small neighbourhoods together. Asks for settings, then runs as a job.")}}};
    for (size_t i = 0; i < methods_.size(); ++i)
        methods_[i] = addPanelToggle(context().actions, this, texts[i], [this, i](bool) {
            chooseMethod(QString::fromLatin1(methodKeys[i]));
        });
    reset_ = addPanelAction(context().actions, this,
                            {"reset", tr("Reset view"), QStringLiteral("home"),
                             tr("Shows all points from the first side. Key: 0 in a cloud.")},
                            [this] {
                                for (CloudPane *cloud : panes_)
                                    cloud->view()->resetView();
                            });
    twoViews_ = addPanelToggle(context().actions, this,
                               {"twoviews", tr("Two views"), QStringLiteral("two-views"),
                                tr("Shows the baseline beside the model.")},
                               [this](bool two) { setTwoViews(two); });
    twoViews_->setChecked(true);
    link_ = addPanelToggle(context().actions, this,
                           {"link", tr("Link cameras"), QStringLiteral("link"),
                            tr("Both clouds turn and zoom together.")},
                           [this](bool on) { setLinked(on); });
}

void EmbeddingsPanel::buildToolBar()
{
    choice_ = new QComboBox(this);
    choice_->setObjectName(QStringLiteral("embeddings.choice"));
    choice_->setAccessibleName(tr("Embedding in the first view"));
    choice_->setToolTip(choice_->accessibleName());
    choice_->setMinimumWidth(180);
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(choice_, &QComboBox::activated, this, &EmbeddingsPanel::chooseEmbedding);
    toolBar()->addWidget(choice_);
    toolBar()->addSeparator();
    for (QAction *method : methods_) {
        QToolButton *button = toolButton(method, ButtonText::Beside, this);
        setRole(button, "segment");
        toolBar()->addWidget(button);
    }
    seed_ = mutedLabel({}, this);
    seed_->setObjectName(QStringLiteral("embeddings.seed"));
    seed_->setContentsMargins(6, 0, 6, 0);
    seedPlace_ = toolBar()->addWidget(seed_);
    toolBar()->addSeparator();
    for (QAction *action : selectionTools_->gestures() + selectionTools_->changes())
        toolBar()->addWidget(toolButton(action, ButtonText::Hidden, this));
    toolBar()->addSeparator();
    for (QAction *action : {selectionTools_->greyContext(), reset_})
        toolBar()->addWidget(toolButton(action, ButtonText::Hidden, this));
    axes_ = new QToolButton(this);
    axes_->setObjectName(QStringLiteral("embeddings.axes"));
    axes_->setText(tr("Axes"));
    axes_->setAccessibleName(tr("Look along an axis"));
    axes_->setToolTip(tr("Shows two axes in the plane of the view."));
    axes_->setPopupMode(QToolButton::InstantPopup);
    axes_->setMenu(new QMenu(axes_));
    connect(axes_->menu(), &QMenu::aboutToShow, this, &EmbeddingsPanel::fillAxesMenu);
    toolBar()->addWidget(axes_);
    for (QAction *action : {twoViews_, link_})
        toolBar()->addWidget(toolButton(action, ButtonText::WhileRoom, this));
    toolBar()->addAtEnd(toolButton(open_, ButtonText::Hidden, this));
    QToolButton *snapshot = toolButton(savedViews_->snapshot(), ButtonText::WhileRoom, this);
    snapshot->setMenu(savedViews_->menu());
    snapshot->setPopupMode(QToolButton::MenuButtonPopup);
    toolBar()->addAtEnd(snapshot);
    toolBar()->addAtEnd(reportButton(report_, reportPdf_, this));
    toolBar()->addAtEnd(toolButton(exports_->exportView(), ButtonText::Beside, this));
}

void EmbeddingsPanel::fillAxesMenu()
{
    axes_->menu()->clear();
    const CloudProjection *shown = shownIn(View::First);
    const std::string method = shown ? shown->method : std::string();
    const std::array<std::array<int, 2>, 3> pairs = {{{0, 1}, {0, 2}, {1, 2}}};
    const std::array<AxisPair, 3> sides = {AxisPair::OneTwo, AxisPair::OneThree,
                                           AxisPair::TwoThree};
    for (size_t i = 0; i < pairs.size(); ++i) {
        QAction *action = axes_->menu()->addAction(
            tr("%1 and %2")
                .arg(cloudAxisName(method, pairs[i][0]), cloudAxisName(method, pairs[i][1])),
            this, [this, side = sides[i]] {
                for (CloudPane *cloud : panes_)
                    cloud->view()->lookAlong(side);
            });
        action->setEnabled(i == 0 || !shown || shown->dimensions > 2);
    }
}

int EmbeddingsPanel::projectionOf(const std::string &name, const std::string &method) const
{
    const std::vector<CloudProjection> &projections = model_.data().projections;
    const auto found = std::ranges::find_if(projections, [&](const CloudProjection &projection) {
        return projection.name == name && methodOf(projection) == method;
    });
    return found == projections.end() ? -1 : static_cast<int>(found - projections.begin());
}

const CloudProjection *EmbeddingsPanel::shownIn(View view) const
{
    return pane(view)->view()->scene().shown();
}

// Embeddings by name in the toolbar; the projections of each are chosen by the method.
void EmbeddingsPanel::listEmbeddings()
{
    const std::vector<CloudProjection> &projections = model_.data().projections;
    if (projections.empty())
        return;
    {
        const QSignalBlocker quiet(choice_);
        choice_->clear();
        for (const CloudProjection &projection : projections)
            if (const QString name = QString::fromStdString(projection.name);
                choice_->findData(name) < 0)
                choice_->addItem(CloudPane::nameOf(projection), name);
    }
    for (CloudPane *cloud : panes_)
        cloud->offerProjections();
    // What was shown stays; at first that is the PCA of the first embedding.
    int first = projectionOf(shown_[0].name, shown_[0].method);
    if (first < 0)
        first = projectionOf(projections.front().name, methodKeys[0]);
    if (std::exchange(opensTable_, false))
        first = 0; // sourcesOfTable() puts it in front
    showIn(View::First, std::max(first, 0));
    const bool hasSecond = projections.size() > 1;
    const int chosen = projectionOf(shown_[1].name, shown_[1].method);
    pane(View::Second)->setProjection(!hasSecond ? -1 : chosen >= 0 ? chosen : secondChoice());
    twoViews_->setEnabled(hasSecond);
    setTwoViews(hasSecond && twoViews_->isChecked());
}

// What stands beside the first cloud: rather the baseline than another model, rather another
// embedding than the same, rather by the same method.
int EmbeddingsPanel::secondChoice() const
{
    const std::vector<CloudProjection> &projections = model_.data().projections;
    const CloudProjection &first = *shownIn(View::First);
    const auto rank = [&](const CloudProjection &projection) {
        const bool isOther = projection.name != first.name;
        const bool isLike = methodOf(projection) == methodOf(first);
        return std::tuple(&projection != &first, isOther, isOther && projection.isBaseline(),
                          isLike, methodOf(projection) == methodKeys[0]);
    };
    return static_cast<int>(std::ranges::max_element(projections, {}, rank) - projections.begin());
}

void EmbeddingsPanel::chooseEmbedding(int index)
{
    const std::string name = choice_->itemData(index).toString().toStdString();
    const CloudProjection *shown = shownIn(View::First);
    int projection = projectionOf(name, shown ? methodOf(*shown) : "pca");
    for (size_t i = 0; projection < 0 && i < model_.data().projections.size(); ++i)
        if (model_.data().projections[i].name == name)
            projection = static_cast<int>(i);
    showIn(View::First, projection);
}

void EmbeddingsPanel::showIn(View view, int projection)
{
    pane(view)->setProjection(projection);
    const CloudProjection *shown = shownIn(view);
    if (shown)
        shown_[static_cast<size_t>(view)] = {shown->name, methodOf(*shown)};
    if (view == View::Second)
        return;
    const QSignalBlocker quiet(choice_);
    if (shown)
        choice_->setCurrentIndex(choice_->findData(QString::fromStdString(shown->name)));
    choice_->setToolTip(tr("Embedding in the first view: %1").arg(choice_->currentText()));
    neighbours_->setProjection(projection);
    sequence_->setProjection(projection);
    similarity_->setProjection(projection);
    refreshMethods();
    refreshStatus();
}

// A projection that is there is shown at once; the settings of others are asked for.
void EmbeddingsPanel::chooseMethod(const QString &method)
{
    const CloudProjection *shown = shownIn(View::First);
    const int there = shown ? projectionOf(shown->name, method.toStdString()) : -1;
    const bool isShown = shown && methodOf(*shown) == method.toStdString();
    if (there >= 0 && !isShown)
        showIn(View::First, there);
    else if (method != QLatin1String(methodKeys[0]))
        askForSettings(method);
    else if (there < 0 && !shownVectors().isEmpty())
        jobs_->project(shownVectors(), outputFolder());
    refreshMethods();
}

void EmbeddingsPanel::refreshMethods()
{
    const CloudProjection *shown = shownIn(View::First);
    const std::string method = shown ? methodOf(*shown) : std::string();
    for (size_t i = 0; i < methods_.size(); ++i) {
        methods_[i]->setChecked(method == methodKeys[i]);
        const bool isThere = shown && projectionOf(shown->name, methodKeys[i]) >= 0;
        methods_[i]->setEnabled(isThere || !shownVectors().isEmpty());
    }
    for (QAction *action : {savedViews_->snapshot(), reset_, selectionTools_->greyContext()})
        action->setEnabled(shown != nullptr);
    axes_->setEnabled(shown != nullptr);
    for (QAction *action : {report_, reportPdf_})
        action->setEnabled(!shownVectors().isEmpty());
    const bool hasSeed = shown && shown->seed && method != methodKeys[0];
    seedPlace_->setVisible(hasSeed);
    seed_->setText(hasSeed ? tr("Seed %1").arg(*shown->seed) : QString());
}

void EmbeddingsPanel::setTwoViews(bool two)
{
    pane(View::Second)->setVisible(two);
    link_->setEnabled(two);
    if (two)
        clouds_->setSizes({1000, 1000});
}

void EmbeddingsPanel::setLinked(bool linked)
{
    link_->setChecked(linked);
    if (linked)
        copyCamera(View::First);
}

void EmbeddingsPanel::copyCamera(View from)
{
    if (!link_ || !link_->isChecked() || isCopyingCamera_)
        return;
    const QScopedValueRollback<bool> guard(isCopyingCamera_, true);
    const View to = from == View::First ? View::Second : View::First;
    pane(to)->view()->setCamera(pane(from)->view()->camera());
}

QJsonObject EmbeddingsPanel::viewState() const
{
    QJsonArray views;
    for (const View view : {View::First, View::Second}) {
        const CloudProjection *shown = shownIn(view);
        views.append(QJsonObject{
            {QStringLiteral("embedding"), shown ? QString::fromStdString(shown->name) : QString()},
            {QStringLiteral("method"),
             shown ? QString::fromStdString(methodOf(*shown)) : QString()},
            {QStringLiteral("camera"), pane(view)->view()->camera().toJson()}});
    }
    return {{QStringLiteral("clouds"), views},
            {QStringLiteral("look"), model_.look().toJson()},
            {QStringLiteral("twoViews"), twoViews_->isChecked()},
            {QStringLiteral("linked"), link_->isChecked()}};
}

// Embeddings that are not there any more leave the view as it is.
void EmbeddingsPanel::showViewState(const QJsonObject &state)
{
    const QJsonArray views = state[QStringLiteral("clouds")].toArray();
    setLinked(false);
    twoViews_->setChecked(state[QStringLiteral("twoViews")].toBool());
    setTwoViews(twoViews_->isEnabled() && twoViews_->isChecked());
    for (const View view : {View::First, View::Second}) {
        const QJsonObject kept = views[static_cast<int>(view)].toObject();
        const int projection =
            projectionOf(kept[QStringLiteral("embedding")].toString().toStdString(),
                         kept[QStringLiteral("method")].toString().toStdString());
        if (projection >= 0)
            showIn(view, projection);
        pane(view)->view()->setCamera(
            CloudCamera::fromJson(kept[QStringLiteral("camera")].toArray()));
    }
    setLinked(state[QStringLiteral("linked")].toBool());
    model_.setLook(CloudLook::fromJson(state[QStringLiteral("look")].toObject()));
}

} // namespace helicase
