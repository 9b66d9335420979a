#include "core/dataset/interleaved_pairs.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"

namespace helicase {

InterleavedPairs::InterleavedPairs(std::filesystem::path file, LabelColumn column)
    : file_(std::move(file)), parts_(file_.string() + ".parts"), column_(column), output_(parts_)
{
}

InterleavedPairs::~InterleavedPairs()
{
    std::error_code ignored; // the parts may not have been made
    std::filesystem::remove(parts_, ignored);
}

void InterleavedPairs::add(const ContrastivePair &pair)
{
    const std::string line = pairLine(pair, column_);
    const size_t begin = groups_.empty() ? 0 : groups_.back().end;
    if (groups_.empty() || groups_.back().label != pair.label)
        groups_.push_back({.label = pair.label, .begin = begin, .end = begin});
    output_.write(line);
    groups_.back().end += line.size();
}

void InterleavedPairs::commit()
{
    if (groups_.empty())
        throw Error("there is no pair to write into " + file_.string());
    output_.commit();
    const MappedFile parts(parts_);
    const std::string_view text(reinterpret_cast<const char *>(parts.bytes().data()),
                                parts.bytes().size());
    AtomicFile whole(file_);
    std::vector<Group> open = std::move(groups_);
    while (!open.empty()) {
        for (Group &group : open) {
            const size_t end = text.find('\n', group.begin) + 1;
            whole.write(text.substr(group.begin, end - group.begin));
            group.begin = end;
        }
        std::erase_if(open, [](const Group &group) { return group.begin == group.end; });
    }
    whole.commit();
}

} // namespace helicase
