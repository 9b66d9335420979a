#include "widgets/train/rewind_dialog.h"

#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/train/followed_run.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

enum Column { Step, Saved, Loss, Note, ColumnCount };

QTableWidgetItem *cell(const QString &text, Qt::Alignment alignment)
{
    auto *item = new QTableWidgetItem(text);
    item->setTextAlignment(alignment | Qt::AlignVCenter);
    item->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled);
    return item;
}

QString savedAt(const CheckpointEntry &checkpoint)
{
    const QString manifest = QString::fromStdString((checkpoint.folder / "manifest.json").string());
    return momentText(QFileInfo(manifest).lastModified());
}

} // namespace

RewindDialog::RewindDialog(const FollowedRun &run, std::optional<int64_t> step, QWidget *parent)
    : QDialog(parent), run_(run)
{
    setObjectName("train.rewind.dialog");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Rewind %1").arg(run.name()));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(new QLabel(tr("Checkpoint to go back to"), this));
    table_ = checkpointTable(step);
    layout->addWidget(table_, 1);
    auto *line = new QHBoxLayout;
    line->addWidget(new QLabel(tr("Skip next"), this));
    skip_ = new QSpinBox(this);
    skip_->setObjectName("train.rewind.skip");
    skip_->setAccessibleName(tr("Batches to leave out after the checkpoint"));
    skip_->setRange(0, 1'000'000);
    skip_->setGroupSeparatorShown(true);
    skip_->setSuffix(tr(" batches"));
    line->addWidget(skip_);
    line->addStretch(1);
    layout->addLayout(line);
    lost_ = mutedLabel({}, this);
    lost_->setObjectName("train.rewind.lost");
    lost_->setWordWrap(true);
    lost_->setMinimumHeight(lost_->fontMetrics().lineSpacing() * 4);
    lost_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    layout->addWidget(lost_);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    rewind_ = buttons->addButton(tr("Rewind"), QDialogButtonBox::AcceptRole);
    rewind_->setObjectName("train.rewind.accept");
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(table_, &QTableWidget::itemSelectionChanged, this, &RewindDialog::refresh);
    connect(skip_, &QSpinBox::valueChanged, this, &RewindDialog::refresh);
    connect(&run_, &FollowedRun::changed, this, &RewindDialog::refresh);
    refresh();
    resize(460, 360);
}

QTableWidget *RewindDialog::checkpointTable(std::optional<int64_t> step)
{
    std::vector<CheckpointEntry> checkpoints = listCheckpoints(run_.files());
    std::ranges::reverse(checkpoints);
    auto *table = new QTableWidget(static_cast<int>(checkpoints.size()), ColumnCount, this);
    setUpTable(table, "train.rewind.list", tr("Checkpoints of the run"));
    table->setSortingEnabled(false);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setHorizontalHeaderLabels({tr("Step"), tr("Saved"), tr("Validation loss"), QString()});
    table->horizontalHeaderItem(Note)->setData(Qt::AccessibleTextRole, tr("Note"));
    int chosen = 0;
    for (int row = 0; row < table->rowCount(); ++row) {
        const CheckpointEntry &checkpoint = checkpoints[static_cast<size_t>(row)];
        steps_.push_back(checkpoint.step);
        QStringList notes;
        if (row == 0)
            notes << tr("newest");
        if (checkpoint.step == run_.history().bestStep())
            notes << tr("best");
        table->setItem(row, Step, cell(groupedNumber(checkpoint.step), Qt::AlignRight));
        table->setItem(row, Saved, cell(savedAt(checkpoint), Qt::AlignLeft));
        table->setItem(row, Loss, cell(lossAt(checkpoint.step), Qt::AlignRight));
        table->setItem(row, Note, cell(notes.join(QStringLiteral(", ")), Qt::AlignLeft));
        if (checkpoint.step == step)
            chosen = row;
    }
    table->selectRow(chosen);
    table->horizontalHeader()->setSectionResizeMode(Note, QHeaderView::Stretch);
    return table;
}

QString RewindDialog::lossAt(int64_t step) const
{
    const MetricSeries *loss = run_.history().validationLoss();
    if (!loss)
        return QStringLiteral("–");
    const auto place = std::ranges::find(loss->points(), step, &MetricPoint::step);
    return place == loss->points().end() ? QStringLiteral("–") : shortNumber(place->value, 4);
}

std::optional<int64_t> RewindDialog::chosenStep() const
{
    const int row = table_->currentRow();
    return row >= 0 && row < table_->rowCount() ? std::optional(steps_[static_cast<size_t>(row)])
                                                : std::nullopt;
}

int64_t RewindDialog::skippedBatches() const
{
    return skip_->value();
}

QString RewindDialog::whatIsLost() const
{
    const auto step = chosenStep();
    if (!step)
        return tr("The run has no checkpoint yet.");
    const int64_t now = run_.step();
    QStringList sentences;
    if (now > *step)
        sentences << tr("%1 steps are lost and made again: %2 to %3.")
                         .arg(groupedNumber(now - *step), groupedNumber(*step + 1),
                              groupedNumber(now));
    else
        sentences << tr("No step is lost.");
    QStringList removed;
    for (const int64_t other : steps_)
        if (other > *step)
            removed.prepend(groupedNumber(other));
    if (!removed.isEmpty())
        sentences << (removed.size() == 1
                          ? tr("Checkpoint %1 is removed.").arg(removed.front())
                          : tr("Checkpoints %1 are removed.").arg(removed.join(", ")));
    if (run_.history().bestStep() > *step)
        sentences << tr("The best one, of step %1, is after it.")
                         .arg(groupedNumber(run_.history().bestStep()));
    if (skip_->value() > 0)
        sentences << tr("The %1 batches after the checkpoint are left out.")
                         .arg(groupedNumber(skip_->value()));
    return sentences.join(QLatin1Char(' '));
}

void RewindDialog::refresh()
{
    const auto step = chosenStep();
    lost_->setText(whatIsLost());
    rewind_->setEnabled(step && run_.isActive());
    rewind_->setText(step ? tr("Rewind to %1").arg(groupedNumber(*step)) : tr("Rewind"));
}

} // namespace helicase
