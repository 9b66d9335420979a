#include "widgets/models/model_inspector.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/models/parameter_bars.h"
#include "widgets/models/verification.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr int remarkIconSide = 14;

QString partLabel(TensorPart part, int64_t layers)
{
    switch (part) {
    case TensorPart::Embeddings:
        return ModelInspector::tr("Token embedding");
    case TensorPart::Attention:
        return ModelInspector::tr("Attention, %1 layers").arg(groupedNumber(layers));
    case TensorPart::FeedForward:
        return ModelInspector::tr("Feed-forward, %1 layers").arg(groupedNumber(layers));
    case TensorPart::Norms:
        return ModelInspector::tr("Norms");
    case TensorPart::Pooler:
        return ModelInspector::tr("Pooler");
    case TensorPart::Heads:
        return ModelInspector::tr("Heads and other tensors");
    }
    return {};
}

// What loading draws, in numbers.
int64_t drawnParameters(const LoadedModel &model)
{
    const int64_t width = model.description.size("hidden_size").value_or(0);
    return model.keys.drawn.empty() ? 0 : width * width + width;
}

QWidget *remarkRow(const ModelRemark &remark, QWidget *parent)
{
    const auto [iconName, role] =
        remark.severity == Severity::Error     ? std::pair("error", ColorRole::Error)
        : remark.severity == Severity::Warning ? std::pair("warning", ColorRole::Warning)
                                               : std::pair("info", ColorRole::Muted);
    auto *row = new QWidget(parent);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(12, 2, 12, 6);
    layout->setSpacing(8);
    auto *mark = new QLabel(row);
    mark->setPixmap(iconPixmap(QLatin1String(iconName), shownColor(role), remarkIconSide,
                               parent->devicePixelRatioF()));
    mark->setToolTip(toString(remark.severity));
    auto *text = new QLabel(remark.text, row);
    text->setWordWrap(true);
    text->setFont(secondaryFont());
    // Keys have no spaces to break at.
    QString breakable = remark.text;
    text->setText(breakable.replace(u'.', QStringLiteral(".\u200B"))
                      .replace(u'_', QStringLiteral("_\u200B")));
    text->setAccessibleName(remark.text);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    layout->addWidget(mark, 0, Qt::AlignTop);
    layout->addWidget(text, 1);
    return row;
}

} // namespace

ModelInspector::ModelInspector(PanelJobs &jobs, QAction *verify, QAction *copyDigest,
                               QWidget *parent)
    : QWidget(parent), copyDigest_(copyDigest)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    modelPart_ = new QWidget(this);
    auto *model = new QVBoxLayout(modelPart_);
    model->setContentsMargins(0, 0, 0, 0);
    model->setSpacing(0);
    parameterHeader_ = new SectionHeader(tr("Parameters"), modelPart_);
    bars_ = new ParameterBars(modelPart_);
    remarkHeader_ = new SectionHeader(tr("Checked on loading"), modelPart_);
    remarks_ = new QWidget(modelPart_);
    remarks_->setObjectName(QStringLiteral("models.remarks"));
    remarkRows_ = new QVBoxLayout(remarks_);
    remarkRows_->setContentsMargins(0, 0, 0, 2);
    remarkRows_->setSpacing(0);
    model->addWidget(parameterHeader_);
    model->addWidget(bars_);
    model->addWidget(horizontalLine(modelPart_));
    model->addWidget(remarkHeader_);
    model->addWidget(remarks_);
    model->addWidget(horizontalLine(modelPart_));
    layout->addWidget(modelPart_);

    verification_ = new Verification(jobs, verify, this);
    layout->addWidget(verification_);

    filePart_ = new QWidget(this);
    auto *file = new QVBoxLayout(filePart_);
    file->setContentsMargins(0, 0, 0, 0);
    file->setSpacing(0);
    file->addWidget(horizontalLine(filePart_));
    auto *fileHeader = new SectionHeader(tr("File"), filePart_);
    fileHeader->addWidget(toolButton(copyDigest, ButtonText::Hidden, filePart_));
    file_ = new FactList(filePart_);
    file_->setObjectName(QStringLiteral("models.file"));
    file->addWidget(fileHeader);
    file->addWidget(file_);
    layout->addWidget(filePart_);
    layout->addStretch(1);
    setModel(nullptr);
}

void ModelInspector::setModel(const ModelPointer &model)
{
    model_ = model;
    nanTensors_.clear();
    digest_.clear();
    copyDigest_->setEnabled(false);
    showModel(true);
    if (!model_)
        return;
    showParameters();
    showRemarks();
    showFile();
}

void ModelInspector::showModel(bool isShown)
{
    modelPart_->setVisible(isShown && model_);
    filePart_->setVisible(isShown && model_);
}

void ModelInspector::setNanTensors(const QStringList &names)
{
    if (names == nanTensors_ || !model_)
        return;
    nanTensors_ = names;
    showRemarks();
}

void ModelInspector::setDigest(const QString &digest)
{
    digest_ = digest;
    copyDigest_->setEnabled(!digest.isEmpty());
    if (model_)
        showFile();
}

void ModelInspector::showParameters()
{
    const ModelDescription &description = model_->description;
    std::vector<ParameterShare> shares;
    for (const TensorPart part : tensorParts)
        if (const int64_t count = description.parameters(part); count > 0)
            shares.push_back(
                {partLabel(part, description.size("num_hidden_layers").value_or(0)), count});
    if (const int64_t drawn = drawnParameters(*model_); drawn > 0)
        shares.push_back({tr("Pooler (not in the file)"), drawn, false});
    parameterHeader_->setSummary(groupedNumber(description.parameters()));
    bars_->setShares(std::move(shares));
}

void ModelInspector::showRemarks()
{
    while (QLayoutItem *item = remarkRows_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    std::vector<ModelRemark> remarks = model_->remarks;
    if (!nanTensors_.isEmpty())
        remarks.insert(
            remarks.begin(),
            {Severity::Error,
             nanTensors_.size() == 1
                 ? tr("%1 holds NaN. A model with NaN is not loaded.").arg(nanTensors_.front())
                 : tr("%1 tensors hold NaN, first %2. A model with NaN is not loaded.")
                       .arg(groupedNumber(nanTensors_.size()), nanTensors_.front())});
    if (remarks.empty())
        remarks.push_back(
            {Severity::Info, tr("All tensors are there with the shapes that config.json says.")});
    for (const ModelRemark &remark : remarks)
        remarkRows_->addWidget(remarkRow(remark, remarks_));
    const auto count = qint64(model_->remarks.size()) + (nanTensors_.isEmpty() ? 0 : 1);
    remarkHeader_->setSummary(count == 0   ? tr("no remarks")
                              : count == 1 ? tr("1 remark")
                                           : tr("%1 remarks").arg(groupedNumber(count)));
}

void ModelInspector::showFile()
{
    constexpr int64_t bytesOfBrainFloat = 2;
    file_->setFact(tr("Name"), model_->weightsName());
    file_->setFact(tr("Format"), model_->format);
    file_->setFact(tr("Size"), sizeText(model_->description.weightsBytes));
    file_->setFact(tr("Memory, bf16"),
                   sizeText(model_->description.parameters() * bytesOfBrainFloat));
    file_->setFact(tr("SHA-256"), digest_.isEmpty()
                                      ? tr("computing …")
                                      : tr("%1 … %2").arg(digest_.left(8), digest_.right(4)));
}

} // namespace helicase
