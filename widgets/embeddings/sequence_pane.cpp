#include "widgets/embeddings/sequence_pane.h"

#include "core/sequence/sequence.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/contig_export.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int shownLines = 8; // the others are scrolled

QToolButton *pageButton(const char *iconName, const QString &name, const QString &text,
                        QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setAutoRaise(true);
    return button;
}

} // namespace

QString numberedBases(std::string_view bases, int64_t first, int64_t basesPerLine)
{
    constexpr int64_t group = 10;
    const auto count = static_cast<int64_t>(bases.size());
    const auto width = groupedNumber(first + std::max<int64_t>(count - 1, 0)).size();
    QString text;
    for (int64_t start = 0; start < count; start += basesPerLine) {
        if (start > 0)
            text += u'\n';
        text += groupedNumber(first + start).rightJustified(width) + u' ';
        const int64_t end = std::min(start + basesPerLine, count);
        for (int64_t place = start; place < end; place += group) {
            const auto part = bases.substr(static_cast<size_t>(place),
                                           static_cast<size_t>(std::min(group, end - place)));
            text += u' ' + QLatin1String(part.data(), static_cast<qsizetype>(part.size()));
        }
    }
    return text;
}

SequencePane::SequencePane(CloudModel &model, QWidget *parent) : QWidget(parent), model_(model)
{
    setObjectName(QStringLiteral("embeddings.sequence"));
    auto *heading = new ElidedLabel(tr("Sequence"), this);
    heading->setElideMode(Qt::ElideMiddle);
    title_ = heading;
    setRole(title_, "sectiontitle");
    copy_ = pageButton("copy", QStringLiteral("embeddings.sequence.copy"),
                       tr("Copy the sequence as FASTA"), this);
    facts_ = mutedLabel({}, this);
    facts_->setObjectName(QStringLiteral("embeddings.sequence.facts"));
    note_ = mutedLabel({}, this);
    note_->setObjectName(QStringLiteral("embeddings.sequence.note"));
    note_->setWordWrap(true);
    bases_ = new QPlainTextEdit(this);
    bases_->setObjectName(QStringLiteral("embeddings.sequence.bases"));
    bases_->setAccessibleName(tr("Bases of the contig"));
    bases_->setReadOnly(true);
    bases_->setTabChangesFocus(true);
    bases_->setLineWrapMode(QPlainTextEdit::NoWrap);
    const QFont font = monospacedFont();
    bases_->setFont(font);
    bases_->setFixedHeight(shownLines * QFontMetrics(font).lineSpacing() +
                           static_cast<int>(bases_->document()->documentMargin()) +
                           2 * bases_->frameWidth());
    auto *head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(copy_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(facts_);
    layout->addWidget(bases_);
    layout->addWidget(buildPageRow());
    layout->addWidget(note_);
    connect(copy_, &QToolButton::clicked, this, &SequencePane::copy);
    connect(&reading_, &SequenceReading::done, this, &SequencePane::show);
    connect(&reading_, &SequenceReading::failed, this, &SequencePane::tell);
    connect(&model_, &CloudModel::selectionChanged, this, &SequencePane::selectionChanged);
    connect(&model_, &CloudModel::dataChanged, this, [this] {
        projection_ = -1;
        sequence_.reset();
    });
    selectionChanged();
}

QWidget *SequencePane::buildPageRow()
{
    pages_ = new QWidget(this);
    place_ = mutedLabel({}, pages_);
    place_->setObjectName(QStringLiteral("embeddings.sequence.place"));
    back_ = pageButton("chevron-left", QStringLiteral("embeddings.sequence.back"),
                       tr("The bases before"), pages_);
    forward_ = pageButton("chevron-right", QStringLiteral("embeddings.sequence.forward"),
                          tr("The bases after"), pages_);
    connect(back_, &QToolButton::clicked, this, [this] { showPage(page_ - 1); });
    connect(forward_, &QToolButton::clicked, this, [this] { showPage(page_ + 1); });
    auto *row = new QHBoxLayout(pages_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    row->addWidget(place_, 1);
    row->addWidget(back_);
    row->addWidget(forward_);
    return pages_;
}

void SequencePane::setProjection(int projection)
{
    projection_ = projection;
    selectionChanged();
}

void SequencePane::selectionChanged()
{
    const std::vector<int> &selection = model_.selection();
    setVisible(!selection.empty());
    if (selection.empty() || projection_ < 0) {
        reading_.forget();
        sequence_.reset();
        return;
    }
    if (selection.size() > 1) {
        reading_.forget();
        title_->setText(tr("Sequence"));
        tell(tr("Choose one contig to see its bases."));
        return;
    }
    const CloudData &cloud = model_.data();
    const std::string &id = cloud.ids[static_cast<size_t>(selection.front())];
    if (sequence_ && sequence_->id == id && !reading_.isRunning())
        return;
    title_->setText(tr("Sequence of %1").arg(QString::fromStdString(id)));
    tell(tr("Reading …"));
    std::vector<std::filesystem::path> files =
        cloud.projections[static_cast<size_t>(projection_)].inputs;
    if (!cloud.sequences.empty() && std::ranges::find(files, cloud.sequences) == files.end())
        files.push_back(cloud.sequences);
    reading_.read(std::move(files), id);
}

void SequencePane::tell(const QString &note)
{
    sequence_.reset();
    note_->setText(note);
    note_->show();
    for (QWidget *part : std::initializer_list<QWidget *>{facts_, bases_, pages_, copy_})
        part->hide();
}

void SequencePane::show(std::shared_ptr<const ContigSequence> sequence)
{
    sequence_ = std::move(sequence);
    QString facts = tr("%1 bp").arg(groupedNumber(sequence_->length));
    if (sequence_->gc >= 0)
        facts += tr(", GC %1").arg(percent(sequence_->gc, 1));
    facts_->setText(facts);
    facts_->setToolTip(QString::fromStdString(sequence_->file.string()));
    note_->setText(tr("Only the first %1 bases were read.")
                       .arg(groupedNumber(static_cast<qint64>(sequence_->bases.size()))));
    note_->setVisible(!sequence_->isWhole());
    for (QWidget *part : std::initializer_list<QWidget *>{facts_, bases_, copy_})
        part->show();
    showPage(0);
}

int64_t SequencePane::pageCount() const
{
    const int64_t bases = sequence_ ? static_cast<int64_t>(sequence_->bases.size()) : 0;
    return std::max<int64_t>(1, (bases + basesPerPage - 1) / basesPerPage);
}

void SequencePane::showPage(int64_t page)
{
    if (!sequence_)
        return;
    page_ = std::clamp<int64_t>(page, 0, pageCount() - 1);
    const auto start = static_cast<size_t>(page_ * basesPerPage);
    const std::string_view shown =
        std::string_view(sequence_->bases).substr(start, static_cast<size_t>(basesPerPage));
    bases_->setPlainText(numberedBases(shown, page_ * basesPerPage + 1, basesPerLine));
    place_->setText(tr("Bases %1 to %2")
                        .arg(groupedNumber(page_ * basesPerPage + 1),
                             groupedNumber(static_cast<qint64>(start + shown.size()))));
    pages_->setVisible(pageCount() > 1);
    back_->setEnabled(page_ > 0);
    forward_->setEnabled(page_ + 1 < pageCount());
}

void SequencePane::copy()
{
    if (!sequence_)
        return;
    Sequence record;
    record.id = sequence_->id;
    record.bases = sequence_->bases;
    QGuiApplication::clipboard()->setText(QString::fromStdString(fastaRecord(record)));
    Q_EMIT copied(
        tr("The sequence of %1 is in the clipboard.").arg(QString::fromStdString(record.id)));
}

} // namespace helicase
