#include "widgets/models/model_view.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/models/config_view.h"
#include "widgets/models/model_figures.h"
#include "widgets/models/model_job_form.h"
#include "widgets/models/tensor_pane.h"
#include "widgets/models/tensor_table.h"

#include <QAction>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace helicase {

namespace {

QString kindText(const LoadedModel &model)
{
    const QString tensors =
        ModelView::tr("%1 tensors").arg(groupedNumber(qint64(model.description.tensors.size())));
    if (model.description.architecture == "unknown")
        return tensors;
    return ModelView::tr("%1, %2").arg(QString::fromStdString(model.description.architecture),
                                       tensors);
}

} // namespace

ModelView::ModelView(Theme &theme, Project &project, PanelJobs &jobs,
                     const ModelViewActions &actions, QWidget *parent)
    : QWidget(parent)
{
    form_ = new ModelJobForm(actions.runForm, actions.closeForm, this);
    pages_ = new QStackedWidget(this);
    modelPage_ = new QWidget(pages_);
    buildTabs(theme, project, jobs, actions);
    auto *page = new QVBoxLayout(modelPage_);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addWidget(buildHead());
    page->addWidget(figures_);
    page->addWidget(horizontalLine(modelPage_));
    page->addWidget(tabs_, 1);
    pages_->addWidget(modelPage_);
    pages_->addWidget(buildTokenizerPage(actions.openTokenizer));
    pages_->addWidget(new QWidget(pages_)); // below a form, while no model is shown
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(form_);
    layout->addWidget(pages_, 1);
    setModel(nullptr);
}

QWidget *ModelView::buildHead()
{
    auto *head = new QWidget(modelPage_);
    title_ = titleLabel({}, head);
    title_->setObjectName(QStringLiteral("models.title"));
    subtitle_ = new ElidedLabel({}, head);
    setRole(subtitle_, "muted");
    figures_ = new FigureTiles(QStringLiteral("models.figures"), modelPage_);
    setRole(figures_, "canvas");
    figures_->setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(14, 6, 12, 6);
    layout->setSpacing(8);
    layout->addWidget(title_);
    layout->addWidget(subtitle_, 1);
    return head;
}

void ModelView::buildTabs(Theme &theme, Project &project, PanelJobs &jobs,
                          const ModelViewActions &actions)
{
    tabs_ = new QTabWidget(modelPage_);
    tabs_->setObjectName(QStringLiteral("models.tabs"));
    tabs_->setAccessibleName(tr("Views of the model"));
    tabs_->tabBar()->setDrawBase(false);
    tabs_->tabBar()->setAccessibleName(tr("Views of the model"));
    tabs_->tabBar()->setExpanding(false);
    tensors_ = new TensorPane(theme, actions.copyTensorDigest, tabs_);
    tabs_->addTab(tensors_, tr("Tensors"));
    predict_ = new PredictView(project, jobs, actions.predict, tabs_);
    tabs_->addTab(predict_, tr("Predict"));
    config_ = new ConfigView(tabs_);
    tabs_->addTab(config_, tr("Config"));
    find_ = new QLineEdit(tabs_);
    find_->setObjectName(QStringLiteral("models.tensors.find"));
    find_->setAccessibleName(tr("Filter tensors by name"));
    find_->setClearButtonEnabled(true);
    find_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    find_->setMinimumWidth(190);
    auto *corner = new QWidget(tabs_);
    auto *line = new QHBoxLayout(corner);
    line->setContentsMargins(0, 2, 8, 2);
    line->addWidget(find_);
    tabs_->setCornerWidget(corner);
    connect(tabs_, &QTabWidget::currentChanged, find_,
            [this] { find_->setVisible(tabs_->currentWidget() == tensors_); });
    connect(find_, &QLineEdit::textChanged, this,
            [this](const QString &text) { tensors_->table()->setFilter(text); });
}

QWidget *ModelView::buildTokenizerPage(QAction *openTokenizer)
{
    constexpr int pageWidth = 460;
    auto *page = new QWidget(pages_);
    page->setObjectName(QStringLiteral("models.tokenizer"));
    setRole(page, "canvas");
    page->setAttribute(Qt::WA_StyledBackground);
    tokenizerTitle_ = titleLabel({}, page);
    tokenizerTitle_->setContentsMargins(12, 0, 12, 0);
    tokenizerFacts_ = new FactList(page);
    tokenizerFacts_->setMaximumWidth(pageWidth);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(12, 4, 12, 0);
    buttons->addWidget(actionButton(openTokenizer, page));
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(4, 14, 4, 8);
    layout->addWidget(tokenizerTitle_);
    layout->addWidget(tokenizerFacts_);
    layout->addLayout(buttons);
    layout->addStretch(1);
    return page;
}

void ModelView::setModel(const ModelPointer &model)
{
    title_->setText(model ? model->name : QString());
    title_->setToolTip(model ? model->folder : QString());
    subtitle_->setText(model ? kindText(*model) : QString());
    figures_->setFigures(model ? keyFiguresOf(*model) : std::vector<KeyFigure>());
    find_->clear();
    find_->setPlaceholderText(
        model
            ? tr("Filter %1 tensors").arg(groupedNumber(qint64(model->description.tensors.size())))
            : QString());
    tensors_->setModel(model);
    config_->setModel(model);
    predict_->setModel(model);
    pages_->setCurrentIndex(model ? 0 : 2);
}

void ModelView::showTokenizer(const ModelEntry &tokenizer)
{
    tokenizerTitle_->setText(tr("Tokenizer %1").arg(tokenizer.label));
    tokenizerFacts_->setFact(tr("Vocabulary"), tokenizer.note.isEmpty()
                                                   ? tr("cannot be read")
                                                   : tr("%1 tokens").arg(tokenizer.note));
    tokenizerFacts_->setFact(tr("Folder"), tokenizer.folder);
    tokenizerFacts_->setFact(
        tr("Files"), QDir(tokenizer.folder).entryList(QDir::Files).join(QStringLiteral(", ")));
    pages_->setCurrentIndex(1);
}

void ModelView::showModel()
{
    pages_->setCurrentIndex(title_->text().isEmpty() ? 2 : 0);
}

bool ModelView::showsTokenizer() const
{
    return pages_->currentIndex() == 1;
}

void ModelView::findTensor()
{
    tabs_->setCurrentWidget(tensors_);
    find_->setFocus(Qt::ShortcutFocusReason);
    find_->selectAll();
}

void ModelView::showPredict()
{
    tabs_->setCurrentWidget(predict_);
}

} // namespace helicase
