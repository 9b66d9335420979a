#include "widgets/embeddings/cloud_model.h"

#include "core/base/random_stream.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace helicase {

namespace {

PointAttribute attributeOf(const ContigGroups &groups, const AttributeInfo &info)
{
    std::map<int, int> classOf{{ContigGroups::none, -1}};
    std::vector<QString> names;
    for (const auto &[number, group] : groups.groups()) {
        classOf[number] = static_cast<int>(names.size());
        names.push_back(group.name);
    }
    std::vector<int> classes;
    classes.reserve(groups.all().size());
    for (const int group : groups.all())
        classes.push_back(classOf.at(group));
    return makeCategory(info, std::move(classes), std::move(names));
}

AttributeInfo binInfo()
{
    return {.key = attribute_key::bin, .title = CloudModel::tr("Bin"), .unit = {}};
}

AttributeInfo labelInfo()
{
    return {.key = attribute_key::label, .title = CloudModel::tr("Own label"), .unit = {}};
}

AttributeInfo similarityInfo()
{
    return {.key = attribute_key::similarity,
            .title = CloudModel::tr("Similarity to bin"),
            .unit = {},
            .kind = AttributeKind::Number,
            .decimals = 3};
}

PointAttribute similarityAttribute(std::vector<double> numbers)
{
    return {.info = similarityInfo(),
            .classes = {},
            .names = {},
            .sizes = {},
            .numbers = std::move(numbers)};
}

} // namespace

CloudModel::CloudModel(QObject *parent, QUndoStack *stack)
    : QObject(parent), data_(std::make_shared<CloudData>()), bins_(tr("bin"), stack, this),
      labels_(tr("label"), stack, this)
{
    updateColouring();
    connect(&bins_, &GroupEditor::changed, this, [this] { valuesChanged(attribute_key::bin); });
    connect(&labels_, &GroupEditor::changed, this, [this] { valuesChanged(attribute_key::label); });
}

CloudModel::~CloudModel() = default;

void CloudModel::setData(std::shared_ptr<const CloudData> data)
{
    data_ = std::move(data);
    look_ = {};
    hovered_ = CloudLook::noClass;
    attributes_.clear();
    binSimilarity_.clear();
    selected_.assign(data_->ids.size(), false);
    selection_.clear();
    updateOrder();
    {
        const QSignalBlocker quietBins(bins_);
        const QSignalBlocker quietLabels(labels_);
        const std::vector<int> noGroups(data_->ids.size(), ContigGroups::none);
        bins_.reset(ContigGroups(noGroups, bins_.noun()));
        labels_.reset(ContigGroups(noGroups, labels_.noun()));
    }
    updateColouring();
    updateVisibility();
    updateColours();
    Q_EMIT dataChanged();
    Q_EMIT attributesChanged();
    Q_EMIT colouringChanged();
}

void CloudModel::valuesChanged(const QString &key)
{
    attributes_.erase(key);
    Q_EMIT attributesChanged();
    const bool isColouring = look_.colourKey == key;
    if (isColouring) {
        updateColouring();
        updateColours();
        Q_EMIT colouringChanged();
    }
    if (isColouring || look_.filters.contains(key)) {
        updateVisibility();
        Q_EMIT visibilityChanged();
    }
}

void CloudModel::setBinSimilarity(std::vector<double> similarity)
{
    if (similarity.empty() && binSimilarity_.empty())
        return;
    binSimilarity_ = std::move(similarity);
    valuesChanged(attribute_key::similarity);
}

std::vector<AttributeInfo> CloudModel::attributes() const
{
    std::vector<AttributeInfo> infos = attributesOf(*data_);
    if (!labelGroups().groups().empty())
        infos.insert(infos.begin() + 1, labelInfo());
    if (!binGroups().groups().empty()) {
        if (!binSimilarity_.empty())
            infos.insert(infos.begin() + 1, similarityInfo());
        infos.insert(infos.begin() + 1, binInfo());
    }
    return infos;
}

std::shared_ptr<const PointAttribute> CloudModel::attribute(const QString &key) const
{
    std::shared_ptr<const PointAttribute> &kept = attributes_[key];
    if (!kept)
        kept = std::make_shared<const PointAttribute>(
            key == attribute_key::bin     ? attributeOf(binGroups(), binInfo())
            : key == attribute_key::label ? attributeOf(labelGroups(), labelInfo())
            : key == attribute_key::similarity && !binSimilarity_.empty()
                ? similarityAttribute(binSimilarity_)
                : helicase::attributeOf(*data_, key));
    return kept;
}

void CloudModel::setLook(CloudLook look)
{
    const std::vector<AttributeInfo> known = attributes();
    if (std::ranges::find(known, look.colourKey, &AttributeInfo::key) == known.end()) {
        look.colourKey = attribute_key::species;
        look.hidden.clear();
        look.isolated = CloudLook::noClass;
    }
    while (!look.hidden.empty() && !look.hidden.back())
        look.hidden.pop_back(); // equal looks compare equal
    if (look == look_)
        return;
    const CloudLook before = std::exchange(look_, std::move(look));
    const bool isOther =
        look_.colourKey != before.colourKey || look_.colourRange != before.colourRange;
    if (isOther)
        updateColouring();
    updateColours();
    const bool isFiltered = look_.hidden != before.hidden || look_.filters != before.filters;
    if (isFiltered)
        updateVisibility();
    if (isOther)
        Q_EMIT colouringChanged();
    if (isFiltered)
        Q_EMIT visibilityChanged();
    Q_EMIT coloursChanged();
    Q_EMIT lookChanged();
}

