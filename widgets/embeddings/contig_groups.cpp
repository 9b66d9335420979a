#include "widgets/embeddings/contig_groups.h"

#include <algorithm>
#include <set>

namespace helicase {

ContigGroups::ContigGroups(std::vector<int> groupOf, const QString &noun)
    : groupOf_(std::move(groupOf))
{
    for (const int group : std::set<int>(groupOf_.begin(), groupOf_.end()))
        if (group != none)
            groups_[group].name = QStringLiteral("%1 %2").arg(noun).arg(group);
}

QString ContigGroups::nameOf(int group) const
{
    const auto found = groups_.find(group);
    return found == groups_.end() ? QString() : found->second.name;
}

int ContigGroups::find(const QString &name) const
{
    const auto found =
        std::ranges::find_if(groups_, [&](const auto &entry) { return entry.second.name == name; });
    return found == groups_.end() ? none : found->first;
}

std::vector<int> ContigGroups::membersOf(int group) const
{
    std::vector<int> members;
    for (size_t contig = 0; contig < groupOf_.size(); ++contig)
        if (groupOf_[contig] == group)
            members.push_back(static_cast<int>(contig));
    return members;
}

int ContigGroups::nextNumber() const
{
    return groups_.empty() ? 1 : std::max(0, groups_.rbegin()->first) + 1;
}

void ContigGroups::assign(std::span<const int> contigs, int group)
{
    for (const int contig : contigs)
        groupOf_[static_cast<size_t>(contig)] = group;
}

void ContigGroups::assign(std::span<const int> contigs, std::span<const int> groups)
{
    for (size_t i = 0; i < contigs.size(); ++i)
        groupOf_[static_cast<size_t>(contigs[i])] = groups[i];
}

} // namespace helicase
