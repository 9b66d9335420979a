#include "widgets/common/table_tools.h"

#include "core/base/atomic_file.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QShortcut>

#include <algorithm>
#include <functional>

namespace helicase {

namespace {

std::vector<int> visibleColumns(const QTableView *table)
{
    std::vector<int> columns;
    const QHeaderView *header = table->horizontalHeader();
    for (int position = 0; position < header->count(); ++position) {
        const int column = header->logicalIndex(position);
        if (!table->isColumnHidden(column))
            columns.push_back(column);
    }
    return columns;
}

std::vector<int> chosenRows(const QTableView *table)
{
    std::vector<int> rows;
    for (const QModelIndex &index : table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    if (rows.empty())
        for (int row = 0; row < table->model()->rowCount(); ++row)
            rows.push_back(row);
    std::ranges::sort(rows);
    return rows;
}

QString csvCell(const QString &text)
{
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) &&
        !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + QString(text).replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
           QLatin1Char('"');
}

QString tsvCell(QString text)
{
    return text.replace(QLatin1Char('\t'), QLatin1Char(' '))
        .replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QString texCell(QString text)
{
    text.replace(QLatin1Char('\\'), QStringLiteral("\\textbackslash "));
    for (const char c : {'&', '%', '$', '#', '_', '{', '}'})
        text.replace(QLatin1Char(c), QStringLiteral("\\") + QLatin1Char(c));
    return text;
}

QString written(const QTableView *table, const QString &separator, const QString &lineEnd,
                const std::function<QString(QString)> &cell)
{
    const QAbstractItemModel *model = table->model();
    const std::vector<int> columns = visibleColumns(table);
    QStringList lines;
    QStringList cells;
    for (const int column : columns)
        cells += cell(model->headerData(column, Qt::Horizontal).toString());
    lines += cells.join(separator) + lineEnd;
    for (const int row : chosenRows(table)) {
        cells.clear();
        for (const int column : columns)
            cells += cell(model->index(row, column).data().toString());
        lines += cells.join(separator) + lineEnd;
    }
    return lines.join(QString());
}

QString asTex(const QTableView *table)
{
    const QString columns(qsizetype(visibleColumns(table).size()), QLatin1Char('l'));
    return QStringLiteral("\\begin{tabular}{%1}\n").arg(columns) +
           written(table, QStringLiteral(" & "), QStringLiteral(" \\\\\n"), texCell) +
           QStringLiteral("\\end{tabular}\n");
}

// Ctrl+C of a table copies rows with their header; the view's own would copy one cell.
class CopyFilter final : public QObject {
public:
    explicit CopyFilter(QTableView *table) : QObject(table), table_(table)
    {
        table->installEventFilter(this);
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
            return false;
        auto *key = static_cast<QKeyEvent *>(event);
        if (!key->matches(QKeySequence::Copy))
            return false;
        if (event->type() == QEvent::KeyPress)
            copyTable(table_);
        event->accept();
        return true;
    }

private:
    QTableView *table_;
};

} // namespace

void setUpTable(QTableView *table, const QString &objectName, const QString &accessibleName)
{
    table->setObjectName(objectName);
    table->setAccessibleName(accessibleName);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setFrameShape(QFrame::NoFrame);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setTextElideMode(Qt::ElideRight);
    table->setWordWrap(false);
    table->setSortingEnabled(true);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(
        std::max(24, QFontMetrics(QApplication::font()).height() + 9));
    table->horizontalHeader()->setSectionsMovable(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setMinimumSectionSize(40);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    new CopyFilter(table);
}

QString tableAsTsv(const QTableView *table)
{
    return written(table, QStringLiteral("\t"), QStringLiteral("\n"), tsvCell);
}

void copyTable(const QTableView *table)
{
    QApplication::clipboard()->setText(tableAsTsv(table));
}

void exportTable(const QTableView *table, const QString &file)
{
    const QString lower = file.toLower();
    const QString text = lower.endsWith(QStringLiteral(".csv"))
                             ? written(table, QStringLiteral(","), QStringLiteral("\n"), csvCell)
                         : lower.endsWith(QStringLiteral(".tex")) ? asTex(table)
                                                                  : tableAsTsv(table);
    writeFileAtomically(file.toStdString(), text.toStdString());
}

} // namespace helicase
