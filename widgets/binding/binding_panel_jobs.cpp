#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "widgets/binding/binding_centre.h"
#include "widgets/binding/binding_inputs.h"
#include "widgets/binding/binding_inspector.h"
#include "widgets/binding/binding_panel.h"
#include "widgets/binding/comparison_model.h"
#include "widgets/binding/live_training.h"
#include "widgets/binding/score_scatter.h"
#include "widgets/common/figure_export.h"
#include "widgets/common/format.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/project.h"
#include "widgets/common/report_job.h"
#include "widgets/common/widgets.h"

#include <QDir>
#include <QFileInfo>

namespace helicase {

namespace {

// PARENT/NAME-01, or the first number that is free.
QString freeFolder(const QString &parent, const QString &name)
{
    for (int number = 1;; ++number) {
        const QString folder = QDir(parent).filePath(
            QStringLiteral("%1-%2").arg(name).arg(number, 2, 10, QLatin1Char('0')));
        if (!QFileInfo::exists(folder))
            return folder;
    }
}

} // namespace

void BindingPanel::startTraining()
{
    if (!train_->isEnabled() || inputs_->hasErrors())
        return;
    hasTrained_ = false;
    trainingsLeft_ = inputs_->backbone().isEmpty() ? 1 : 2;
    QStringList folders{queueTraining(QStringLiteral("cnn"), {"--model.backbone", "onehot"})};
    if (!inputs_->backbone().isEmpty())
        folders << queueTraining(QStringLiteral("head"), inputs_->backboneWords());
    inspector_->training()->follow(folders);
    refreshActions();
}

QString BindingPanel::queueTraining(const QString &kind, const QStringList &modelWords)
{
    const QString folder =
        freeFolder(QDir(project_).filePath("runs"), QStringLiteral("binding-") + kind);
    const QStringList words = QStringList{"train",
                                          "binding",
                                          "--run",
                                          folder,
                                          "--data.sequences",
                                          QString::fromStdString(data_->sequenceFile().string()),
                                          "--data.scores",
                                          QString::fromStdString(data_->scoreFile().string())} +
                              inputs_->optionWords() + modelWords;
    ownJobs().start({.words = words,
                     .folder = folder,
                     .title = QFileInfo(folder).fileName(),
                     .eventsFile = folder + "/events.jsonl"},
                    QStringLiteral("train"), [this](const Job &job) { takeTrainingEnd(job); });
    return folder;
}

void BindingPanel::takeTrainingEnd(const Job &job)
{
    --trainingsLeft_;
    hasTrained_ = hasTrained_ || job.state == JobState::Done || job.state == JobState::Stopped;
    if (trainingsLeft_ == 0 && hasTrained_) {
        isEvaluationDue_ = true;
        scanner_->scan(project_);
    }
    refreshActions();
}

// All binding runs of the project, so that one comparison shows them beside each other.
void BindingPanel::startEvaluation()
{
    QStringList runs;
    for (const MeasurableRun &run : scan_.runs)
        if (run.task == "binding")
            runs << run.folder;
    if (runs.isEmpty())
        return;
    const QString folder =
        freeFolder(QDir(project_).filePath("evaluations"), QStringLiteral("binding"));
    ownJobs().start({.words = {"evaluate", "binding", "--data",
                               QString::fromStdString(data_->sequenceFile().string()), "--scores",
                               QString::fromStdString(data_->scoreFile().string()), "--model",
                               runs.join(u','), "-o", folder},
                     .folder = folder,
                     .title = QFileInfo(folder).fileName()},
                    QStringLiteral("evaluate"), [this, folder](const Job &job) {
                        if (job.state != JobState::Done)
                            return;
                        context().toast(tr("%1 is done: models are compared.").arg(job.title));
                        wanted_ = folder;
                        scanner_->scan(project_);
                        loader_->openResult(folder);
                    });
}

void BindingPanel::findExplanation()
{
    loader_->drop(BindingLoader::Kind::Explanation);
    if (window_ < 0 || project_.isEmpty())
        return;
    const std::filesystem::path folder =
        explanationFolder(project_.toStdString(), inspector_->candidate(), data_->name(window_));
    if (std::filesystem::exists(folder / "explanation.json"))
        loader_->openExplanation(QString::fromStdString(folder.string()));
    else if (centre_->explanation())
        centre_->setExplanation(nullptr, {}, 0);
}

void BindingPanel::takeExplanation(std::shared_ptr<const Explanation> explanation)
{
    band()->remove(QStringLiteral("explanation"));
    if (windowName().toStdString() != explanation->window || !result_)
        return; // another window is shown by now
    if (explanation->sequence != data_->sequence(window_)) {
        tellFailure(BindingLoader::Kind::Explanation,
                    tr("Its sequence is another one: mutate the window again."));
        return;
    }
    const std::string model = inspector_->candidate();
    centre_->setExplanation(explanation, candidateLabel(*result_, model),
                            candidateCategory(*result_, model));
    refreshActions();
}

void BindingPanel::mutateWindow()
{
    const std::string model = inspector_->candidate();
    const QString run = runOf(model);
    if (window_ < 0 || run.isEmpty())
        return;
    const QString folder = QString::fromStdString(
        explanationFolder(project_.toStdString(), model, data_->name(window_)).string());
    QDir().mkpath(QFileInfo(folder).absolutePath());
    QStringList words{"explain",
                      "--model",
                      run,
                      "--sequences",
                      QString::fromStdString(data_->sequenceFile().string()),
                      "--window",
                      windowName()};
    if (!motifFile().isEmpty())
        words << "--motifs" << motifFile();
    words << "-o" << folder;
    ownJobs().start({.words = words,
                     .folder = folder,
                     .title = tr("Substitutions of %1").arg(data_->placeText(window_)),
                     .isLong = false},
                    QStringLiteral("explanation"), [this](const Job &job) {
                        if (job.state == JobState::Done)
                            findExplanation();
                    });
}

void BindingPanel::takeLayers()
{
    centre_->track()->setLayers({.letters = letters_->isChecked(),
                                 .motifs = motifBands_->isChecked(),
                                 .likelihood = likelihood_->isChecked(),
                                 .attention = attention_->isChecked()});
    if (likelihood_->isChecked() && centre_->track()->scene().likelihood.empty())
        computeLikelihood();
}

QString BindingPanel::likelihoodFile() const
{
    const QString model = QFileInfo(inputs_->languageModel()).fileName();
    return QDir(project_).filePath(QStringLiteral("likelihoods/%1/%2.bedgraph")
                                       .arg(folderNameText(model), folderNameText(windowName())));
}

// Of the shown window alone; kept in the project, so that the next time it is only read.
void BindingPanel::computeLikelihood()
{
    band()->remove(QStringLiteral("likelihood"));
    if (window_ < 0 || project_.isEmpty())
        return;
    if (inputs_->languageModel().isEmpty()) {
        band()->post({.id = QStringLiteral("likelihood"),
                      .kind = BandKind::Info,
                      .headline = tr("The project has no GPT run."),
                      .text = tr("Train one to see how likely each base is.")});
        return;
    }
    const QString file = likelihoodFile();
    const QString window = windowName();
    const int64_t bases = data_->windowLength();
    if (QFileInfo::exists(file))
        return loader_->openLikelihood(file, window, bases);
    const QString sequences = QFileInfo(file).path() + "/" + QFileInfo(file).baseName() + ".fa";
    try {
        writeFileAtomically(sequences.toStdString(),
                            ">" + window.toStdString() + "\n" + data_->sequence(window_) + "\n");
    } catch (const Error &error) {
        return tellFailure(BindingLoader::Kind::Likelihood, QString::fromStdString(error.line()));
    }
    ownJobs().start(
        {.words = {"likelihood", sequences, "--model", inputs_->languageModel(), "-o", file},
         .folder = QFileInfo(file).absolutePath(),
         .title = tr("Log-likelihood of %1").arg(data_->placeText(window_)),
         .isLong = false},
        QStringLiteral("likelihood"), [this, file, window, bases](const Job &job) {
            if (job.state == JobState::Done)
                loader_->openLikelihood(file, window, bases);
        });
}

void BindingPanel::takeLikelihood(const QString &window, const std::vector<float> &nats)
{
    if (window != windowName())
        return;
    centre_->setLikelihood(nats);
    inspector_->setWindow(*data_, window_, centre_->meanLikelihood());
}

void BindingPanel::startReportOf(const QString &ending)
{
    if (!result_)
        return;
    const QString folder = QString::fromStdString(result_->evaluation->folder.string());
    const QString file = folder + "/report." + ending;
    if (QFileInfo::exists(file))
        return openInSystem(file); // the evaluation wrote it
    startReport({.about = {folder},
                 .file = file,
                 .title = tr("Report of %1").arg(result_->evaluation->name())},
                ownJobs(), context());
}

void BindingPanel::exportView()
{
    std::vector<NamedFigure> figures{{tr("track"), centre_->track()->writers()}};
    if (centre_->explanation())
        figures.push_back({tr("substitutions"), centre_->map()->writers()});
    if (result_)
        figures.push_back({tr("scatter"), inspector_->scatter()->writers()});
    exportFigures(this, QStringLiteral("binding"), figures);
}

} // namespace helicase
