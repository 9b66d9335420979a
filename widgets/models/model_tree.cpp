#include "widgets/models/model_tree.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int entryRole = Qt::UserRole;
constexpr int rightMargin = 8;

int treeRowHeight(const QWidget *view)
{
    return std::max(26, view->fontMetrics().height() + 9);
}

QString noteOf(const ModelEntry &entry)
{
    return entry.isMissing ? ModelTree::tr("missing") : entry.note;
}

QString tipOf(const ModelEntry &entry)
{
    const QString name = entry.note.isEmpty() ? entry.label
                         : entry.kind == ModelEntryKind::Tokenizer
                             ? ModelTree::tr("%1, %2 tokens").arg(entry.label, entry.note)
                             : ModelTree::tr("%1, %2").arg(entry.label, entry.note);
    const QString tip = name + QLatin1Char('\n') + entry.folder;
    return entry.isMissing ? tip + QLatin1Char('\n') + ModelTree::tr("The folder was not found.")
                           : tip;
}

} // namespace

ModelTree::ModelTree(QAction *open, QAction *remove, QWidget *parent)
    : QWidget(parent), remove_(remove)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(0);
    filter_ = new QLineEdit(this);
    filter_->setObjectName(QStringLiteral("models.filter"));
    filter_->setAccessibleName(tr("Filter models and tokenizers"));
    filter_->setClearButtonEnabled(true);
    filter_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(filter_, &QLineEdit::textChanged, this, &ModelTree::filter);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(10, 0, 8, 6);
    line->addWidget(filter_, 1);
    line->addWidget(toolButton(open, ButtonText::Hidden, this));
    line->addWidget(toolButton(remove, ButtonText::Hidden, this));
    layout->addLayout(line);

    tree_ = new QTreeWidget(this);
    tree_->setObjectName(QStringLiteral("models.tree"));
    tree_->setAccessibleName(tr("Models and tokenizers"));
    tree_->setColumnCount(3); // the last one is room at the right end
    tree_->setHeaderHidden(true);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setMinimumSectionSize(rightMargin);
    tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree_->header()->setSectionResizeMode(2, QHeaderView::Fixed);
    tree_->header()->resizeSection(2, rightMargin);
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setIndentation(14);
    tree_->setIconSize({16, 16});
    tree_->setTextElideMode(Qt::ElideRight);
    tree_->viewport()->installEventFilter(this);
    tree_->setUniformRowHeights(true);
    tree_->setMinimumHeight(5 * treeRowHeight(tree_));
    layout->addWidget(tree_, 1);
    layout->addWidget(horizontalLine(this));
    auto *hint = mutedLabel(tr("Drop a model folder here, or use Open…"), this);
    hint->setWordWrap(true);
    hint->setContentsMargins(12, 8, 12, 8);
    layout->addWidget(hint);
    connect(tree_, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem *item) {
        refreshActions();
        if (const ModelEntry *entry = entryOf(item))
            Q_EMIT chosen(ModelEntry(*entry));
    });
    connect(tree_, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        if (const ModelEntry *entry = entryOf(item))
            Q_EMIT activated(ModelEntry(*entry));
    });
    tree_->setContextMenuPolicy(Qt::ActionsContextMenu);
    tree_->addAction(remove);
    setEntries({});
}

void ModelTree::setEntries(std::vector<ModelEntry> entries)
{
    const ModelEntry *current = selected();
    const ModelEntry kept = current ? *current : ModelEntry{};
    entries_ = std::move(entries);
    const QSignalBlocker quiet(tree_);
    tree_->clear();
    addGroup(ModelEntryKind::Opened, tr("Opened"), QStringLiteral("panel-models"));
    addGroup(ModelEntryKind::Run, tr("From runs"), QStringLiteral("curve"));
    addGroup(ModelEntryKind::Tokenizer, tr("Tokenizers"), QStringLiteral("tokens"));
    filter_->setPlaceholderText(
        entries_.empty() ? tr("No models")
                         : tr("Filter %1 items").arg(groupedNumber(qint64(entries_.size()))));
    filter(filter_->text());
    fitNotes();
    for (QTreeWidgetItemIterator item(tree_); *item != nullptr; ++item)
        if (const ModelEntry *entry = entryOf(*item);
            entry && entry->folder == kept.folder && entry->kind == kept.kind)
            tree_->setCurrentItem(*item);
    refreshActions();
}

