#include "widgets/annotate/token_places.h"

#include <algorithm>
#include <ranges>

namespace helicase {

TokenPlaces::TokenPlaces(std::shared_ptr<const Annotation> annotation)
    : annotation_(std::move(annotation))
{
}

void TokenPlaces::edit(int32_t position, int32_t removed, int32_t inserted)
{
    if (!isMoved_) {
        isMoved_ = true;
        begin_ = position;
        oldEnd_ = position + removed;
        newEnd_ = position + inserted;
        return;
    }
    const int32_t end = std::max(newEnd_, position + removed);
    begin_ = std::min(begin_, position);
    oldEnd_ += end - newEnd_;
    newEnd_ = end + inserted - removed;
}

AnnotatedToken TokenPlaces::token(int64_t index) const
{
    AnnotatedToken token = annotation_->tokens[static_cast<size_t>(index)];
    if (!isMoved_ || token.end <= begin_)
        return token;
    if (token.begin >= oldEnd_) {
        token.begin += newEnd_ - oldEnd_;
        token.end += newEnd_ - oldEnd_;
        return token;
    }
    token.begin = token.begin < begin_ ? token.begin : newEnd_;
    token.end = token.begin;
    return token;
}

int64_t TokenPlaces::tokenAt(int32_t position) const
{
    const int64_t after = firstFrom(position + 1);
    return after > 0 && position < token(after - 1).end ? after - 1 : -1;
}

int64_t TokenPlaces::firstFrom(int32_t position) const
{
    const auto indices = std::views::iota(int64_t{0}, count());
    return *std::ranges::lower_bound(indices, position, {},
                                     [this](int64_t index) { return token(index).begin; });
}

DnaRun TokenPlaces::run(int64_t index) const
{
    DnaRun run = annotation_->runs[static_cast<size_t>(index)];
    const int32_t by = newEnd_ - oldEnd_;
    if (!isMoved_ || run.close <= begin_)
        return run;
    if (run.open >= oldEnd_)
        return {run.open + by, run.begin + by, run.end + by, run.close + by};
    if (begin_ >= run.begin && oldEnd_ <= run.end)
        return {run.open, run.begin, run.end + by, run.close + by};
    const int32_t place = run.open < begin_ ? run.open : newEnd_;
    return {place, place, place, place};
}

int64_t TokenPlaces::firstRunAfter(int32_t position) const
{
    const auto indices = std::views::iota(int64_t{0}, runCount());
    return *std::ranges::upper_bound(indices, position, {},
                                     [this](int64_t index) { return run(index).open; });
}

std::optional<DnaRun> TokenPlaces::runAt(int32_t position) const
{
    const int64_t after = firstRunAfter(position);
    if (after == 0 || position >= run(after - 1).close)
        return std::nullopt;
    return run(after - 1);
}

std::optional<DnaRun> TokenPlaces::runAfter(int32_t position) const
{
    const int64_t after = firstRunAfter(position);
    return after < runCount() ? std::optional(run(after)) : std::nullopt;
}

} // namespace helicase
