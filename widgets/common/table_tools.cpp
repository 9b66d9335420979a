#include "widgets/common/table_tools.h"

#include "core/base/atomic_file.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QShortcut>

#include <algorithm>

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

// Headings among the rows cannot be selected.
bool isSelectable(const QModelIndex &index)
{
    return (index.flags() & Qt::ItemIsSelectable) != 0;
}

QString textOf(const QModelIndex &index)
{
    const QVariant text = index.data(exportRole);
    return text.isValid() ? text.toString() : index.data().toString();
}

std::vector<int> chosenRows(const QTableView *table)
{
    std::vector<int> rows;
    for (const QModelIndex &index : table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    if (rows.empty())
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (isSelectable(table->model()->index(row, 0)))
                rows.push_back(row);
    std::ranges::sort(rows);
    return rows;
}

QString csvCell(QString text)
{
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) &&
        !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
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

QString markdownCell(QString text)
{
    return text.replace(QLatin1Char('|'), QStringLiteral("\\|"))
        .replace(QLatin1Char('\n'), QLatin1Char(' '));
}

// How a format writes a table: what stands around and between its cells.
struct Notation {
    QString lineBegin;
    QString separator;
    QString lineEnd;
    QString (*cell)(QString);
};

QString lineOf(QStringList cells, const Notation &notation)
{
    for (QString &cell : cells)
        cell = notation.cell(cell);
    return notation.lineBegin + cells.join(notation.separator) + notation.lineEnd;
}

QString headerLine(const QTableView *table, const Notation &notation)
{
    QStringList cells;
    for (const int column : visibleColumns(table))
        cells += table->model()
                     ->headerData(column, Qt::Horizontal)
                     .toString()
                     .replace(QLatin1Char('\n'), QLatin1Char(' '));
    return lineOf(cells, notation);
}

QString rowLines(const QTableView *table, const Notation &notation)
{
    QString lines;
    for (const int row : chosenRows(table)) {
        QStringList cells;
        for (const int column : visibleColumns(table))
            cells += textOf(table->model()->index(row, column));
        lines += lineOf(cells, notation);
    }
    return lines;
}

// Numbers stand at the right in Markdown and LaTeX, as in the window.
QStringList alignments(const QTableView *table, const QString &left, const QString &right)
{
    QStringList marks;
    for (const int column : visibleColumns(table)) {
        const int place =
            table->model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
        marks += place & Qt::AlignRight ? right : left;
    }
    return marks;
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

QString tableText(const QTableView *table, TableFormat format)
{
    switch (format) {
    case TableFormat::Tsv:
    case TableFormat::Csv: {
        const bool isTsv = format == TableFormat::Tsv;
        const Notation notation{{},
                                isTsv ? QStringLiteral("\t") : QStringLiteral(","),
                                QStringLiteral("\n"),
                                isTsv ? tsvCell : csvCell};
        return headerLine(table, notation) + rowLines(table, notation);
    }
    case TableFormat::Markdown: {
        const Notation notation{QStringLiteral("| "), QStringLiteral(" | "),
                                QStringLiteral(" |\n"), markdownCell};
        return headerLine(table, notation) +
               lineOf(alignments(table, QStringLiteral(":---"), QStringLiteral("---:")), notation) +
               rowLines(table, notation);
    }
    case TableFormat::Latex: {
        const Notation notation{{}, QStringLiteral(" & "), QStringLiteral(" \\\\\n"), texCell};
        return QStringLiteral("\\begin{tabular}{%1}\n")
                   .arg(alignments(table, QStringLiteral("l"), QStringLiteral("r")).join(QString())) +
               headerLine(table, notation) + rowLines(table, notation) +
               QStringLiteral("\\end{tabular}\n");
    }
    }
    return {};
}

void copyTable(const QTableView *table, TableFormat format)
{
    QApplication::clipboard()->setText(tableText(table, format));
}

void exportTable(const QTableView *table, const QString &file)
{
    const QString lower = file.toLower();
    const TableFormat format = lower.endsWith(QStringLiteral(".csv"))   ? TableFormat::Csv
                               : lower.endsWith(QStringLiteral(".md"))  ? TableFormat::Markdown
                               : lower.endsWith(QStringLiteral(".tex")) ? TableFormat::Latex
                                                                        : TableFormat::Tsv;
    writeFileAtomically(file.toStdString(), tableText(table, format).toStdString());
}

} // namespace helicase
