// The nearest neighbours of one contig: the last one that was picked, or the first of the
// selection. GUI thread.
#pragma once

#include "widgets/embeddings/neighbour_search.h"

#include <QWidget>

class QAction;
class QGridLayout;
class QLabel;
class QToolButton;

namespace helicase {

class CloudModel;

class NeighbourPane final : public QWidget {
    Q_OBJECT

public:
    static constexpr int neighbourCount = 10;

    explicit NeighbourPane(CloudModel &model, QWidget *parent = nullptr);

    // Searches among the vectors of this projection from now on; -1: none.
    void setProjection(int projection);
    // Of the first selected contig.
    void search();
    // What was found last.
    const std::vector<SimilarContig> &neighbours() const { return neighbours_; }
    bool isSearching() const { return search_.isRunning(); }
    void selectAll();

private:
    void clear();
    void show(int contig, const std::vector<SimilarContig> &neighbours);
    void fail(const QString &message);
    void selectionChanged();

    CloudModel &model_;
    NeighbourSearch search_;
    int projection_ = -1;
    int contig_ = -1;
    std::vector<SimilarContig> neighbours_;
    QLabel *title_ = nullptr;
    QLabel *note_ = nullptr;
    QWidget *list_ = nullptr;
    QGridLayout *grid_ = nullptr;
    QToolButton *selectAll_ = nullptr;
};

} // namespace helicase
