#include "core/report/report_page.h"

#include <string_view>

namespace helicase {

namespace {

// A number, also with a leading sign, a share sign, a deviation or nothing at all.
bool readsAsNumber(std::string_view cell)
{
    return !cell.empty() && cell.find_first_not_of("0123456789.,+-%e\xE2\x88\x92\xC2\xB1 ofbp") == std::string_view::npos &&
           cell.find_first_of("0123456789") != std::string_view::npos;
}

} // namespace

bool ReportTable::isNumeric(size_t column) const
{
    return rows.size() > 1 && column < rows[1].size() && readsAsNumber(rows[1][column]);
}

void ReportPage::list(std::vector<std::string> items)
{
    if (!items.empty())
        blocks_.emplace_back(ReportList{std::move(items)});
}

void ReportPage::table(std::vector<std::vector<std::string>> rows, int boldRow)
{
    if (rows.size() > 1)
        blocks_.emplace_back(ReportTable{std::move(rows), boldRow});
}

} // namespace helicase
