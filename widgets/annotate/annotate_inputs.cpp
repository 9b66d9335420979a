#include "widgets/annotate/annotate_inputs.h"

#include "widgets/annotate/text_document.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/widgets.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int64_t suggestedRegion = 420;
constexpr int64_t largestRegion = 5'000'000;
constexpr int leastRowHeight = 24;
constexpr int fileRole = Qt::UserRole;
constexpr int recordRole = Qt::UserRole + 1;

// "1,200" and "1200" mean the same.
std::optional<int64_t> numberIn(const QString &text)
{
    QString digits = text.trimmed();
    digits.remove(QLocale().groupSeparator());
    digits.remove(u',');
    bool isNumber = false;
    const qlonglong value = digits.toLongLong(&isNumber);
    return isNumber ? std::optional<int64_t>(value) : std::nullopt;
}

int rowHeight(const QWidget *view)
{
    return std::max(leastRowHeight, view->fontMetrics().height() + 6);
}

QLineEdit *baseField(const QString &objectName, const QString &accessibleName, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(objectName);
    field->setAccessibleName(accessibleName);
    auto *unit = new QLabel(AnnotateInputs::tr("bp"), field);
    setRole(unit, "muted");
    auto *layout = new QHBoxLayout(field);
    layout->setContentsMargins(0, 0, 7, 0);
    layout->addWidget(unit, 0, Qt::AlignRight);
    field->setTextMargins(0, 0, 24, 0);
    return field;
}

} // namespace

AnnotateInputs::AnnotateInputs(RecordStore &records, QWidget *parent)
    : QWidget(parent), store_(records)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildDocuments(layout);
    layout->addWidget(horizontalLine(this));
    buildRecords(layout);
    layout->addWidget(horizontalLine(this));
    buildRegion(layout);
    connect(&store_, &RecordStore::fileRead, this, &AnnotateInputs::showRecords);
    showRecords();
}

void AnnotateInputs::buildDocuments(QVBoxLayout *layout)
{
    auto *header = new SectionHeader(tr("Documents"), this);
    auto *add = new QToolButton(this);
    add->setObjectName("annotate.newDocument");
    add->setAccessibleName(tr("New document"));
    add->setToolTip(tr("New document"));
    add->setIcon(icon("plus"));
    connect(add, &QToolButton::clicked, this, &AnnotateInputs::newDocumentRequested);
    header->addWidget(add);
    layout->addWidget(header);
    documents_ = new QListWidget(this);
    documents_->setObjectName("annotate.documents");
    documents_->setAccessibleName(tr("Documents"));
    documents_->setFrameShape(QFrame::NoFrame);
    documents_->setFixedHeight(4 * rowHeight(documents_) + 4);
    documents_->setTextElideMode(Qt::ElideMiddle);
    documents_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    documents_->setIconSize({16, 16});
    layout->addWidget(documents_);
    connect(documents_, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            Q_EMIT documentChosen(row);
    });
}

void AnnotateInputs::buildRecords(QVBoxLayout *layout)
{
    auto *header = new SectionHeader(tr("Records"), this);
    header->setSummary(tr("bp"));
    layout->addWidget(header);
    filter_ = new QLineEdit(this);
    filter_->setObjectName("annotate.recordFilter");
    filter_->setAccessibleName(tr("Filter records"));
    filter_->setClearButtonEnabled(true);
    filter_->addAction(icon("search"), QLineEdit::LeadingPosition);
    auto *filterLine = new QHBoxLayout;
    filterLine->setContentsMargins(10, 0, 10, 6);
    filterLine->addWidget(filter_);
    layout->addLayout(filterLine);
    connect(filter_, &QLineEdit::textChanged, this, &AnnotateInputs::filterRecords);

    records_ = new QTreeWidget(this);
    records_->setObjectName("annotate.records");
    records_->setAccessibleName(tr("Records"));
    records_->setColumnCount(2);
    records_->setHeaderHidden(true);
    records_->header()->setStretchLastSection(false);
    records_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    records_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    records_->setFrameShape(QFrame::NoFrame);
    records_->setIndentation(14);
    records_->setTextElideMode(Qt::ElideMiddle);
    records_->setUniformRowHeights(true);
    layout->addWidget(records_, 1);
    connect(records_, &QTreeWidget::itemSelectionChanged, this, &AnnotateInputs::recordChosen);
}

