// Edits of bins and labels as the project file keeps them: what differs from where they began, by
// id. Pure; any thread.
#pragma once

#include "widgets/embeddings/contig_groups.h"

#include <QJsonObject>

#include <string>

namespace helicase {

// {"groups": {"4": {"name": ..., "edited": true}}, "moved": {"4": [ids], "-1": [ids]}}; empty where
// nothing differs.
QJsonObject editsOf(const ContigGroups &now, const ContigGroups &before,
                    const std::vector<std::string> &ids);

// Ids that are not there, and whatever else does not fit, are left out.
ContigGroups withEdits(ContigGroups before, const QJsonObject &edits,
                       const std::vector<std::string> &ids);

} // namespace helicase
