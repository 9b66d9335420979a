#include "widgets/train/form_rules.h"

#include "core/dataset/classification_set.h"
#include "widgets/common/format.h"
#include "widgets/common/option_form.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLineEdit>

#include <algorithm>

namespace helicase {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("helicase::applyFormRules", text);
}

// One look at a form's fields.
class Rules {
public:
    explicit Rules(OptionForm &form) : form_(form) {}

    void apply()
    {
        disableWithoutEffect();
        summarizeSections();
        if (has("data.folder")) {
            checkSplits();
            checkTokenizer();
            checkSelection();
        }
        checkWarmup();
    }

private:
    bool has(const char *name) const { return form_.table().find(name) != nullptr; }
    QString text(const char *name) const { return form_.text(QLatin1String(name)); }
    bool isGiven(const char *name) const { return !text(name).isEmpty(); }

    void enable(const char *name, bool isEnabled)
    {
        if (QWidget *field = form_.field(QLatin1String(name)))
            field->setEnabled(isEnabled);
    }

    void mistake(const char *name, const QString &what)
    {
        form_.setMistake(QLatin1String(name), what);
    }

    // The size of a fresh encoder beside a model to start from; settings of adapters, mixtures and
    // mutations without them.
    void disableWithoutEffect()
    {
        if (has("model.path"))
            for (const char *size :
                 {"model.layers", "model.width", "model.heads", "model.feed_forward"})
                enable(size, !isGiven("model.path"));
        if (has("lora.enabled"))
            for (const char *setting :
                 {"lora.r", "lora.alpha", "lora.dropout", "lora.targets", "lora.merge"})
                enable(setting, text("lora.enabled") == QStringLiteral("true"));
        if (has("objective.mixup"))
            enableContrastive();
        if (has("data.task"))
            enable("objective.class_weights",
                   text("data.task") == QStringLiteral("classification"));
    }

    void enableContrastive()
    {
        const bool isMixed = text("objective.mixup") == QStringLiteral("true");
        const QString method = text("objective.method");
        for (const char *setting :
             {"objective.mixup_alpha", "objective.mixup_layer", "published.shards"})
            enable(setting, isMixed);
        enable("objective.reload", text("objective.curriculum") == QStringLiteral("true"));
        for (const char *setting : {"objective.mutation", "published.deletions"})
            enable(setting, method == QStringLiteral("mutate"));
        enable("published.complement", method == QStringLiteral("double_strand"));
    }

    // What a folded section holds.
    void summarizeSections()
    {
        if (has("model.layers"))
            form_.setSectionSummary(
                QStringLiteral("Model"),
                isGiven("model.path")
                    ? tr("from %1").arg(QFileInfo(QDir::cleanPath(text("model.path"))).fileName())
                    : tr("%1 layers, width %2").arg(text("model.layers"), text("model.width")));
        if (has("lora.enabled"))
            form_.setSectionSummary(QStringLiteral("Low-rank adapter"),
                                    text("lora.enabled") == QStringLiteral("true")
                                        ? tr("rank %1").arg(text("lora.r"))
                                        : tr("off"));
    }

    void checkSplits()
    {
        const QString folder = text("data.folder");
        ClassificationSplits found;
        QString what;
        if (!folder.isEmpty() && !QFileInfo(folder).isDir())
            what = tr("There is no such folder.");
        else if (!folder.isEmpty())
            found = findSplits(folder.toStdString());
        const bool hasTraining = isGiven("data.train") || !found.train.empty();
        const bool hasDevelopment = isGiven("data.dev") || !found.dev.empty();
        if (what.isEmpty() && !hasTraining)
            what = folder.isEmpty() ? tr("Choose a data folder, or the files of the splits.")
                                    : tr("It holds no train.csv.");
        else if (what.isEmpty() && !hasDevelopment)
            what = folder.isEmpty() ? tr("A development split is needed, too.")
                                    : tr("It holds no dev.csv.");
        mistake("data.folder", what);
        showFound("data.train", found.train);
        showFound("data.dev", found.dev);
        showFound("data.test", found.test);
        for (const char *file : {"data.train", "data.dev", "data.test"})
            mistake(file, isGiven(file) && !QFileInfo::exists(text(file))
                              ? tr("There is no such file.")
                              : QString());
    }

    // What the folder gives for an empty field.
    void showFound(const char *name, const std::filesystem::path &file)
    {
        if (auto *line = qobject_cast<QLineEdit *>(form_.field(QLatin1String(name))))
            line->setPlaceholderText(
                file.empty()
                    ? QString()
                    : tr("%1 of the folder").arg(QString::fromStdString(file.filename().string())));
    }

    void checkTokenizer()
    {
        const bool isMissing = !isGiven("data.tokenizer") && !isGiven("model.path");
        mistake("data.tokenizer",
                isMissing ? tr("Choose a tokenizer, or below a model that has one.") : QString());
        if (auto *line = qobject_cast<QLineEdit *>(form_.field(QStringLiteral("data.tokenizer"))))
            line->setPlaceholderText(isMissing ? QString() : tr("the model's"));
    }

    void checkSelection()
    {
        const QString metric = text("evaluation.select");
        const bool isOfNumbers =
            metric == QStringLiteral("pearson") || metric == QStringLiteral("spearman");
        const bool isRegression = text("data.task") == QStringLiteral("regression");
        const bool fits = metric == QStringLiteral("loss") || isOfNumbers == isRegression;
        mistake("evaluation.select", fits           ? QString()
                                     : isRegression ? tr("A regression is judged by loss, Pearson "
                                                         "or Spearman.")
                                                    : tr("This is a score of regressions."));
    }

    // Epochs, samples and tokens become steps only when the data are read; shares are never too
    // long.
    void checkWarmup()
    {
        if (!has("schedule.warmup") || !has("length.steps"))
            return;
        const qlonglong steps = text("length.steps").toLongLong();
        const QString length = text("schedule.warmup").remove(QStringLiteral("ba"));
        const bool isTooLong = steps > 0 && length.toLongLong() > steps;
        mistake("schedule.warmup",
                isTooLong ? tr("Longer than the run (%1 steps).").arg(groupedNumber(steps))
                          : QString());
    }

    OptionForm &form_;
};

} // namespace

void applyFormRules(OptionForm &form)
{
    Rules(form).apply();
}

} // namespace helicase
