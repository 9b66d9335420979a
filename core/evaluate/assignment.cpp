#include "core/evaluate/assignment.h"

#include <cassert>
#include <limits>

namespace helicase {

namespace {

constexpr size_t none = std::numeric_limits<size_t>::max();

// Adds the rows one after another, each along the cheapest path of reassignments (Hungarian method
// with potentials). Needs rows <= columns.
class Assigner {
public:
    Assigner(std::vector<double> costs, size_t rows, size_t columns)
        : costs_(std::move(costs)), columns_(columns), rowPotential_(rows),
          columnPotential_(columns), rowOf_(columns, none), previous_(columns), shortest_(columns),
          visited_(columns)
    {
        for (size_t row = 0; row < rows; ++row)
            reassignAlong(findPath(row), row);
    }

    const std::vector<size_t> &rowOfColumn() const { return rowOf_; }

private:
    // Shortest path (by reduced costs) from a new row to a free column, which is returned.
    size_t findPath(size_t newRow)
    {
        constexpr double infinite = std::numeric_limits<double>::infinity();
        shortest_.assign(columns_, infinite);
        visited_.assign(columns_, false);
        std::vector<size_t> path;
        double length = 0;
        size_t row = newRow;
        size_t from = none;
        for (;;) {
            const size_t next = extend(row, from, length);
            length = shortest_[next];
            visited_[next] = true;
            if (rowOf_[next] == none) {
                updatePotentials(newRow, path, length);
                return next;
            }
            path.push_back(next);
            row = rowOf_[next];
            from = next;
        }
    }

    // Relaxes all columns from one row and gives the nearest column not visited yet.
    size_t extend(size_t row, size_t from, double length)
    {
        size_t nearest = none;
        for (size_t column = 0; column < columns_; ++column) {
            if (visited_[column])
                continue;
            const double reduced = length + costs_[row * columns_ + column] - rowPotential_[row] -
                                   columnPotential_[column];
            if (reduced < shortest_[column]) {
                shortest_[column] = reduced;
                previous_[column] = from;
            }
            // Among equally near columns a free one ends the search sooner.
            if (nearest == none || shortest_[column] < shortest_[nearest] ||
                (shortest_[column] == shortest_[nearest] && rowOf_[column] == none))
                nearest = column;
        }
        return nearest;
    }

    void updatePotentials(size_t newRow, const std::vector<size_t> &path, double length)
    {
        rowPotential_[newRow] += length;
        for (const size_t column : path) {
            rowPotential_[rowOf_[column]] += length - shortest_[column];
            columnPotential_[column] -= length - shortest_[column];
        }
    }

    void reassignAlong(size_t column, size_t newRow)
    {
        while (previous_[column] != none) {
            rowOf_[column] = rowOf_[previous_[column]];
            column = previous_[column];
        }
        rowOf_[column] = newRow;
    }

    std::vector<double> costs_;
    size_t columns_;
    std::vector<double> rowPotential_;
    std::vector<double> columnPotential_;
    std::vector<size_t> rowOf_;    // of each column
    std::vector<size_t> previous_; // column before, on the path
    std::vector<double> shortest_;
    std::vector<bool> visited_;
};

} // namespace

std::vector<int64_t> optimalAssignment(std::span<const double> values, int64_t rows,
                                       int64_t columns, Optimum optimum)
{
    assert(values.size() == static_cast<size_t>(rows * columns));
    const auto rowCount = static_cast<size_t>(rows);
    const auto columnCount = static_cast<size_t>(columns);
    const bool turned = rows > columns;
    const double sign = optimum == Optimum::Largest ? -1 : 1;
    std::vector<double> costs(values.size());
    for (size_t row = 0; row < rowCount; ++row) {
        for (size_t column = 0; column < columnCount; ++column) {
            const size_t target = turned ? column * rowCount + row : row * columnCount + column;
            costs[target] = sign * values[row * columnCount + column];
        }
    }
    const Assigner assigner(std::move(costs), turned ? columnCount : rowCount,
                            turned ? rowCount : columnCount);

    std::vector<int64_t> columnOfRow(rowCount, -1);
    const std::vector<size_t> &shortSideOf = assigner.rowOfColumn();
    for (size_t i = 0; i < shortSideOf.size(); ++i) {
        if (shortSideOf[i] == none)
            continue;
        const size_t row = turned ? i : shortSideOf[i];
        columnOfRow[row] = static_cast<int64_t>(turned ? shortSideOf[i] : i);
    }
    return columnOfRow;
}

} // namespace helicase
