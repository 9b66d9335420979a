#include "widgets/embeddings/cloud_pane.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_painting.h"
#include "widgets/embeddings/cloud_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

namespace {

QString baselineName(const std::string &name)
{
    if (name == "tnf")
        return CloudPane::tr("TNF");
    if (name == "tnf-merged")
        return CloudPane::tr("TNF, strands merged");
    return QString::fromStdString(name);
}

QString varianceText(const std::vector<double> &shares)
{
    QStringList parts;
    for (const double share : shares)
        parts.append(fixedNumber(share * 100, 0));
    return CloudPane::tr(" Variance %1 %.").arg(parts.join(QStringLiteral(", ")));
}

} // namespace

CloudPane::CloudPane(CloudModel &model, const QString &viewName, QWidget *parent)
    : QWidget(parent), model_(model)
{
    view_ = new CloudView(model, viewName, this);
    view_->setAccessibleName(tr("Cloud without data"));
    title_ = new QLabel(this);
    setRole(title_, "sectiontitle");
    subtitle_ = mutedLabel({}, this);
    for (QLabel *label : {title_, subtitle_}) {
        label->setWordWrap(true);
        label->setMinimumWidth(80);
    }
    auto *words = new QVBoxLayout;
    words->setContentsMargins(12, 8, 12, 4);
    words->setSpacing(2);
    auto *head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(title_, 1);
    words->addLayout(head);
    words->addWidget(subtitle_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(words);
    layout->addWidget(view_, 1);
    chooser_ = new QToolButton(this);
    chooser_->setObjectName(viewName + QStringLiteral(".choice"));
    chooser_->setText(tr("Change"));
    chooser_->setAccessibleName(tr("Cloud in this view"));
    chooser_->setToolTip(tr("Shows another embedding or projection in this view"));
    chooser_->setPopupMode(QToolButton::InstantPopup);
    setRole(chooser_, "link");
    chooser_->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none }"));
    chooser_->hide();
    head->addWidget(chooser_, 0, Qt::AlignTop);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    connect(&model_, &CloudModel::dataChanged, this, &CloudPane::refresh);
    connect(&model_, &CloudModel::visibilityChanged, this, &CloudPane::refresh);
    refresh();
}

void CloudPane::setProjection(int projection)
{
    view_->setProjection(projection);
    refresh();
}

QString CloudPane::title() const
{
    return title_->text();
}

QString CloudPane::subtitle() const
{
    return subtitle_->text();
}

QString CloudPane::nameOf(const CloudProjection &projection)
{
    return projection.isBaseline() ? tr("Baseline: %1").arg(baselineName(projection.name))
                                   : QString::fromStdString(projection.name);
}

QString CloudPane::titleOf(const CloudProjection &projection)
{
    const QString method = projectionMethodName(projection.method);
    return method.isEmpty() ? nameOf(projection)
                            : QStringLiteral("%1, %2").arg(nameOf(projection), method);
}

void CloudPane::offerProjections()
{
    delete chooser_->menu();
    auto *menu = new QMenu(chooser_);
    const std::vector<CloudProjection> &projections = model_.data().projections;
    for (size_t i = 0; i < projections.size(); ++i)
        menu->addAction(titleOf(projections[i]), this,
                        [this, i] { Q_EMIT projectionChosen(static_cast<int>(i)); });
    chooser_->setMenu(menu);
    chooser_->setVisible(projections.size() > 1);
}

void CloudPane::refresh()
{
    const CloudProjection *projection = view_->scene().shown();
    if (!projection) {
        title_->clear();
        subtitle_->clear();
        return;
    }
    title_->setText(titleOf(*projection));
    QString text = tr("%1 of %2 contigs")
                       .arg(groupedNumber(static_cast<qint64>(view_->scene().order.size())),
                            groupedNumber(model_.data().size()));
    if (!projection->pooling.empty() && !projection->isBaseline())
        text += tr(", %1 pooling").arg(QString::fromStdString(projection->pooling));
    if (projection->seed && !projection->method.empty() && projection->method != "pca")
        text += tr(", seed %1").arg(*projection->seed);
    if (projection->width)
        text += tr(", %1 values").arg(groupedNumber(*projection->width));
    text += u'.';
    if (!projection->explainedVariance.empty())
        text += varianceText(projection->explainedVariance);
    subtitle_->setText(text);
    subtitle_->setToolTip(text);
    view_->setAccessibleName(tr("Cloud %1").arg(title_->text()));
}

} // namespace helicase
