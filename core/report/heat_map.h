// A table of numbers as coloured cells, as SVG text: blue below zero, orange above, white at zero.
// Ramps from colours that differ for all kinds of sight.
#pragma once

#include <string>
#include <vector>

namespace helicase {

struct HeatMap {
    std::string title;
    std::string note; // second line
    std::string xTitle;
    std::string valueTitle;                  // of the colour bar, with its unit
    std::vector<std::string> rows;           // names
    std::vector<std::string> columns;        // names; as many are written as there is room for
    std::vector<std::vector<double>> values; // [row][column]
    std::vector<int> marks; // per column the row with a dot, -1: none; may be empty
    double width = 900;
    double rowHeight = 18;
};

std::string drawHeatMap(const HeatMap &map);

} // namespace helicase