void ModelTree::addGroup(ModelEntryKind kind, const QString &title, const QString &iconName)
{
    QTreeWidgetItem *group = nullptr;
    for (size_t i = 0; i < entries_.size(); ++i) {
        const ModelEntry &entry = entries_[i];
        if (entry.kind != kind)
            continue;
        if (group == nullptr) {
            group = new QTreeWidgetItem(tree_, {title});
            group->setFlags(Qt::ItemIsEnabled);
            group->setSizeHint(0, {1, treeRowHeight(tree_)});
            group->setExpanded(true);
            group->setFirstColumnSpanned(true);
        }
        auto *item = new QTreeWidgetItem(group, {entry.label, noteOf(entry)});
        item->setIcon(0, icon(iconName));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setForeground(1, palette().color(QPalette::PlaceholderText));
        item->setToolTip(0, tipOf(entry));
        item->setData(0, entryRole, qulonglong(i));
        item->setSizeHint(0, {1, treeRowHeight(tree_)});
        if (entry.isMissing)
            item->setForeground(0, palette().color(QPalette::PlaceholderText));
    }
    if (group != nullptr)
        group->setExpanded(true);
}

// Where room is short a whole name tells more than the size behind it, which the pointer tells.
void ModelTree::fitNotes()
{
    constexpr int aroundText = 14; // of a cell and between icon and text
    const QFontMetrics font = tree_->fontMetrics();
    int name = 0;
    int note = 0;
    for (const ModelEntry &entry : entries_) {
        name = std::max(name, font.horizontalAdvance(entry.label));
        note = std::max(note, font.horizontalAdvance(noteOf(entry)));
    }
    name += 2 * tree_->indentation() + tree_->iconSize().width() + aroundText;
    tree_->setColumnHidden(1, name + note + aroundText + rightMargin > tree_->viewport()->width());
}

bool ModelTree::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == tree_->viewport() && event->type() == QEvent::Resize)
        fitNotes();
    return QWidget::eventFilter(watched, event);
}

const ModelEntry *ModelTree::entryOf(const QTreeWidgetItem *item) const
{
    if (item == nullptr || !item->data(0, entryRole).isValid())
        return nullptr;
    const auto index = static_cast<size_t>(item->data(0, entryRole).toULongLong());
    return index < entries_.size() ? &entries_[index] : nullptr;
}

const ModelEntry *ModelTree::selected() const
{
    return entryOf(tree_->currentItem());
}

void ModelTree::showSelected(const QString &folder)
{
    const QSignalBlocker quiet(tree_);
    for (QTreeWidgetItemIterator item(tree_); *item != nullptr; ++item)
        if (const ModelEntry *entry = entryOf(*item);
            entry && entry->folder == folder && entry->kind != ModelEntryKind::Tokenizer) {
            tree_->setCurrentItem(*item);
            break;
        }
    refreshActions();
}

void ModelTree::filter(const QString &text)
{
    for (int group = 0; group < tree_->topLevelItemCount(); ++group) {
        QTreeWidgetItem *groupItem = tree_->topLevelItem(group);
        bool hasShown = false;
        for (int row = 0; row < groupItem->childCount(); ++row) {
            const bool isShown =
                groupItem->child(row)->text(0).contains(text.trimmed(), Qt::CaseInsensitive);
            groupItem->child(row)->setHidden(!isShown);
            hasShown = hasShown || isShown;
        }
        groupItem->setHidden(!hasShown);
    }
}

void ModelTree::refreshActions()
{
    const ModelEntry *entry = selected();
    remove_->setEnabled(entry != nullptr && entry->kind == ModelEntryKind::Opened);
}

} // namespace helicase
