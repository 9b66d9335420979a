// The figures of reports, as SVG text. All are light, have axis titles with units, and name what they
// show for readers who cannot see them.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace helicase {

struct Series {
    std::string name;
    std::vector<double> x;
    std::vector<double> y;
    bool dashed = false;  // validation
    bool markers = false;
    bool faint = false;   // raw values behind a smoothed curve
    size_t colour = 0;    // index of the categorical palette
    std::vector<double> low = {};  // ends of an interval around each y; empty: none is drawn
    std::vector<double> high = {};
};

struct AxisTick {
    double value = 0;
    std::string label;
};

struct LineChart {
    std::string title;
    std::string xTitle;
    std::string yTitle;
    std::vector<Series> series; // more than 2,000 points are thinned by minimum and maximum
    std::vector<AxisTick> xTicks = {}; // empty: round numbers
    double width = 640;
    double height = 320;
};

std::string drawLines(const LineChart &chart);

struct BarChart {
    std::string title;
    std::string xTitle;
    std::string yTitle;
    std::vector<std::string> groups;              // along x
    std::vector<std::string> names;               // one bar per name in each group
    std::vector<std::vector<double>> values;      // [name][group]
    double width = 640;
    double height = 280;
};

std::string drawBars(const BarChart &chart);

// One point per example: where prediction and measurement agree it lies on the dashed line. Both axes
// have the same range.
struct ScatterChart {
    std::string title;
    std::string note; // second line: "613 examples, Pearson r 0.81"
    std::string xTitle;
    std::string yTitle;
    std::vector<double> x;
    std::vector<double> y;
    double width = 460;
    double height = 460;
};

std::string drawScatter(const ScatterChart &chart);

// Points in space seen from a fixed direction, nearer ones drawn last, one colour per label.
struct CloudChart {
    std::string title;
    std::string note;                       // second line: "770 contigs. Variance 38, 25, 15 %"
    std::vector<std::array<double, 3>> points;
    std::vector<std::string> labels;        // one per point; "" is drawn grey
    double width = 460;
    double height = 400;
};

std::string drawCloud(const CloudChart &chart);

// Counts of rows against columns, shaded, with numbers up to 40 classes.
struct MatrixChart {
    std::string title;
    std::string note;
    std::vector<std::string> rows;
    std::vector<std::string> columns;
    std::vector<std::vector<double>> values; // [row][column]
};

std::string drawMatrix(const MatrixChart &chart);

} // namespace helicase
