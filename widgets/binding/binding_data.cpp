#include "widgets/binding/binding_data.h"

#include "widgets/common/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace helicase {

std::vector<MotifBand> motifBands(std::span<const float> scores)
{
    std::vector<MotifBand> bands;
    const auto length = static_cast<int64_t>(scores.size());
    for (int64_t begin = 0; begin + bandLength <= length;) {
        const float score = scores[static_cast<size_t>(begin)];
        int64_t end = begin + 1;
        while (end < begin + bandLength && scores[static_cast<size_t>(end)] == score)
            ++end;
        if (score != 0 && end == begin + bandLength)
            bands.push_back({.begin = begin, .end = end, .score = score});
        begin = end;
    }
    return bands;
}

BindingData::BindingData(std::filesystem::path sequenceFile, std::filesystem::path scoreFile,
                         BindingSet windows)
    : sequenceFile_(std::move(sequenceFile)), scoreFile_(std::move(scoreFile)),
      set_(std::move(windows))
{
    motifCounts_.reserve(set_.names.size());
    for (int64_t row = 0; row < this->windows(); ++row) {
        motifCounts_.push_back(static_cast<int>(motifBands(measured(row)).size()));
        rows_.emplace(name(row), row);
    }
    findPlaces();
    countOverlaps();
}

void BindingData::findPlaces()
{
    places_.reserve(set_.names.size());
    bool isOneSequence = windows() > 0;
    for (const std::string &name : set_.names) {
        const std::optional<WindowPlace> &place = places_.emplace_back(windowPlace(name));
        isOneSequence = isOneSequence && place && places_.front() &&
                        place->sequence == places_.front()->sequence;
    }
    if (isOneSequence)
        commonSequence_ = places_.front()->sequence;
}

void BindingData::countOverlaps()
{
    if (!std::ranges::all_of(places_, [](const auto &place) { return place.has_value(); }))
        return;
    std::vector<size_t> order(places_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::ranges::sort(order, {}, [this](size_t row) {
        return std::tie(places_[row]->sequence, places_[row]->first);
    });
    std::vector<bool> overlaps(places_.size());
    for (size_t i = 0, farthest = 0; i < order.size(); ++i) {
        const WindowPlace &place = *places_[order[i]];
        const WindowPlace &before = *places_[order[farthest]];
        const bool isSameSequence = i > 0 && before.sequence == place.sequence;
        if (isSameSequence && place.first <= before.last)
            overlaps[order[i]] = overlaps[order[farthest]] = true;
        if (!isSameSequence || place.last > before.last)
            farthest = i;
    }
    overlapping_ = std::ranges::count(overlaps, true);
}

int64_t BindingData::rowOf(std::string_view name) const
{
    const auto found = rows_.find(name);
    return found == rows_.end() ? -1 : found->second;
}

QString BindingData::title() const
{
    const QString what = commonSequence_.empty()
                             ? QString::fromStdString(sequenceFile_.filename().string())
                             : QString::fromStdString(commonSequence_);
    return QCoreApplication::translate("binding", "%1, %2 windows")
        .arg(what, groupedNumber(windows()));
}

QString BindingData::placeText(int64_t row) const
{
    const auto &known = place(row);
    return known ? QStringLiteral("%1:%2–%3")
                       .arg(QString::fromStdString(known->sequence), groupedNumber(known->first),
                            groupedNumber(known->last))
                 : QString::fromStdString(name(row));
}

int64_t BindingData::firstBase(int64_t row) const
{
    return place(row) ? place(row)->first : 1;
}

std::shared_ptr<const BindingData> readBindingData(const std::filesystem::path &sequences,
                                                   const std::filesystem::path &scores)
{
    return std::make_shared<BindingData>(sequences, scores, readBindingSet(sequences, scores));
}

} // namespace helicase
