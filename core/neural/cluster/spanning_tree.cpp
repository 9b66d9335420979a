#include "core/neural/cluster/spanning_tree.h"

#include "core/base/progress.h"
#include "core/neural/tensor/matrix_tensor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

namespace helicase {

namespace {

constexpr int64_t distancesPerBlock = int64_t{1} << 21;
constexpr int64_t rowsPerTurn = 32; // of a component that are compared at once
constexpr double infinite = std::numeric_limits<double>::infinity();

// Distances of some rows to all rows, in double precision.
class Distances {
public:
    explicit Distances(const Matrix &vectors)
        : rows_(viewOf(vectors)), squares_(torch::empty({vectors.rows()}, torch::kFloat64))
    {
        for (int64_t begin = 0; begin < count(); begin += step())
            squares_.narrow(0, begin, size(begin))
                .copy_(rows_.narrow(0, begin, size(begin)).to(torch::kFloat64).square().sum(1));
    }

    int64_t count() const { return rows_.size(0); }

    // Calls visit(i, first, distances): of the i-th chosen row to the rows from `first` on.
    template <typename Visit>
    void ofRows(const std::vector<int64_t> &chosen, Visit visit) const
    {
        const torch::Tensor index = torch::tensor(chosen, torch::kInt64);
        const torch::Tensor rows = rows_.index_select(0, index).to(torch::kFloat64);
        const torch::Tensor squares = squares_.index_select(0, index).unsqueeze(1);
        for (int64_t begin = 0; begin < count(); begin += step()) {
            const torch::Tensor others = rows_.narrow(0, begin, size(begin)).to(torch::kFloat64);
            const torch::Tensor distances =
                torch::addmm(squares + squares_.narrow(0, begin, size(begin)), rows, others.t(), 1,
                             -2)
                    .clamp_min_(0)
                    .sqrt_();
            const double *values = distances.const_data_ptr<double>();
            for (size_t i = 0; i < chosen.size(); ++i, values += size(begin))
                visit(i, begin, std::span(values, static_cast<size_t>(size(begin))));
        }
    }

    // Rows whose distances to `step` rows fill a block.
    int64_t rowsPerBlock() const { return std::max<int64_t>(1, distancesPerBlock / step()); }

private:
    int64_t step() const { return std::min<int64_t>(count(), 2048); }
    int64_t size(int64_t begin) const { return std::min(step(), count() - begin); }

    torch::Tensor rows_;
    torch::Tensor squares_;
};

std::vector<int64_t> range(int64_t begin, int64_t end)
{
    std::vector<int64_t> numbers(static_cast<size_t>(end - begin));
    std::iota(numbers.begin(), numbers.end(), begin);
    return numbers;
}

// Of each row, the distance to its n-th nearest row, itself counted as the first.
std::vector<double> coreDistances(const Distances &distances, int64_t neighbours,
                                  const std::stop_token &stop)
{
    std::vector<double> core;
    const auto kept = static_cast<size_t>(neighbours - 1);
    for (int64_t begin = 0; begin < distances.count(); begin += distances.rowsPerBlock()) {
        throwIfStopped(stop);
        const std::vector<int64_t> rows =
            range(begin, std::min(distances.count(), begin + distances.rowsPerBlock()));
        std::vector<std::vector<double>> nearest(rows.size()); // heaps of the nearest ones
        distances.ofRows(rows, [&](size_t i, int64_t first, std::span<const double> values) {
            std::vector<double> &heap = nearest[i];
            for (size_t j = 0; j < values.size() && kept > 0; ++j) {
                if (first + static_cast<int64_t>(j) == rows[i] ||
                    (heap.size() == kept && values[j] >= heap.front()))
                    continue;
                if (heap.size() == kept) {
                    std::ranges::pop_heap(heap);
                    heap.pop_back();
                }
                heap.push_back(values[j]);
                std::ranges::push_heap(heap);
            }
        });
        for (const std::vector<double> &heap : nearest)
            core.push_back(heap.empty() ? 0 : heap.front());
    }
    return core;
}

class Boruvka {
public:
    Boruvka(const Distances &distances, std::vector<double> core)
        : distances_(distances), core_(std::move(core)), nearest_(core_.size()),
          component_(core_.size())
    {
        std::iota(component_.begin(), component_.end(), int64_t{0});
        // No edge of a row is shorter than its core distance; that it leads to itself says that no
        // other row has been looked at.
        for (size_t i = 0; i < core_.size(); ++i)
            nearest_[i] = {static_cast<int64_t>(i), static_cast<int64_t>(i), core_[i]};
    }

    std::vector<TreeEdge> tree(const std::stop_token &stop)
    {
        while (edges_.size() + 1 < core_.size()) {
            findShortestEdges(stop);
            joinComponents();
        }
        return std::move(edges_);
    }

private:
    // Edges in one order without equals, so that no round closes a circle.
    static auto rank(const TreeEdge &edge)
    {
        return std::tuple(edge.length, std::min(edge.first, edge.second),
                          std::max(edge.first, edge.second));
    }

