// What the views of the panel share: the loaded contigs, their colours, which are shown and which
// are selected. GUI thread. Views hold indices of contigs, never pointers into the data.
#pragma once

#include "widgets/common/categories.h"
#include "widgets/embeddings/cloud_data.h"

#include <QObject>

#include <memory>
#include <span>

namespace helicase {

// How a gesture changes the selection: plain, with Shift, with Ctrl.
enum class SelectionChange { Replace, Add, Remove };

class CloudModel : public QObject {
    Q_OBJECT

public:
    static constexpr int64_t movingSubset = 30'000;

    explicit CloudModel(QObject *parent = nullptr);

    const CloudData &data() const { return *data_; }
    // Clears selection, filters and hidden classes.
    void setData(std::shared_ptr<const CloudData> data);

    // Colours follow the theme; grey is for contigs without a label and for those out of focus.
    void setColours(bool dark, const QColor &grey);
    CategoryStyle classStyle(int classIndex) const; // grey for -1
    // One per contig.
    std::span<const QRgb> colours() const { return colours_; }

    // Classes can be hidden, or one isolated: the others become grey context.
    bool isClassHidden(int classIndex) const;
    void setClassHidden(int classIndex, bool hidden);
    void showAllClasses();
    int isolatedClass() const { return isolated_; }
    void isolateClass(int classIndex); // -2: none
    int64_t classSize(int classIndex) const;
    static constexpr int noClassIsolated = -2;

    // Contigs of unknown length always pass. 0 for maximum: no limit.
    void setLengthRange(int64_t minimum, int64_t maximum);
    bool isVisible(int64_t contig) const { return visible_[static_cast<size_t>(contig)]; }
    int64_t visibleCount() const { return visibleCount_; }
    int64_t passingFilterCount() const { return passingCount_; }

    // The visible contigs of a projection in an order of which every prefix is a fair sample of the
    // classes: while the camera moves the first movingSubset are drawn.
    std::vector<int> drawOrder(int projection) const;

    bool isSelected(int64_t contig) const { return selected_[static_cast<size_t>(contig)]; }
    const std::vector<int> &selection() const { return selection_; } // ascending
    void changeSelection(std::span<const int> contigs, SelectionChange change);
    void setSelection(std::vector<int> contigs);
    void invertSelection(); // among the visible ones

Q_SIGNALS:
    void dataChanged();
    void coloursChanged();
    void visibilityChanged();
    void selectionChanged();

private:
    void updateColours();
    void updateVisibility();
    void updateOrder();

    std::shared_ptr<const CloudData> data_;
    bool dark_ = false;
    QColor grey_ = QColor(0xC3, 0xC9, 0xD0);
    std::vector<QRgb> colours_;
    std::vector<bool> hidden_; // by class + 1: the first is "no label"
    int isolated_ = noClassIsolated;
    int64_t minimumLength_ = 0;
    int64_t maximumLength_ = 0;
    std::vector<bool> visible_;
    int64_t visibleCount_ = 0;
    int64_t passingCount_ = 0;
    std::vector<int> order_; // all contigs, nested and stratified
    std::vector<bool> selected_;
    std::vector<int> selection_;
};

} // namespace helicase
