#include "widgets/embeddings/cloud_pane.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_view.h"

#include <QLabel>
#include <QVBoxLayout>

namespace helicase {

namespace {

QString methodName(const std::string &method)
{
    if (method.empty())
        return {};
    return QString::fromStdString(method).toUpper();
}

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
    words->addWidget(title_);
    words->addWidget(subtitle_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(words);
    layout->addWidget(view_, 1);
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

QString CloudPane::titleOf(const CloudProjection &projection)
{
    const QString name = projection.isBaseline()
                             ? tr("Baseline: %1").arg(baselineName(projection.name))
                             : QString::fromStdString(projection.name);
    const QString method = methodName(projection.method);
    return method.isEmpty() ? name : QStringLiteral("%1, %2").arg(name, method);
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
