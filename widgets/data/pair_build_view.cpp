#include "widgets/data/pair_build_view.h"

#include "core/dataset/pair_request.h"
#include "core/run/compute_options.h"
#include "core/run/option_builders.h"
#include "core/run/pair_options.h"
#include "widgets/common/command_preview.h"
#include "widgets/common/format.h"
#include "widgets/common/option_form.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTableWidget>
#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr int previewMilliseconds = 400;
constexpr qsizetype shownBases = 48;

OptionTable formOptions()
{
    const Option seed = computeOptions().at("seed");
    return OptionTable({pathOption("input", "Genomes", "Sequences",
                                   "Folder with genomes.tsv or with a folder per species, or a "
                                   "FASTA file: an assembly")})
        .with(pairOptions())
        .with(OptionTable({seed}));
}

QString beginning(const std::string &bases)
{
    const QString text = QString::fromStdString(bases.substr(0, shownBases));
    return std::ssize(bases) > shownBases ? text + QStringLiteral("…") : text;
}

} // namespace

PairBuildView::PairBuildView(QAction *build, QWidget *parent) : QWidget(parent), build_(build)
{
    setObjectName(QStringLiteral("data.build.view"));
    setAccessibleName(tr("Build pairs"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addWidget(buildForm(), 2);
    layout->addWidget(buildResults(build), 3);
    pause_.setSingleShot(true);
    pause_.setInterval(previewMilliseconds);
    connect(&pause_, &QTimer::timeout, this, &PairBuildView::loadPreview);
    connect(form_, &OptionForm::changed, this, &PairBuildView::refresh);
    connect(&loader_, &PairPreviewLoader::loaded, this,
            [this](const std::shared_ptr<const PairPreview> &preview) { showPreview(*preview); });
    connect(&loader_, &PairPreviewLoader::failed, this, &PairBuildView::showNote);
    refresh();
}

QWidget *PairBuildView::buildForm()
{
    form_ = new OptionForm(formOptions(), QStringLiteral("data"), {});
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Options of the pairs"));
    scroll->setWidget(form_);
    return scroll;
}

QWidget *PairBuildView::buildResults(QAction *build)
{
    auto *results = new QWidget(this);
    command_ = new CommandPreview(QStringLiteral("data.build.command"), results);
    obstacle_ = mutedLabel({}, results);
    obstacle_->setObjectName(QStringLiteral("data.build.obstacle"));
    obstacle_->setWordWrap(true);
    note_ = mutedLabel({}, results);
    note_->setObjectName(QStringLiteral("data.build.note"));
    note_->setWordWrap(true);
    pairs_ = new QTableWidget(0, 4, results);
    pairs_->setObjectName(QStringLiteral("data.build.preview"));
    pairs_->setAccessibleName(tr("First pairs"));
    pairs_->setHorizontalHeaderLabels(
        {tr("Species"), tr("Bases"), tr("First fragment"), tr("Second fragment")});
    pairs_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    pairs_->setSelectionBehavior(QAbstractItemView::SelectRows);
    pairs_->verticalHeader()->hide();
    pairs_->horizontalHeader()->setStretchLastSection(true);
    auto *foot = new QHBoxLayout;
    foot->addWidget(actionButton(build, results));
    foot->addWidget(obstacle_, 1);
    auto *layout = new QVBoxLayout(results);
    layout->setContentsMargins(0, 8, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(command_);
    layout->addLayout(foot);
    layout->addWidget(titleLabel(tr("First pairs"), results));
    layout->addWidget(note_);
    layout->addWidget(pairs_, 1);
    return results;
}

void PairBuildView::suggest(const QString &input, const QString &outputFolder)
{
    if (this->input().isEmpty() && !input.isEmpty())
        form_->setText(inputOption, input);
    if (this->outputFolder().isEmpty())
        form_->setText(QStringLiteral("output"), outputFolder);
}

QString PairBuildView::input() const
{
    return form_->text(inputOption);
}

QString PairBuildView::outputFolder() const
{
    return form_->text(QStringLiteral("output"));
}

QStringList PairBuildView::words() const
{
    QStringList words{QStringLiteral("data"), QStringLiteral("pairs"), input()};
    const QStringList changed = form_->changedWords();
    for (qsizetype i = 0; i < changed.size(); ++i) {
        if (changed[i] == QStringLiteral("--") + inputOption)
            ++i; // stands as the input already
        else
            words += changed[i] == QStringLiteral("--output") ? QStringLiteral("-o") : changed[i];
    }
    return words;
}

QString PairBuildView::obstacle() const
{
    if (input().isEmpty())
        return tr("Choose genomes or an assembly.");
    if (!QFileInfo::exists(input()))
        return tr("%1 does not exist.").arg(input());
    if (outputFolder().isEmpty())
        return tr("Choose a folder for the pairs.");
    return form_->hasErrors() ? tr("A field has a mistake.") : QString();
}

void PairBuildView::refresh()
{
    const QString reason = obstacle();
    obstacle_->setText(reason);
    build_->setEnabled(reason.isEmpty());
    command_->setWords(words());
    loader_.cancel();
    pairs_->setRowCount(0);
    note_->clear();
    if (!input().isEmpty() && QFileInfo::exists(input()) && !form_->hasErrors())
        pause_.start();
    else
        pause_.stop();
}

void PairBuildView::loadPreview()
{
    showNote(tr("Reading %1 …").arg(QFileInfo(input()).fileName()));
    loader_.load(pairRequest(form_->values(), {input().toStdString()}));
}

void PairBuildView::showPreview(const PairPreview &preview)
{
    pairs_->setRowCount(static_cast<int>(preview.pairs.size()));
    pairs_->horizontalHeaderItem(0)->setText(preview.hasSpecies ? tr("Species") : tr("Sequence"));
    for (int row = 0; row < pairs_->rowCount(); ++row) {
        const ContrastivePair &pair = preview.pairs[static_cast<size_t>(row)];
        const QString lengths =
            tr("%1 and %2")
                .arg(groupedNumber(std::ssize(pair.first)), groupedNumber(std::ssize(pair.second)));
        pairs_->setItem(row, 0, new QTableWidgetItem(QString::fromStdString(pair.label)));
        pairs_->setItem(row, 1, new QTableWidgetItem(lengths));
        pairs_->setItem(row, 2, new QTableWidgetItem(beginning(pair.first)));
        pairs_->setItem(row, 3, new QTableWidgetItem(beginning(pair.second)));
    }
    QStringList notes;
    const LeftOutSequences &leftOut = preview.leftOut;
    if (leftOut.tooShort > 0)
        notes += tr("%1 sequences below the shortest fragment (%2 bp) are left out.")
                     .arg(groupedNumber(leftOut.tooShort), groupedNumber(leftOut.tooShortBases));
    if (leftOut.withoutLabel > 0)
        notes += tr("%1 sequences have no label.").arg(groupedNumber(leftOut.withoutLabel));
    if (leftOut.heldOut > 0)
        notes += tr("%1 records are kept for evaluation.").arg(groupedNumber(leftOut.heldOut));
    showNote(notes.join(QLatin1Char(' ')));
}

void PairBuildView::showNote(const QString &note)
{
    note_->setText(note);
}

} // namespace helicase
