// A table on pages: columns share the width by what they hold, and its header is repeated on each page.
#pragma once

#include "core/report/pdf/pdf_sheet.h"
#include "core/report/report_page.h"

namespace helicase {

void drawTable(PdfSheet &sheet, const ReportTable &table);

} // namespace helicase
