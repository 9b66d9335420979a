#include "widgets/evaluate/evaluate_inspector.h"

#include "widgets/common/command_preview.h"
#include "widgets/common/format.h"
#include "widgets/common/section_header.h"
#include "widgets/common/widgets.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

namespace {

void empty(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

EvaluateInspector::EvaluateInspector(QWidget *parent) : QWidget(parent)
{
    definitions_ = new QWidget(this);
    definitions_->setObjectName(QStringLiteral("evaluate.definitions"));
    definitionRows_ = new QVBoxLayout(definitions_);
    definitionRows_->setContentsMargins(12, 0, 12, 8);
    definitionRows_->setSpacing(2);
    provenance_ = new FactList(this);
    command_ = new CommandPreview(QStringLiteral("evaluate.provenance.command"), this);
    files_ = new QWidget(this);
    fileRows_ = new QVBoxLayout(files_);
    fileRows_->setContentsMargins(8, 0, 12, 8);
    fileRows_->setSpacing(0);
    auto *commandRow = new QVBoxLayout;
    commandRow->setContentsMargins(12, 0, 12, 8);
    commandRow->addWidget(command_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new SectionHeader(tr("Definitions"), this));
    layout->addWidget(definitions_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Provenance"), this));
    layout->addWidget(provenance_);
    layout->addLayout(commandRow);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Files"), this));
    layout->addWidget(files_);
    layout->addStretch();
}

void EvaluateInspector::setEvaluation(const StoredEvaluation &evaluation)
{
    provenance_->clear();
    provenance_->setFact(tr("Result"), evaluation.name());
    provenance_->setFact(tr("Finished"), momentText(evaluation.finished));
    for (const auto &[name, value] : evaluation.provenance)
        provenance_->setFact(name, value);
    command_->setText(evaluation.command);
    command_->setVisible(!evaluation.command.isEmpty());
    showFiles(evaluation);
}

void EvaluateInspector::showDefinitions(std::span<const ShownMetric> metrics)
{
    empty(definitionRows_);
    for (const ShownMetric &metric : metrics) {
        if (metric.formula.isEmpty())
            continue;
        auto *name = new QLabel(metric.label, definitions_);
        QFont bold = name->font();
        bold.setWeight(QFont::DemiBold);
        name->setFont(bold);
        name->setWordWrap(true);
        auto *formula = mutedLabel(metric.formula, definitions_);
        formula->setWordWrap(true);
        formula->setTextInteractionFlags(Qt::TextSelectableByMouse);
        formula->setContentsMargins(0, 0, 0, 6);
        definitionRows_->addWidget(name);
        definitionRows_->addWidget(formula);
    }
}

void EvaluateInspector::showFiles(const StoredEvaluation &evaluation)
{
    empty(fileRows_);
    const QDir folder(QString::fromStdString(evaluation.folder.string()));
    for (const QFileInfo &file : folder.entryInfoList(QDir::Files, QDir::Name)) {
        auto *row = new QWidget(files_);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        auto *open =
            linkButton(file.fileName(), QStringLiteral("evaluate.file.") + file.fileName(), row);
        const QString path = file.absoluteFilePath();
        connect(open, &QToolButton::clicked, row, [path] { openInSystem(path); });
        layout->addWidget(open);
        layout->addStretch();
        layout->addWidget(mutedLabel(sizeText(file.size()), row));
        fileRows_->addWidget(row);
    }
    auto *all = linkButton(tr("Open folder"), QStringLiteral("evaluate.openfolder"), files_);
    const QString path = folder.absolutePath();
    connect(all, &QToolButton::clicked, files_, [path] { openInSystem(path); });
    fileRows_->addWidget(all);
}

} // namespace helicase
