#include "widgets/data/data_tree.h"

#include "widgets/common/icon.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int pathRole = Qt::UserRole;
// Keeps the notes off the border of the dock.
constexpr QChar edge(0x2002);

// As high as the rows of tables.
QSize rowSize()
{
    return {0, std::max(26, QFontMetrics(QApplication::font()).height() + 9)};
}

QString groupTitle(DataGroup group)
{
    switch (group) {
    case DataGroup::FineTuning:
        return DataTree::tr("Fine-tuning sets");
    case DataGroup::Sequences:
        return DataTree::tr("Sequences");
    case DataGroup::Other:
        return DataTree::tr("Other");
    }
    return {};
}

QString groupIcon(DataGroup group)
{
    switch (group) {
    case DataGroup::FineTuning:
        return QStringLiteral("table");
    case DataGroup::Sequences:
        return QStringLiteral("dna");
    case DataGroup::Other:
        return QStringLiteral("document");
    }
    return {};
}

} // namespace

DataTree::DataTree(QWidget *parent) : QWidget(parent)
{
    filter_ = new QLineEdit(this);
    filter_->setObjectName(QStringLiteral("data.filter"));
    filter_->setAccessibleName(tr("Filter data sets"));
    filter_->setToolTip(tr("Shows the data sets whose path holds this text."));
    filter_->setClearButtonEnabled(true);
    filter_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    tree_ = new QTreeWidget(this);
    tree_->setObjectName(QStringLiteral("data.tree"));
    tree_->setAccessibleName(tr("Data sets"));
    tree_->setColumnCount(2);
    tree_->setHeaderHidden(true);
    tree_->setIndentation(14);
    tree_->setUniformRowHeights(true);
    tree_->setTextElideMode(Qt::ElideMiddle);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    auto *field = new QVBoxLayout;
    field->setContentsMargins(10, 0, 10, 0);
    field->addWidget(filter_);
    layout->addLayout(field);
    layout->addWidget(tree_, 1);
    connect(filter_, &QLineEdit::textChanged, this, &DataTree::rebuild);
    connect(tree_, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        const QString path = item ? item->data(0, pathRole).toString() : QString();
        if (path.isEmpty() || path == current_)
            return;
        current_ = path;
        Q_EMIT chosen(path);
    });
    // Again the current one: what failed may be repaired.
    connect(tree_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        if (const QString path = item->data(0, pathRole).toString(); !path.isEmpty())
            Q_EMIT chosen(path);
    });
    rebuild();
}

QString DataTree::nameOf(const QString &path)
{
    const QFileInfo info(path);
    if (!info.isDir())
        return info.fileName();
    const QDir parent = info.dir();
    return parent.isRoot() ? info.fileName()
                           : parent.dirName() + QLatin1Char('/') + info.fileName();
}

bool DataTree::holds(const QString &path) const
{
    return std::ranges::find(entries_, path, &DataEntry::path) != entries_.end();
}

void DataTree::put(const DataEntry &entry)
{
    const auto same = std::ranges::find(entries_, entry.path, &DataEntry::path);
    if (same == entries_.end())
        entries_.push_back(entry);
    else
        *same = entry;
    rebuild();
}

void DataTree::remove(const QString &path)
{
    std::erase_if(entries_, [&](const DataEntry &entry) { return entry.path == path; });
    if (current_ == path)
        current_.clear();
    rebuild();
}

void DataTree::clear()
{
    entries_.clear();
    current_.clear();
    rebuild();
}

void DataTree::setCurrent(const QString &path)
{
    current_ = path;
    const QSignalBlocker quiet(tree_);
    tree_->setCurrentItem(itemOf(path));
}

QString DataTree::current() const
{
    return current_;
}

QTreeWidgetItem *DataTree::itemOf(const QString &path) const
{
    for (int group = 0; group < tree_->topLevelItemCount(); ++group)
        for (int row = 0; row < tree_->topLevelItem(group)->childCount(); ++row)
            if (QTreeWidgetItem *item = tree_->topLevelItem(group)->child(row);
                item->data(0, pathRole).toString() == path)
                return item;
    return nullptr;
}

void DataTree::rebuild()
{
    const QSignalBlocker quiet(tree_);
    filter_->setPlaceholderText(entries_.size() == 1
                                    ? tr("Filter 1 data set")
                                    : tr("Filter %1 data sets").arg(entries_.size()));
    tree_->clear();
    for (const DataGroup group : {DataGroup::FineTuning, DataGroup::Sequences, DataGroup::Other}) {
        QTreeWidgetItem *parent = nullptr;
        for (const DataEntry &entry : entries_) {
            if (entry.group != group || !entry.path.contains(filter_->text(), Qt::CaseInsensitive))
                continue;
            if (!parent) {
                parent = new QTreeWidgetItem(tree_, {groupTitle(group)});
                parent->setFlags(Qt::ItemIsEnabled);
                parent->setFirstColumnSpanned(true);
                parent->setSizeHint(0, rowSize());
                parent->setExpanded(true);
            }
            auto *item = new QTreeWidgetItem(parent, {nameOf(entry.path), entry.note + edge});
            item->setIcon(0, icon(groupIcon(group)));
            item->setSizeHint(0, rowSize());
            item->setToolTip(0, QDir::toNativeSeparators(entry.path));
            item->setToolTip(1, item->toolTip(0));
            item->setData(0, pathRole, entry.path);
            item->setData(0, Qt::AccessibleTextRole,
                          QStringLiteral("%1, %2").arg(nameOf(entry.path), entry.note));
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
            item->setFont(1, secondaryFont());
            item->setForeground(1,
                                shownColor(entry.isBroken ? ColorRole::Error : ColorRole::Muted));
        }
    }
    tree_->setCurrentItem(itemOf(current_));
}

} // namespace helicase
