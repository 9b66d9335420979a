#include "widgets/models/model_job_form.h"

#include "widgets/common/command_preview.h"
#include "widgets/common/option_form.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace helicase {

ModelJobForm::ModelJobForm(QAction *run, QAction *close, QWidget *parent)
    : QWidget(parent), run_(run), close_(close)
{
    setObjectName(QStringLiteral("models.form"));
    setAccessibleName(tr("New model folder"));
    title_ = new QLabel(this);
    setRole(title_, "strong");
    obstacle_ = mutedLabel({}, this);
    obstacle_->setObjectName(QStringLiteral("models.form.obstacle"));
    obstacle_->setWordWrap(true);
    preview_ = new CommandPreview(QStringLiteral("models.form.command"), this);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 8, 0);
    head->addWidget(title_, 1);
    head->addWidget(toolButton(close, ButtonText::Hidden, this));
    formPlace_ = new QVBoxLayout;
    auto *foot = new QHBoxLayout;
    foot->addWidget(actionButton(run, this));
    foot->addWidget(obstacle_, 1);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 4, 12, 10);
    right->setSpacing(8);
    right->addWidget(preview_);
    right->addLayout(foot);
    right->addStretch(1);
    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(4, 0, 0, 0);
    columns->setSpacing(16);
    columns->addLayout(formPlace_, 1);
    columns->addLayout(right, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(columns);
    layout->addWidget(horizontalLine(this));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    hide();
}

void ModelJobForm::open(const ModelJobRequest &request)
{
    delete form_;
    request_ = request;
    form_ = new OptionForm(request.options, QStringLiteral("models"), {}, this);
    for (auto value = request.values.begin(); value != request.values.end(); ++value)
        form_->setText(value.key(), value.value());
    form_->setText(outputOption, request.outputFolder);
    formPlace_->addWidget(form_);
    connect(form_, &OptionForm::changed, this, &ModelJobForm::refresh);
    title_->setText(request.title);
    refresh();
    show();
    if (QWidget *first =
            form_->field(QString::fromStdString(request.options.options().front().name)))
        first->setFocus(Qt::OtherFocusReason);
}

void ModelJobForm::close()
{
    hide();
    delete form_;
    form_ = nullptr;
}

QString ModelJobForm::outputFolder() const
{
    return form_ != nullptr ? form_->text(outputOption) : QString();
}

QStringList ModelJobForm::words() const
{
    QStringList words = request_.words;
    words += request_.input.isEmpty() ? request_.recipes.value(form_->text(recipeOption))
                                      : request_.input;
    const QStringList changed = form_->changedWords();
    for (qsizetype i = 0; i < changed.size(); ++i) {
        if (changed[i] == QStringLiteral("--") + recipeOption)
            ++i; // stands as the input already
        else
            words += changed[i] == QStringLiteral("--") + outputOption ? QStringLiteral("-o")
                                                                       : changed[i];
    }
    return words;
}

QString ModelJobForm::obstacle() const
{
    if (form_ == nullptr)
        return tr("No form is open.");
    for (const Option &option : form_->table().options()) {
        const QString name = QString::fromStdString(option.name);
        if ((option.required || name == recipeOption) && form_->text(name).isEmpty())
            return tr("Choose \"%1\".").arg(QString::fromStdString(option.label));
    }
    if (form_->hasErrors())
        return tr("A field has a mistake.");
    const QFileInfo output(outputFolder());
    if (!request_.input.isEmpty() &&
        output.canonicalFilePath() == QFileInfo(request_.input).canonicalFilePath())
        return tr("The output folder is the model's own.");
    return {};
}

void ModelJobForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close_->trigger();
    else
        QWidget::keyPressEvent(event);
}

void ModelJobForm::refresh()
{
    const QString reason = obstacle();
    obstacle_->setText(reason);
    run_->setEnabled(reason.isEmpty());
    preview_->setWords(words());
}

} // namespace helicase
