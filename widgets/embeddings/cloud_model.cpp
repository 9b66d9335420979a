#include "widgets/embeddings/cloud_model.h"

#include "core/base/random_stream.h"

#include <algorithm>
#include <numeric>

namespace helicase {

CloudModel::CloudModel(QObject *parent) : QObject(parent), data_(std::make_shared<CloudData>()) {}

void CloudModel::setData(std::shared_ptr<const CloudData> data)
{
    data_ = std::move(data);
    hidden_.assign(data_->classNames.size() + 1, false);
    isolated_ = noClassIsolated;
    minimumLength_ = 0;
    maximumLength_ = 0;
    selected_.assign(data_->ids.size(), false);
    selection_.clear();
    updateOrder();
    updateVisibility();
    updateColours();
    Q_EMIT dataChanged();
}

void CloudModel::setColours(bool dark, const QColor &grey)
{
    dark_ = dark;
    grey_ = grey;
    updateColours();
    Q_EMIT coloursChanged();
}

CategoryStyle CloudModel::classStyle(int classIndex) const
{
    return classIndex < 0 ? CategoryStyle{.color = grey_} : categoryStyle(classIndex, dark_);
}

bool CloudModel::isClassHidden(int classIndex) const
{
    return hidden_[static_cast<size_t>(classIndex + 1)];
}

void CloudModel::setClassHidden(int classIndex, bool hidden)
{
    hidden_[static_cast<size_t>(classIndex + 1)] = hidden;
    updateVisibility();
    Q_EMIT visibilityChanged();
}

void CloudModel::showAllClasses()
{
    std::fill(hidden_.begin(), hidden_.end(), false);
    isolated_ = noClassIsolated;
    updateVisibility();
    updateColours();
    Q_EMIT visibilityChanged();
    Q_EMIT coloursChanged();
}

void CloudModel::isolateClass(int classIndex)
{
    isolated_ = classIndex;
    updateColours();
    Q_EMIT coloursChanged();
}

int64_t CloudModel::classSize(int classIndex) const
{
    return std::ranges::count(data_->classes, classIndex);
}

void CloudModel::setLengthRange(int64_t minimum, int64_t maximum)
{
    minimumLength_ = minimum;
    maximumLength_ = maximum;
    updateVisibility();
    Q_EMIT visibilityChanged();
}

std::vector<int> CloudModel::drawOrder(int projection) const
{
    std::vector<int> drawn;
    if (projection < 0 || projection >= static_cast<int>(data_->projections.size()))
        return drawn;
    const std::vector<bool> &present = data_->projections[static_cast<size_t>(projection)].present;
    drawn.reserve(order_.size());
    for (const int contig : order_)
        if (visible_[static_cast<size_t>(contig)] && present[static_cast<size_t>(contig)])
            drawn.push_back(contig);
    return drawn;
}

void CloudModel::changeSelection(std::span<const int> contigs, SelectionChange change)
{
    std::vector<bool> chosen =
        change == SelectionChange::Replace ? std::vector<bool>(selected_.size(), false) : selected_;
    for (const int contig : contigs)
        chosen[static_cast<size_t>(contig)] = change != SelectionChange::Remove;
    std::vector<int> result;
    for (size_t contig = 0; contig < chosen.size(); ++contig)
        if (chosen[contig])
            result.push_back(static_cast<int>(contig));
    setSelection(std::move(result));
}

void CloudModel::setSelection(std::vector<int> contigs)
{
    std::ranges::sort(contigs);
    if (contigs == selection_)
        return;
    selection_ = std::move(contigs);
    std::fill(selected_.begin(), selected_.end(), false);
    for (const int contig : selection_)
        selected_[static_cast<size_t>(contig)] = true;
    Q_EMIT selectionChanged();
}

void CloudModel::invertSelection()
{
    std::vector<int> inverted;
    for (size_t contig = 0; contig < selected_.size(); ++contig)
        if (visible_[contig] && !selected_[contig])
            inverted.push_back(static_cast<int>(contig));
    setSelection(std::move(inverted));
}

void CloudModel::updateColours()
{
    std::vector<CategoryStyle> styles;
    for (int classIndex = -1; classIndex < static_cast<int>(data_->classNames.size()); ++classIndex)
        styles.push_back(classStyle(classIndex));
    colours_.resize(data_->ids.size());
    for (size_t contig = 0; contig < colours_.size(); ++contig) {
        const int classIndex = data_->classes[contig];
        const bool isContext = isolated_ != noClassIsolated && classIndex != isolated_;
        colours_[contig] =
            (isContext ? grey_ : styles[static_cast<size_t>(classIndex + 1)].color).rgb();
    }
}

void CloudModel::updateVisibility()
{
    visible_.assign(data_->ids.size(), true);
    passingCount_ = 0;
    visibleCount_ = 0;
    for (size_t contig = 0; contig < visible_.size(); ++contig) {
        const int64_t length = data_->lengths[contig];
        const bool passes = length == 0 || (length >= minimumLength_ &&
                                            (maximumLength_ == 0 || length <= maximumLength_));
        visible_[contig] = passes && !isClassHidden(data_->classes[contig]);
        passingCount_ += passes;
        visibleCount_ += visible_[contig];
    }
}

// Shuffles each class and merges the classes by the share of each that is already placed.
void CloudModel::updateOrder()
{
    order_.resize(data_->ids.size());
    std::iota(order_.begin(), order_.end(), 0);
    RandomStream random(1, "cloud/draw-order");
    random.shuffle(std::span<int>(order_));
    std::vector<double> sizes(data_->classNames.size() + 1, 0);
    for (const int classIndex : data_->classes)
        ++sizes[static_cast<size_t>(classIndex + 1)];
    std::vector<double> placed(sizes.size(), 0);
    std::vector<double> rank(order_.size());
    for (const int contig : order_) {
        const auto group = static_cast<size_t>(data_->classes[static_cast<size_t>(contig)] + 1);
        rank[static_cast<size_t>(contig)] = (placed[group]++ + 0.5) / sizes[group];
    }
    std::ranges::stable_sort(order_, {},
                             [&](int contig) { return rank[static_cast<size_t>(contig)]; });
}

} // namespace helicase
