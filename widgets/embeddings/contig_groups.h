// A division of contigs into named groups that the user may edit: bins, own labels. A value; any
// thread.
#pragma once

#include <QString>

#include <map>
#include <span>
#include <vector>

namespace helicase {

class ContigGroups {
public:
    static constexpr int none = -1;

    struct Group {
        QString name;
        bool isEdited = false; // by hand

        bool operator==(const Group &) const = default;
    };

    ContigGroups() = default;
    // Every number of groupOf becomes a group of the name "NOUN NUMBER".
    ContigGroups(std::vector<int> groupOf, const QString &noun);

    int groupOf(int contig) const { return groupOf_[static_cast<size_t>(contig)]; }
    const std::vector<int> &all() const { return groupOf_; } // one per contig
    const std::map<int, Group> &groups() const { return groups_; }
    bool has(int group) const { return groups_.contains(group); }
    QString nameOf(int group) const; // empty for none
    // The group of this name, or none.
    int find(const QString &name) const;
    std::vector<int> membersOf(int group) const;
    // Above all numbers in use.
    int nextNumber() const;

    void setGroups(std::map<int, Group> groups) { groups_ = std::move(groups); }
    void setGroup(int group, Group description) { groups_[group] = std::move(description); }
    void erase(int group) { groups_.erase(group); }
    void assign(std::span<const int> contigs, int group);
    void assign(std::span<const int> contigs, std::span<const int> groups); // one for each

private:
    std::vector<int> groupOf_;
    std::map<int, Group> groups_;
};

} // namespace helicase
