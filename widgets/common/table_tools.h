// What all tables share: look, sorting, row selection, numbers at the right, copy with header.
#pragma once

#include <QAbstractItemModel>
#include <QTableView>

namespace helicase {

// Rows of 26 px grown from the font, no grid, alternating rows, sorting by click, header moves;
// Ctrl+C copies the selected rows as tab-separated text with a header.
void setUpTable(QTableView *table, const QString &objectName, const QString &accessibleName);
enum class TableFormat { Tsv, Csv, Markdown, Latex };

// The selected rows (all that could be selected when nothing is) in the order shown, visible columns only.
QString tableText(const QTableView *table, TableFormat format);
void copyTable(const QTableView *table, TableFormat format = TableFormat::Tsv);
// Writes tab-separated (.tsv), comma-separated (.csv), Markdown (.md) or LaTeX (.tex) by the file's ending.
// Throws DiskError.
void exportTable(const QTableView *table, const QString &file);

// A model's values for sorting, beside what is displayed.
constexpr int sortRole = Qt::UserRole + 100;
// What copies and files have in place of what is displayed, where a model gives it.
constexpr int exportRole = Qt::UserRole + 101;

} // namespace helicase