void CloudModel::colourBy(const QString &key)
{
    CloudLook look = look_;
    look.colourKey = key;
    look.hidden.clear();
    look.isolated = CloudLook::noClass;
    setLook(std::move(look));
}

void CloudModel::setColourRange(ColourRange range)
{
    CloudLook look = look_;
    look.colourRange = range;
    setLook(std::move(look));
}

void CloudModel::setClassHidden(int classIndex, bool hidden)
{
    CloudLook look = look_;
    look.hidden.resize(colouring_->names.size() + 1);
    look.hidden[static_cast<size_t>(classIndex + 1)] = hidden;
    setLook(std::move(look));
}

void CloudModel::showAllClasses()
{
    CloudLook look = look_;
    look.hidden.clear();
    look.isolated = CloudLook::noClass;
    setLook(std::move(look));
}

void CloudModel::isolateClass(int classIndex)
{
    CloudLook look = look_;
    look.isolated = classIndex;
    setLook(std::move(look));
}

void CloudModel::setGreyContext(bool isOn)
{
    CloudLook look = look_;
    look.greyContext = isOn;
    setLook(std::move(look));
}

void CloudModel::setHovered(int classIndex)
{
    if (classIndex == hovered_)
        return;
    hovered_ = classIndex;
    updateColours();
    Q_EMIT coloursChanged();
}

void CloudModel::setFilter(const QString &key, const NumberRange &range)
{
    CloudLook look = look_;
    look.filters[key] = range;
    setLook(std::move(look));
}

void CloudModel::removeFilter(const QString &key)
{
    CloudLook look = look_;
    look.filters.erase(key);
    setLook(std::move(look));
}

void CloudModel::setColours(bool dark, const QColor &grey)
{
    dark_ = dark;
    grey_ = grey;
    updateColouring();
    updateColours();
    Q_EMIT coloursChanged();
}

CategoryStyle CloudModel::classStyle(int classIndex) const
{
    return styles_[static_cast<size_t>(classIndex + 1)];
}

CategoryStyle CloudModel::speciesStyle(int species) const
{
    return species < 0 ? CategoryStyle{.color = grey_} : categoryStyle(species, dark_);
}

Marker CloudModel::markerOf(int contig) const
{
    if (colouring_->isNumber())
        return Marker::Disc;
    return styles_[static_cast<size_t>(colouring_->classes[static_cast<size_t>(contig)] + 1)]
        .marker;
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
    if (look_.greyContext) {
        updateColours();
        Q_EMIT coloursChanged();
    }
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

void CloudModel::selectAll()
{
    std::vector<int> all;
    for (size_t contig = 0; contig < visible_.size(); ++contig)
        if (visible_[contig])
            all.push_back(static_cast<int>(contig));
    setSelection(std::move(all));
}

void CloudModel::updateColouring()
{
    colouring_ = attribute(look_.colourKey);
    styles_ = {CategoryStyle{.color = grey_}};
    for (int classIndex = 0; classIndex < static_cast<int>(colouring_->names.size()); ++classIndex)
        styles_.push_back(categoryStyle(classIndex, dark_));
    numberColours_ =
        NumberColours(colouring_->numbers, colouring_->info.scale, look_.colourRange, dark_);
}

void CloudModel::updateColours()
{
    colours_.resize(data_->ids.size());
    const int shownAlone = hovered_ != CloudLook::noClass ? hovered_ : look_.isolated;
    const bool onlySelection = look_.greyContext && !selection_.empty();
    for (size_t contig = 0; contig < colours_.size(); ++contig) {
        if (onlySelection && !selected_[contig])
            colours_[contig] = grey_.rgb();
        else if (colouring_->isNumber())
            colours_[contig] = std::isnan(colouring_->numbers[contig])
                                   ? grey_.rgb()
                                   : numberColours_.colourOf(colouring_->numbers[contig]);
        else {
            const int classIndex = colouring_->classes[contig];
            const bool isContext = shownAlone != CloudLook::noClass && classIndex != shownAlone;
            colours_[contig] =
                isContext ? grey_.rgb() : styles_[static_cast<size_t>(classIndex + 1)].color.rgb();
        }
    }
}

void CloudModel::updateVisibility()
{
    visible_.assign(data_->ids.size(), true);
    for (const auto &[key, range] : look_.filters) {
        const std::vector<double> &numbers = attribute(key)->numbers;
        for (size_t contig = 0; contig < numbers.size(); ++contig)
            if (!std::isnan(numbers[contig]) && !range.contains(numbers[contig]))
                visible_[contig] = false;
    }
    passingCount_ = std::ranges::count(visible_, true);
    if (!look_.hidden.empty() && !colouring_->isNumber())
        for (size_t contig = 0; contig < visible_.size(); ++contig)
            if (look_.isHidden(colouring_->classes[contig]))
                visible_[contig] = false;
    visibleCount_ = std::ranges::count(visible_, true);
}

// Shuffles each species and merges the species by the share of each that is already placed.
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
