#include "widgets/evaluate/table_export.h"

#include "core/base/error.h"
#include "widgets/common/table_tools.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QTableView>

namespace helicase {

void exportTableWithDialog(const QTableView *table, const QString &suggestedName)
{
    const auto tr = [](const char *text) {
        return QCoreApplication::translate("helicase::TableExport", text);
    };
    const QString file = QFileDialog::getSaveFileName(table->window(), tr("Export table"),
                                                      suggestedName + QStringLiteral(".tsv"),
                                                      tr("Table (*.tsv *.csv *.md *.tex)"));
    if (file.isEmpty())
        return;
    try {
        exportTable(table, file);
    } catch (const Error &error) {
        QMessageBox::warning(table->window(), tr("The table was not exported"),
                             QString::fromStdString(error.line()));
    }
}

} // namespace helicase
