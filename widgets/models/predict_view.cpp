#include "widgets/models/predict_view.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "widgets/common/command_preview.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/project.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/models/prediction_table_model.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int textLines = 5;
// Widths of the columns follow what stands in them, within these bounds.
constexpr int narrowestColumn = 84;
constexpr int widestColumn = 220;

// FASTA and FASTQ stand for themselves; of other text each line is a sequence.
QByteArray asSequenceFile(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith(u'>') || trimmed.startsWith(u'@'))
        return (trimmed + u'\n').toUtf8();
    QByteArray fasta;
    int number = 0;
    for (const QString &line : trimmed.split(u'\n', Qt::SkipEmptyParts))
        if (const QString letters = line.simplified().remove(u' '); !letters.isEmpty())
            fasta += QStringLiteral(">sequence-%1\n%2\n").arg(++number).arg(letters).toUtf8();
    return fasta;
}

} // namespace

PredictView::PredictView(Project &project, PanelJobs &jobs, const PredictActions &actions,
                         QWidget *parent)
    : QWidget(parent), project_(project), jobs_(jobs), actions_(actions)
{
    setObjectName(QStringLiteral("models.predict"));
    setAccessibleName(tr("Predict"));
    pool_.setMaxThreadCount(1);
    pages_ = new QStackedWidget(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(pages_);
    auto *page = new QWidget(pages_);
    auto *rows = new QVBoxLayout(page);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(buildInputs());
    rows->addWidget(horizontalLine(page));
    table_ = new QTableView(page);
    predictions_ = new PredictionTableModel(table_);
    table_->setModel(predictions_);
    setUpTable(table_, QStringLiteral("models.predictions"), tr("Predictions"));
    table_->horizontalHeader()->setSortIndicatorClearable(true);
    table_->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table_->setItemDelegate(new ShareDelegate(table_));
    table_->verticalHeader()->setDefaultSectionSize(table_->verticalHeader()->defaultSectionSize() +
                                                    4);
    rows->addWidget(table_, 1);
    pages_->addWidget(page);
    hint_ = buildHint();
    pages_->addWidget(hint_);
    connect(&project_, &Project::opened, this, &PredictView::refresh);
    connect(&project_, &Project::closed, this, &PredictView::refresh);
    refresh();
}

PredictView::~PredictView()
{
    pool_.waitForDone(); // a running task posts to this object
}

QWidget *PredictView::buildInputs()
{
    auto *inputs = new QWidget(this);
    text_ = new QPlainTextEdit(inputs);
    text_->setObjectName(QStringLiteral("models.predict.text"));
    text_->setAccessibleName(tr("Sequences to predict"));
    text_->setPlaceholderText(tr("Paste sequences: one per line, or FASTA"));
    text_->setTabChangesFocus(true);
    text_->setFont(monospacedFont());
    text_->setFixedHeight(textLines * QFontMetrics(monospacedFont()).lineSpacing() + 14);
    connect(text_, &QPlainTextEdit::textChanged, this, [this] {
        file_.clear();
        refresh();
    });
    obstacle_ = mutedLabel({}, inputs);
    obstacle_->setObjectName(QStringLiteral("models.predict.obstacle"));
    fileName_ = new QLabel(inputs);
    fileName_->setObjectName(QStringLiteral("models.predict.file"));
    summary_ = mutedLabel({}, inputs);
    summary_->setObjectName(QStringLiteral("models.predict.summary"));
    preview_ = new CommandPreview(QStringLiteral("models.predict.command"), inputs);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(primaryButton(actions_.predict, inputs));
    buttons->addWidget(actionButton(actions_.openSequences, inputs));
    buttons->addWidget(fileName_);
    buttons->addWidget(obstacle_);
    buttons->addStretch(1);
    buttons->addWidget(summary_);
    auto *layout = new QVBoxLayout(inputs);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    layout->addWidget(text_);
    layout->addLayout(buttons);
    layout->addWidget(preview_);
    return inputs;
}

QWidget *PredictView::buildHint()
{
    auto *hint = new EmptyState(QStringLiteral("models.predict"), QStringLiteral("label"),
                                tr("This model has no classifier"),
                                tr("Fine-tune it on labelled sequences; the checkpoints of that "
                                   "run predict their classes."),
                                this);
    hint->addButton(actions_.fineTune);
    return hint;
}

void PredictView::setModel(const ModelPointer &model)
{
    model_ = model;
    predictions_->setPredictions({});
    summary_->clear();
    pages_->setCurrentIndex(model_ && model_->isClassifier() ? 0 : 1);
    refresh();
}

void PredictView::setFile(const QString &file)
{
    file_ = file;
    refresh();
}

QString PredictView::obstacle() const
{
    if (!project_.isOpen())
        return tr("Open a project: the result is a file in it.");
    if (file_.isEmpty() && text_->toPlainText().trimmed().isEmpty())
        return tr("Paste sequences or choose a file.");
    return {};
}

// The first that is not there yet.
QString PredictView::outputFolder() const
{
    const QDir all(project_.path(QStringLiteral("predictions")));
    const QString base = model_ ? folderNameText(model_->name) : QStringLiteral("model");
    for (int number = 1;; ++number) {
        const QString name = QStringLiteral("%1-%2").arg(base).arg(number, 2, 10, QLatin1Char('0'));
        if (!all.exists(name))
            return all.filePath(name);
    }
}

QString PredictView::inputFile() const
{
    return file_.isEmpty() ? outputFolder() + QStringLiteral("/sequences.fa") : file_;
}

QStringList PredictView::words() const
{
    return {QStringLiteral("predict"), inputFile(),
            QStringLiteral("--model"), model_ ? model_->folder : QString(),
            QStringLiteral("-o"),      outputFolder() + QStringLiteral("/predictions.tsv")};
}

void PredictView::refresh()
{
    const QString reason = obstacle();
    obstacle_->setText(reason);
    obstacle_->setVisible(!reason.isEmpty());
    fileName_->setText(QFileInfo(file_).fileName());
    fileName_->setToolTip(file_);
    fileName_->setVisible(!file_.isEmpty());
    actions_.predict->setEnabled(model_ && model_->isClassifier() && reason.isEmpty() &&
                                 !isRunning());
    actions_.openSequences->setEnabled(model_ && model_->isClassifier());
    preview_->setWords(words());
}

bool PredictView::writeInput()
{
    if (!file_.isEmpty())
        return true;
    try {
        const QByteArray sequences = asSequenceFile(text_->toPlainText());
        writeFileAtomically(inputFile().toStdString(), sequences.toStdString());
        return true;
    } catch (const Error &error) {
        Q_EMIT unreadable(lineOf(error));
        return false;
    }
}

void PredictView::predict()
{
    if (isRunning() || !model_ || !obstacle().isEmpty())
        return;
    const QStringList command = words(); // before the folder is made, which would take its name
    output_ = command.last();
    const QString folder = QFileInfo(output_).path();
    if (!writeInput() || !QDir().mkpath(folder))
        return;
    isRunning_ = true;
    jobs_.start({.words = command,
                 .folder = folder,
                 .title = tr("Prediction of %1").arg(model_->name),
                 .isLong = false},
                messageId, [this](const Job &job) { takeEnd(job); });
    refresh();
}

void PredictView::takeEnd(const Job &job)
{
    isRunning_ = false;
    if (job.state == JobState::Done)
        showPredictions(output_);
    refresh();
}

// The file may be long: it is read beside the GUI thread.
void PredictView::showPredictions(const QString &file)
{
    pool_.start([this, file, model = model_] {
        SequenceClasses predictions;
        QString message;
        try {
            predictions = readPredictedSequences(file.toStdString());
        } catch (const std::exception &error) {
            message = lineOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, predictions, message, model] {
                if (!message.isEmpty())
                    Q_EMIT unreadable(message);
                else if (model == model_)
                    takePredictions(predictions);
            },
            Qt::QueuedConnection);
    });
}

void PredictView::takePredictions(const SequenceClasses &predictions)
{
    const int count = int(predictions.rows.size());
    const QString folder = QFileInfo(output_).dir().dirName();
    summary_->setText(count == 1 ? tr("1 sequence, in %1").arg(folder)
                                 : tr("%1 sequences, in %2").arg(groupedNumber(count)).arg(folder));
    summary_->setToolTip(output_);
    predictions_->setPredictions(predictions);
    fitColumns();
    Q_EMIT done(count);
}

void PredictView::fitColumns()
{
    table_->resizeColumnsToContents();
    for (int column = 0; column < predictions_->columnCount(); ++column)
        table_->setColumnWidth(
            column, std::clamp(table_->columnWidth(column), narrowestColumn, widestColumn));
}

} // namespace helicase