    int64_t componentOf(int64_t row) const { return component_[static_cast<size_t>(row)]; }
    bool leadsOut(const TreeEdge &edge) const
    {
        return componentOf(edge.first) != componentOf(edge.second);
    }

    // The nearest row outside of its component that a row knew stays the nearest as long as it is
    // outside. Other rows are compared anew, but only those that may be nearer than what their
    // component has.
    void findShortestEdges(const std::stop_token &stop)
    {
        for (;;) {
            throwIfStopped(stop);
            shortest_.assign(core_.size(), {0, 0, infinite});
            for (const TreeEdge &edge : nearest_)
                if (leadsOut(edge))
                    offer(edge);
            const std::vector<int64_t> rows = rowsToCompare();
            if (rows.empty())
                return;
            for (size_t begin = 0; begin < rows.size();
                 begin += static_cast<size_t>(distances_.rowsPerBlock())) {
                throwIfStopped(stop);
                const size_t end =
                    std::min(rows.size(), begin + static_cast<size_t>(distances_.rowsPerBlock()));
                compare({rows.begin() + static_cast<ptrdiff_t>(begin),
                         rows.begin() + static_cast<ptrdiff_t>(end)});
            }
        }
    }

    void offer(const TreeEdge &edge)
    {
        TreeEdge &best = shortest_[static_cast<size_t>(componentOf(edge.first))];
        if (rank(edge) < rank(best))
            best = edge;
    }

    std::vector<int64_t> rowsToCompare() const
    {
        std::vector<int64_t> rows;
        for (int64_t row = 0; row < std::ssize(core_); ++row) {
            const TreeEdge &known = nearest_[static_cast<size_t>(row)];
            const TreeEdge &best = shortest_[static_cast<size_t>(componentOf(row))];
            if (!leadsOut(known) && known.length <= best.length)
                rows.push_back(row);
        }
        std::ranges::sort(rows, {}, [&](int64_t row) {
            return std::pair(componentOf(row), nearest_[static_cast<size_t>(row)].length);
        });
        // Of each component the most promising ones: what they find may settle the others.
        int64_t taken = 0, last = -1;
        std::erase_if(rows, [&](int64_t row) {
            taken = componentOf(row) == last ? taken + 1 : 0;
            last = componentOf(row);
            return taken >= rowsPerTurn;
        });
        return rows;
    }

    void compare(const std::vector<int64_t> &rows)
    {
        for (const int64_t row : rows)
            nearest_[static_cast<size_t>(row)] = {row, row, infinite};
        distances_.ofRows(rows, [&](size_t i, int64_t first, std::span<const double> values) {
            const int64_t row = rows[i];
            TreeEdge &best = nearest_[static_cast<size_t>(row)];
            for (size_t j = 0; j < values.size(); ++j) {
                const int64_t other = first + static_cast<int64_t>(j);
                const double length = std::max({values[j], core_[static_cast<size_t>(row)],
                                                core_[static_cast<size_t>(other)]});
                if (length > best.length || componentOf(other) == componentOf(row))
                    continue;
                const TreeEdge edge{row, other, length};
                if (rank(edge) < rank(best))
                    best = edge;
            }
        });
    }

    void joinComponents()
    {
        for (size_t i = 0; i < shortest_.size(); ++i) {
            const TreeEdge edge = shortest_[i];
            if (edge.length == infinite || rootOf(edge.first) == rootOf(edge.second))
                continue;
            component_[static_cast<size_t>(rootOf(edge.second))] = rootOf(edge.first);
            edges_.push_back(edge);
        }
        for (int64_t row = 0; row < std::ssize(component_); ++row)
            component_[static_cast<size_t>(row)] = rootOf(row);
    }

    // A component is named by one of its rows, which names itself.
    int64_t rootOf(int64_t row)
    {
        while (componentOf(row) != row) {
            int64_t &above = component_[static_cast<size_t>(row)];
            above = componentOf(above);
            row = above;
        }
        return row;
    }

    const Distances &distances_;
    std::vector<double> core_;
    std::vector<TreeEdge> nearest_;  // of each row to a row outside; a lower bound where it is not
    std::vector<TreeEdge> shortest_; // of each component, under its name
    std::vector<int64_t> component_;
    std::vector<TreeEdge> edges_;
};

} // namespace

std::vector<TreeEdge> reachabilityTree(const Matrix &vectors, int64_t neighbours,
                                       const std::stop_token &stop)
{
    const torch::NoGradGuard noGradients;
    const Distances distances(vectors);
    return Boruvka(distances, coreDistances(distances, neighbours, stop)).tree(stop);
}

} // namespace helicase