void AnnotateInputs::buildRegion(QVBoxLayout *layout)
{
    regionHeader_ = new SectionHeader(tr("Region"), this);
    layout->addWidget(regionHeader_);
    auto *form = new QFormLayout;
    form->setContentsMargins(10, 2, 10, 6);
    form->setVerticalSpacing(6);
    form->setHorizontalSpacing(8);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    from_ = baseField("annotate.region.from", tr("First base of the region"), this);
    to_ = baseField("annotate.region.to", tr("Last base of the region"), this);
    form->addRow(mutedLabel(tr("From"), this), from_);
    form->addRow(mutedLabel(tr("To"), this), to_);
    layout->addLayout(form);
    mistake_ = new QLabel(this);
    mistake_->setObjectName("annotate.region.mistake");
    mistake_->setWordWrap(true);
    mistake_->setContentsMargins(10, 0, 10, 4);
    setRole(mistake_, "error");
    layout->addWidget(mistake_);
    insert_ = new QPushButton(icon("dna"), tr("Insert as DNA run"), this);
    insert_->setObjectName("annotate.region.insert");
    insert_->setAccessibleName(insert_->text());
    auto *line = new QHBoxLayout;
    line->setContentsMargins(10, 0, 10, 10);
    line->addWidget(insert_);
    line->addStretch(1);
    layout->addLayout(line);
    connect(from_, &QLineEdit::textChanged, this, &AnnotateInputs::refreshRegion);
    connect(to_, &QLineEdit::textChanged, this, &AnnotateInputs::refreshRegion);
    connect(insert_, &QPushButton::clicked, this, &AnnotateInputs::insertRegion);
    refreshRegion();
}

void AnnotateInputs::setDocuments(const std::vector<TextDocument *> &documents,
                                  TextDocument *current)
{
    const QSignalBlocker quiet(documents_);
    documents_->clear();
    for (TextDocument *document : documents) {
        const QString name =
            document->name() + (document->isModified() ? QStringLiteral(" *") : QString());
        auto *item = new QListWidgetItem(icon("document"), name, documents_);
        // The list is as wide as the dock; a longer name loses its middle.
        item->setSizeHint({1, rowHeight(documents_)});
        item->setToolTip(document->file().isEmpty() ? tr("Not saved yet") : document->file());
        if (document == current)
            documents_->setCurrentItem(item);
    }
}

void AnnotateInputs::addDocumentAction(QAction *action)
{
    documents_->setContextMenuPolicy(Qt::ActionsContextMenu);
    documents_->addAction(action);
}

void AnnotateInputs::chooseRecord(int file, int record)
{
    QTreeWidgetItem *fileItem = records_->topLevelItem(file);
    if (fileItem && fileItem->child(record))
        records_->setCurrentItem(fileItem->child(record));
}

