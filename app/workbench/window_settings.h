// What the window remembers between starts, whatever the project: theme, text size, recent
// projects, geometry, whether the last end was a clean one. GUI thread only.
#pragma once

#include "widgets/common/theme.h"

#include <QByteArray>
#include <QDateTime>
#include <QSettings>
#include <QStringList>
#include <optional>
#include <vector>

namespace helicase {

struct RecentProject {
    QString path;
    QDateTime opened;
};

class WindowSettings {
public:
    static constexpr qsizetype recentCount = 10;

    ThemeMode themeMode() const;
    void setThemeMode(ThemeMode mode);
    double textScale() const;
    void setTextScale(double scale);

    std::vector<RecentProject> recentProjects() const;
    void addRecentProject(const QString &path);
    void removeRecentProject(const QString &path);
    void clearRecentProjects();

    QString lastFolder() const;
    void setLastFolder(const QString &folder);

    QByteArray value(const QString &key) const { return settings_.value(key).toByteArray(); }
    void setValue(const QString &key, const QByteArray &value) { settings_.setValue(key, value); }

    // Marks the start of a session. When the one before did not end properly: the project that was
    // open then, empty when there was none.
    std::optional<QString> beginSession();
    void setSessionProject(const QString &file);
    void endSession();

private:
    QSettings settings_{QStringLiteral("Helicase"), QStringLiteral("helicase-workbench")};
};

} // namespace helicase
