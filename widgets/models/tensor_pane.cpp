#include "widgets/models/tensor_pane.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/vertical_scroll.h"
#include "widgets/common/widgets.h"
#include "widgets/models/histogram_plot.h"
#include "widgets/models/tensor_table.h"

#include <QAction>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr int factsWidth = 300;

QString placeText(const TensorDescription &tensor)
{
    const QString values = TensorPane::tr("%1 values").arg(groupedNumber(tensor.elements));
    return tensor.layer ? TensorPane::tr("layer %1, %2").arg(*tensor.layer).arg(values) : values;
}

} // namespace

TensorPane::TensorPane(Theme &theme, QAction *copyDigest, QWidget *parent)
    : QWidget(parent), copyDigest_(copyDigest), table_(new TensorTable(this))
{
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("models.tensors.splitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(table_);
    splitter->addWidget(buildDetail(theme));
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({500, 200});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(table_, &TensorTable::tensorChosen, this, &TensorPane::showChosen);
}

QWidget *TensorPane::buildDetail(Theme &theme)
{
    detail_ = new QWidget(this);
    detail_->setObjectName(QStringLiteral("models.tensor"));
    title_ = new ElidedLabel({}, detail_);
    setRole(title_, "strong");
    title_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    subtitle_ = new ElidedLabel({}, detail_);
    setRole(subtitle_, "muted");
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 3, 8, 3);
    head->setSpacing(8);
    head->addWidget(title_);
    head->addWidget(subtitle_, 1);
    head->addWidget(toolButton(copyDigest_, ButtonText::Beside, detail_));
    histogram_ = new HistogramPlot(theme, detail_);
    facts_ = new FactList(detail_);
    facts_->layout()->setContentsMargins(12, 8, 12, 6);
    auto *sheet = new QWidget(detail_);
    setRole(sheet, "canvas");
    sheet->setAttribute(Qt::WA_StyledBackground);
    auto *line = new QFrame(sheet);
    line->setFixedWidth(1);
    setRole(line, "line");
    auto *scroll = new VerticalScroll(facts_, factsWidth, sheet);
    scroll->setFixedWidth(factsWidth);
    auto *row = new QHBoxLayout(sheet);
    row->setContentsMargins(4, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(histogram_, 1);
    row->addWidget(line);
    row->addWidget(scroll);
    auto *layout = new QVBoxLayout(detail_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(horizontalLine(detail_));
    layout->addWidget(sheet, 1);
    return detail_;
}

void TensorPane::setModel(const ModelPointer &model)
{
    model_ = model;
    table_->setShownModel(model);
    showChosen(-1);
    if (model && !model->description.tensors.empty())
        table_->selectTensor(0);
}

void TensorPane::setStatistics(int tensor, const std::optional<TensorStatistics> &statistics)
{
    table_->tensors()->setStatistics(tensor, statistics);
}

void TensorPane::showChosen(int tensor)
{
    digest_.clear();
    copyDigest_->setEnabled(false);
    facts_->clear();
    histogram_->setCounts({}, 0, 1);
    if (!model_ || tensor < 0) {
        title_->setText(tr("No tensor selected"));
        subtitle_->clear();
        return;
    }
    const TensorDescription &description = model_->description.tensors[static_cast<size_t>(tensor)];
    title_->setText(QString::fromStdString(description.name));
    subtitle_->setText(placeText(description));
    facts_->setFact(tr("Shape"), shapeText(description.shape));
    Q_EMIT tensorChosen(tensor);
}

void TensorPane::setDetail(const TensorDetail &detail)
{
    if (detail.tensor != table_->selectedTensor())
        return;
    const TensorStatistics &statistics = detail.statistics;
    const bool hasNumbers = !detail.histogram.empty();
    if (digest_.isEmpty())
        histogram_->setCounts(detail.histogram, statistics.minimum, statistics.maximum);
    digest_ = detail.digest;
    copyDigest_->setEnabled(true);
    facts_->setFact(tr("Frobenius norm"), hasNumbers ? shortNumber(statistics.norm, 5) : QString());
    facts_->setFact(tr("Largest singular value"), detail.largestSingularValue
                                                      ? shortNumber(*detail.largestSingularValue, 4)
                                                      : QString());
    facts_->setFact(tr("Zeros"),
                    hasNumbers ? countOf(statistics.zeroCount, statistics.count) : QString());
    facts_->setFact(tr("Infinite"), statistics.infiniteCount > 0
                                        ? groupedNumber(statistics.infiniteCount)
                                        : QString());
    facts_->setFact(tr("SHA-256"), tr("%1 … %2").arg(digest_.left(8), digest_.right(4)));
    facts_->setFact(tr("Stored in"), model_->weightsName());
}

} // namespace helicase
