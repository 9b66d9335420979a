#include "widgets/embeddings/kept_groups.h"

#include <QHash>
#include <QJsonArray>

namespace helicase {

QJsonObject editsOf(const ContigGroups &now, const ContigGroups &before,
                    const std::vector<std::string> &ids)
{
    QHash<QString, QJsonArray> moved;
    for (size_t contig = 0; contig < ids.size(); ++contig) {
        const int group = now.groupOf(static_cast<int>(contig));
        if (group != before.groupOf(static_cast<int>(contig)))
            moved[QString::number(group)].append(QString::fromStdString(ids[contig]));
    }
    if (moved.isEmpty() && now.groups() == before.groups())
        return {};
    QJsonObject groups;
    for (const auto &[number, group] : now.groups())
        groups[QString::number(number)] = QJsonObject{{QStringLiteral("name"), group.name},
                                                      {QStringLiteral("edited"), group.isEdited}};
    QJsonObject lists;
    for (auto list = moved.begin(); list != moved.end(); ++list)
        lists[list.key()] = *list;
    return {{QStringLiteral("groups"), groups}, {QStringLiteral("moved"), lists}};
}

ContigGroups withEdits(ContigGroups before, const QJsonObject &edits,
                       const std::vector<std::string> &ids)
{
    if (edits.isEmpty())
        return before;
    std::map<int, ContigGroups::Group> groups;
    const QJsonObject kept = edits[QStringLiteral("groups")].toObject();
    for (auto entry = kept.begin(); entry != kept.end(); ++entry) {
        bool isNumber = false;
        const int number = entry.key().toInt(&isNumber);
        if (isNumber && number >= 0)
            groups[number] = {.name = entry->toObject()[QStringLiteral("name")].toString(),
                              .isEdited = entry->toObject()[QStringLiteral("edited")].toBool()};
    }
    QHash<QString, int> groupOfId;
    const QJsonObject lists = edits[QStringLiteral("moved")].toObject();
    for (auto list = lists.begin(); list != lists.end(); ++list) {
        const int number = list.key().toInt();
        if (number != ContigGroups::none && !groups.contains(number))
            continue;
        for (const QJsonValue &id : list->toArray())
            groupOfId[id.toString()] = number;
    }
    for (size_t contig = 0; contig < ids.size(); ++contig) {
        const int number = static_cast<int>(contig);
        const auto found = groupOfId.constFind(QString::fromStdString(ids[contig]));
        if (found != groupOfId.constEnd())
            before.assign(std::span(&number, 1), *found);
        else if (!groups.contains(before.groupOf(number)))
            before.assign(std::span(&number, 1), ContigGroups::none);
    }
    before.setGroups(std::move(groups));
    return before;
}

} // namespace helicase
