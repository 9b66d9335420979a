#include "core/dataset/record_loader.h"

namespace helicase {

Sequence RecordLoader::load(size_t file, int64_t position)
{
    if (!reader_ || file_ != file || position < next_) {
        reader_.emplace(files_[file]);
        file_ = file;
        next_ = 0;
    }
    for (; next_ < position; ++next_)
        if (!reader_->nextView())
            break;
    auto record = next_ == position ? reader_->next() : std::nullopt;
    if (!record)
        throw InputError("has fewer records than when it was looked at", {.file = files_[file]});
    ++next_;
    return std::move(*record);
}

} // namespace helicase
