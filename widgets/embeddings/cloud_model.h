// What the views of the panel share: the loaded contigs, their colours, which are shown and which
// are selected, their bins and the user's own labels. GUI thread. Views hold indices of contigs,
// never pointers into the data.
#pragma once

#include "widgets/common/categories.h"
#include "widgets/embeddings/cloud_look.h"
#include "widgets/embeddings/group_editor.h"

#include <QObject>

#include <memory>
#include <span>

class QUndoStack;

namespace helicase {

// How a gesture changes the selection: plain, with Shift, with Ctrl.
enum class SelectionChange { Replace, Add, Remove };

class CloudModel : public QObject {
    Q_OBJECT

public:
    static constexpr int64_t movingSubset = 30'000;

    // Edits of bins and labels are undoable on the stack.
    explicit CloudModel(QObject *parent = nullptr, QUndoStack *stack = nullptr);
    ~CloudModel() override;

    const CloudData &data() const { return *data_; }
    std::shared_ptr<const CloudData> sharedData() const { return data_; }
    // Clears selection, filters, hidden classes, bins and labels.
    void setData(std::shared_ptr<const CloudData> data);

    GroupEditor &bins() { return bins_; }
    const ContigGroups &binGroups() const { return bins_.groups(); }
    GroupEditor &labels() { return labels_; }
    const ContigGroups &labelGroups() const { return labels_.groups(); }

    // Cosine of each contig to the mean of its bin (bin_similarity.h), NaN: it has none. Empty: not
    // known. An attribute while there are bins.
    void setBinSimilarity(std::vector<double> similarity);

    // What contigs can be coloured, filtered and grouped by now, and the values of one.
    std::vector<AttributeInfo> attributes() const;
    std::shared_ptr<const PointAttribute> attribute(const QString &key) const;

    const CloudLook &look() const { return look_; }
    // An attribute that is not there: by species.
    void setLook(CloudLook look);
    void colourBy(const QString &key); // shows all classes
    void setColourRange(ColourRange range);
    void setClassHidden(int classIndex, bool hidden);
    void showAllClasses();
    void isolateClass(int classIndex); // CloudLook::noClass: none
    void setGreyContext(bool isOn);
    // Isolates while the pointer is there; no part of the look. CloudLook::noClass: none.
    void setHovered(int classIndex);
    // Contigs without a value always pass.
    void setFilter(const QString &key, const NumberRange &range);
    void removeFilter(const QString &key);

    // Colours follow the theme; grey is for contigs without a value and for those out of focus.
    void setColours(bool dark, const QColor &grey);
    bool isDark() const { return dark_; }
    // By what the contigs are coloured.
    const PointAttribute &colouring() const { return *colouring_; }
    const NumberColours &numberColours() const { return numberColours_; }
    CategoryStyle classStyle(int classIndex) const; // of the colouring; grey for -1
    CategoryStyle speciesStyle(int species) const;
    Marker markerOf(int contig) const;
    // One per contig.
    std::span<const QRgb> colours() const { return colours_; }

    bool isVisible(int64_t contig) const { return visible_[static_cast<size_t>(contig)]; }
    int64_t visibleCount() const { return visibleCount_; }
    int64_t passingFilterCount() const { return passingCount_; }
    // The visible contigs of a projection in an order of which every prefix is a fair sample of the
    // species: while the camera moves the first movingSubset are drawn.
    std::vector<int> drawOrder(int projection) const;

    bool isSelected(int64_t contig) const { return selected_[static_cast<size_t>(contig)]; }
    const std::vector<int> &selection() const { return selection_; } // ascending
    void changeSelection(std::span<const int> contigs, SelectionChange change);
    void setSelection(std::vector<int> contigs);
    void invertSelection(); // among the visible ones
    void selectAll();       // that are visible

Q_SIGNALS:
    void dataChanged();
    void attributesChanged(); // there are others, or bins or labels have other values
    void colouringChanged();  // other classes or another scale
    void coloursChanged();
    void visibilityChanged();
    void selectionChanged();
    void lookChanged(); // after what it changed

private:
    void valuesChanged(const QString &key);
    void updateColouring();
    void updateColours();
    void updateVisibility();
    void updateOrder();

    std::shared_ptr<const CloudData> data_;
    GroupEditor bins_;
    GroupEditor labels_;
    std::vector<double> binSimilarity_;
    mutable std::map<QString, std::shared_ptr<const PointAttribute>> attributes_;
    CloudLook look_;
    int hovered_ = CloudLook::noClass;
    bool dark_ = false;
    QColor grey_ = QColor(0xC3, 0xC9, 0xD0);
    std::shared_ptr<const PointAttribute> colouring_;
    NumberColours numberColours_;
    std::vector<CategoryStyle> styles_; // by class + 1
    std::vector<QRgb> colours_;
    std::vector<bool> visible_;
    int64_t visibleCount_ = 0;
    int64_t passingCount_ = 0;
    std::vector<int> order_; // all contigs, nested and stratified
    std::vector<bool> selected_;
    std::vector<int> selection_;
};

} // namespace helicase
