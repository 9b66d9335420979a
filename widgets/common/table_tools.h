// What all tables share: look, sorting, row selection, numbers at the right, copy with header.
#pragma once

#include <QAbstractItemModel>
#include <QTableView>

namespace helicase {

// Rows of 26 px grown from the font, no grid, alternating rows, sorting by click, header moves;
// Ctrl+C copies the selected rows as tab-separated text with a header.
void setUpTable(QTableView *table, const QString &objectName, const QString &accessibleName);
// The selected rows (all when nothing is selected) in the order shown, visible columns only.
QString tableAsTsv(const QTableView *table);
void copyTable(const QTableView *table);
// Writes tab-separated (.tsv), comma-separated (.csv) or LaTeX (.tex) by the file's ending.
// Throws DiskError.
void exportTable(const QTableView *table, const QString &file);

// A model's values for sorting, beside what is displayed.
constexpr int sortRole = Qt::UserRole + 100;

} // namespace helicase