void AnnotateInputs::showRecords()
{
    const RecordPlace place = chosenPlace();
    {
        const QSignalBlocker quiet(records_);
        records_->clear();
        int fileIndex = 0;
        for (const RecordFile &file : store_.files()) {
            auto *fileItem = new QTreeWidgetItem(records_, {QFileInfo(file.path).fileName()});
            fileItem->setIcon(0, icon("folder"));
            fileItem->setToolTip(0, file.path);
            if (file.hasMore)
                fileItem->setText(1, tr("first %1").arg(groupedNumber(std::ssize(file.records))));
            fileItem->setFlags(Qt::ItemIsEnabled);
            fileItem->setSizeHint(0, {1, rowHeight(records_)});
            QList<QTreeWidgetItem *> items;
            for (int record = 0; record < std::ssize(file.records); ++record) {
                const RecordEntry &entry = file.records[static_cast<size_t>(record)];
                auto *item = new QTreeWidgetItem({entry.name, groupedNumber(entry.length)});
                item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
                item->setToolTip(0, tr("%1, %2 bp").arg(entry.name, groupedNumber(entry.length)));
                item->setData(0, fileRole, fileIndex);
                item->setData(0, recordRole, record);
                items << item;
            }
            fileItem->addChildren(items);
            fileItem->setExpanded(true);
            ++fileIndex;
        }
    }
    int64_t count = 0;
    for (const RecordFile &file : store_.files())
        count += std::ssize(file.records);
    filter_->setPlaceholderText(count == 0 ? tr("No records open")
                                           : tr("Filter %1 records").arg(groupedNumber(count)));
    filterRecords(filter_->text());
    if (place.file >= 0)
        chooseRecord(place.file, place.record);
    else if (count > 0)
        chooseRecord(0, 0);
    refreshRegion();
}

void AnnotateInputs::filterRecords(const QString &text)
{
    for (int file = 0; file < records_->topLevelItemCount(); ++file) {
        QTreeWidgetItem *fileItem = records_->topLevelItem(file);
        for (int record = 0; record < fileItem->childCount(); ++record) {
            QTreeWidgetItem *item = fileItem->child(record);
            item->setHidden(!item->text(0).contains(text.trimmed(), Qt::CaseInsensitive));
        }
    }
}

void AnnotateInputs::recordChosen()
{
    const RecordEntry *entry = chosen();
    if (!entry)
        return;
    from_->setText("1");
    to_->setText(groupedNumber(std::min(entry->length, suggestedRegion)));
    refreshRegion();
}

AnnotateInputs::RecordPlace AnnotateInputs::chosenPlace() const
{
    const QTreeWidgetItem *item = records_->currentItem();
    if (!item || !item->data(0, recordRole).isValid())
        return {};
    return {item->data(0, fileRole).toInt(), item->data(0, recordRole).toInt()};
}

const RecordEntry *AnnotateInputs::chosen() const
{
    const RecordPlace place = chosenPlace();
    if (place.file < 0 || place.file >= std::ssize(store_.files()))
        return nullptr;
    const RecordFile &file = store_.files()[static_cast<size_t>(place.file)];
    return place.record < std::ssize(file.records)
               ? &file.records[static_cast<size_t>(place.record)]
               : nullptr;
}

QString AnnotateInputs::regionMistake() const
{
    const RecordEntry *entry = chosen();
    const auto from = numberIn(from_->text());
    const auto to = numberIn(to_->text());
    if (!from || !to)
        return tr("Two whole numbers are needed.");
    if (*from < 1 || *to > entry->length)
        return tr("The record has bases 1 to %1.").arg(groupedNumber(entry->length));
    if (*to < *from)
        return tr("The last base comes before the first.");
    if (*to - *from >= largestRegion)
        return tr("A run holds at most 5 Mbp.");
    return {};
}

void AnnotateInputs::refreshRegion()
{
    const RecordEntry *entry = chosen();
    regionHeader_->setSummary(entry ? entry->name : tr("no record chosen"));
    const QString mistake = entry ? regionMistake() : QString();
    mistake_->setText(mistake);
    mistake_->setVisible(!mistake.isEmpty());
    from_->setEnabled(entry);
    to_->setEnabled(entry);
    insert_->setEnabled(entry && mistake.isEmpty());
}

void AnnotateInputs::insertRegion()
{
    const RecordPlace place = chosenPlace();
    if (place.file < 0)
        return;
    Q_EMIT regionRequested(store_.files()[static_cast<size_t>(place.file)].path, place.record,
                           *numberIn(from_->text()), *numberIn(to_->text()));
}

} // namespace helicase
