// The dialog that asks where a table of results goes. GUI thread only.
#pragma once

#include <QString>

class QTableView;

namespace helicase {

// The format follows the ending: TSV, CSV, Markdown or LaTeX. What fails is told in a dialog.
void exportTableWithDialog(const QTableView *table, const QString &suggestedName);

} // namespace helicase
