#include "app/workbench/command_palette.h"

#include "app/workbench/fuzzy_match.h"
#include "widgets/common/icon.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int paletteWidth = 560;
constexpr int shownRows = 14;
constexpr int groupColumn = 84;
constexpr int entryRole = Qt::UserRole;
constexpr int noteRole = Qt::UserRole + 1;
constexpr int groupRole = Qt::UserRole + 2;

QString nameOf(PaletteGroup group)
{
    switch (group) {
    case PaletteGroup::Actions:
        return CommandPalette::tr("Actions");
    case PaletteGroup::Panels:
        return CommandPalette::tr("Panels");
    case PaletteGroup::Runs:
        return CommandPalette::tr("Runs");
    case PaletteGroup::Files:
        return CommandPalette::tr("Files");
    }
    return {};
}

// The group's name in the first row of the group, the text, and the note at the right.
class EntryDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {100, std::max(26, option.fontMetrics.height() + 9)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        painter->save();
        const QPalette &palette = option.palette;
        if ((option.state & QStyle::State_Selected) != 0)
            painter->fillRect(option.rect, palette.color(QPalette::Highlight));
        const QRect area = option.rect.adjusted(12, 0, -12, 0);
        painter->setFont(secondaryFont());
        painter->setPen(palette.color(QPalette::PlaceholderText));
        painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, index.data(groupRole).toString());
        const QString note = index.data(noteRole).toString();
        const int noteWidth =
            std::min(painter->fontMetrics().horizontalAdvance(note), area.width() / 3);
        painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(note, Qt::ElideLeft, noteWidth));
        painter->setFont(option.font);
        painter->setPen(palette.color(QPalette::Text));
        const QRect text = area.adjusted(groupColumn, 0, -noteWidth - 8, 0);
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                            text.width()));
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(std::function<std::vector<PaletteEntry>()> entries, QWidget *window)
    : QFrame(window), source_(std::move(entries))
{
    setObjectName(QStringLiteral("main.palette"));
    setAccessibleName(tr("Command palette"));
    setRole(this, "palette");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    field_ = new QLineEdit(this);
    field_->setObjectName(QStringLiteral("main.palette.field"));
    field_->setAccessibleName(tr("Find an action, panel, run or file"));
    field_->setPlaceholderText(tr("Find an action, panel, run or file"));
    field_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    field_->installEventFilter(this);
    list_ = new QListView(this);
    list_->setObjectName(QStringLiteral("main.palette.list"));
    list_->setAccessibleName(tr("Found"));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setItemDelegate(new EntryDelegate(list_));
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    model_ = new QStandardItemModel(this);
    list_->setModel(model_);
    layout->addWidget(field_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(list_);
    connect(field_, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(list_, &QListView::clicked, this, &CommandPalette::runSelected);
    hide();
}

void CommandPalette::open(const QString &typed)
{
    formerFocus_ = QApplication::focusWidget();
    entries_ = source_();
    field_->setText(typed);
    refresh(typed);
    const int width = std::min(paletteWidth, parentWidget()->width() - 40);
    const int row = std::max(26, fontMetrics().height() + 9);
    resize(width, field_->sizeHint().height() + shownRows * row + 8);
    move((parentWidget()->width() - width) / 2, 40);
    show();
    raise();
    field_->setFocus(Qt::ShortcutFocusReason);
}

QStringList CommandPalette::shownTexts() const
{
    QStringList texts;
    for (int row = 0; row < model_->rowCount(); ++row)
        texts += model_->item(row)->text();
    return texts;
}

void CommandPalette::refresh(const QString &typed)
{
    struct Hit {
        size_t entry;
        int score;
    };
    const QChar prefix = typed.isEmpty() ? QChar() : typed.front();
    const bool isNarrowed = prefix == QLatin1Char('>') || prefix == QLatin1Char('@');
    const QString wanted = isNarrowed ? typed.mid(1) : typed;
    std::vector<Hit> hits;
    for (size_t i = 0; i < entries_.size(); ++i) {
        const PaletteGroup group = entries_[i].group;
        if ((prefix == QLatin1Char('>') && group != PaletteGroup::Actions) ||
            (prefix == QLatin1Char('@') && group != PaletteGroup::Runs))
            continue;
        if (const int score = fuzzyScore(wanted, entries_[i].text); score > 0)
            hits.push_back({i, wanted.trimmed().isEmpty() ? 0 : score});
    }
    std::ranges::stable_sort(hits, [this](const Hit &one, const Hit &other) {
        const PaletteGroup a = entries_[one.entry].group;
        const PaletteGroup b = entries_[other.entry].group;
        return a != b ? a < b : one.score > other.score;
    });
    model_->clear();
    QString lastGroup;
    for (const Hit &hit : hits) {
        const PaletteEntry &entry = entries_[hit.entry];
        auto *item = new QStandardItem(entry.text);
        const QString group = nameOf(entry.group);
        item->setData(int(hit.entry), entryRole);
        item->setData(entry.note, noteRole);
        item->setData(group == lastGroup ? QString() : group, groupRole);
        lastGroup = group;
        model_->appendRow(item);
    }
    list_->setCurrentIndex(model_->index(0, 0));
}

void CommandPalette::moveSelection(int rows)
{
    const int last = model_->rowCount() - 1;
    const int row = std::clamp(list_->currentIndex().row() + rows, 0, std::max(last, 0));
    list_->setCurrentIndex(model_->index(row, 0));
}

void CommandPalette::runSelected()
{
    const QModelIndex current = list_->currentIndex();
    if (!current.isValid())
        return;
    const auto function = entries_[size_t(current.data(entryRole).toInt())].function;
    dismiss();
    if (function)
        function();
}

void CommandPalette::dismiss()
{
    hide();
    if (formerFocus_ != nullptr)
        formerFocus_->setFocus(Qt::OtherFocusReason);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && isVisible() &&
        static_cast<QFocusEvent *>(event)->reason() == Qt::MouseFocusReason) {
        hide();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down:
        moveSelection(1);
        return true;
    case Qt::Key_Up:
        moveSelection(-1);
        return true;
    case Qt::Key_PageDown:
        moveSelection(shownRows);
        return true;
    case Qt::Key_PageUp:
        moveSelection(-shownRows);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runSelected();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace helicase
