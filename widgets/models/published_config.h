// config.json of DNABERT-2-117M as it was published, and what another model has otherwise. Any
// thread. Source: the configuration files of the published repositories.
#pragma once

#include <QStringList>

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace helicase {

struct ConfigDifference {
    QString key;
    QString published; // as JSON
};

// Keys of the published file that this one gives another value; keys of one file only are no
// difference.
std::vector<ConfigDifference> differencesFromPublished(const nlohmann::json &config);
// Keys of the published file that this one lacks.
QStringList missingPublishedKeys(const nlohmann::json &config);

} // namespace helicase
