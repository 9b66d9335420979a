// A report as one self-contained HTML page: no script, no file beside it, readable in print.
#pragma once

#include "core/report/report_page.h"

#include <string>

namespace helicase {

std::string htmlDocument(const ReportPage &page);

} // namespace helicase
