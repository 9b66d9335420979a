// A report as a PDF of A4 pages: selectable text, figures as vectors, an outline of the sections. Drawn with
// Cairo, Pango and librsvg. Thread-safe.
#pragma once

#include "core/report/report_page.h"

#include <string>

namespace helicase {

// The bytes of the file. Throws Error when a figure is no SVG.
std::string pdfDocument(const ReportPage &page);

} // namespace helicase
