#include "widgets/embeddings/projection_form.h"

#include "core/run/compute_options.h"
#include "core/run/projection_options.h"
#include "widgets/common/command_preview.h"
#include "widgets/common/option_form.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_painting.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

const std::string methodOption = "method";

// The projection's options with the one of all commands that matters here.
OptionTable formOptions()
{
    return projectionOptions().with(OptionTable({computeOptions().at("seed")}));
}

// An option of other methods says so in its help: "(umap)".
bool belongsTo(const Option &option, const std::string &method)
{
    const Option *methods = projectionOptions().find(methodOption);
    bool isOfOthers = false;
    for (const std::string &other : methods->choices) {
        const bool isNamed = option.help.find("(" + other) != std::string::npos ||
                             option.help.find(other + ")") != std::string::npos;
        if (isNamed && other == method)
            return true;
        isOfOthers = isOfOthers || isNamed;
    }
    return !isOfOthers;
}

QStringList hiddenOptions(const QString &method)
{
    QStringList hidden;
    const OptionTable table = formOptions();
    for (const Option &option : table.options()) {
        const bool isAsked = option.name != methodOption && option.name != "output" &&
                             option.name != "dims" && belongsTo(option, method.toStdString());
        if (!isAsked)
            hidden.append(QString::fromStdString(option.name));
    }
    return hidden;
}

} // namespace

ProjectionForm::ProjectionForm(const QString &method, const QString &embedding, Words words,
                               QWidget *parent)
    : QDialog(parent), method_(method), words_(std::move(words))
{
    const QString methodName = projectionMethodName(method.toStdString());
    setObjectName(QStringLiteral("embeddings.projection"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1 of %2").arg(methodName, embedding));
    form_ = new OptionForm(formOptions(), QStringLiteral("project"), hiddenOptions(method), this);
    preview_ = new CommandPreview(QStringLiteral("embeddings.projection.command"), this);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    run_ = buttons->addButton(tr("Run %1").arg(methodName), QDialogButtonBox::AcceptRole);
    run_->setObjectName(QStringLiteral("embeddings.projection.run"));
    setRole(run_, "primary");
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(form_);
    layout->addWidget(preview_);
    layout->addWidget(buttons);
    setMinimumWidth(460);
    connect(form_, &OptionForm::changed, this, &ProjectionForm::refresh);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        const QString chosen = method_;
        Q_EMIT runRequested(chosen, settings());
        accept();
    });
    refresh();
}

QStringList ProjectionForm::settings() const
{
    return form_->changedWords();
}

void ProjectionForm::refresh()
{
    run_->setEnabled(!form_->hasErrors());
    preview_->setWords(words_(settings()));
}

} // namespace helicase
