#include "app/workbench/window_settings.h"

#include <QDir>

namespace helicase {

namespace {
const QString recentKey = QStringLiteral("recent");
const QString sessionKey = QStringLiteral("session/open");
const QString sessionProjectKey = QStringLiteral("session/project");
} // namespace

ThemeMode WindowSettings::themeMode() const
{
    const QString name = settings_.value("theme").toString();
    if (name == QStringLiteral("light"))
        return ThemeMode::Light;
    return name == QStringLiteral("dark") ? ThemeMode::Dark : ThemeMode::System;
}

void WindowSettings::setThemeMode(ThemeMode mode)
{
    settings_.setValue("theme", mode == ThemeMode::Light  ? QStringLiteral("light")
                                : mode == ThemeMode::Dark ? QStringLiteral("dark")
                                                          : QStringLiteral("system"));
}

double WindowSettings::textScale() const
{
    return settings_.value("text_scale", 1.0).toDouble();
}

void WindowSettings::setTextScale(double scale)
{
    settings_.setValue("text_scale", scale);
}

std::vector<RecentProject> WindowSettings::recentProjects() const
{
    std::vector<RecentProject> projects;
    for (const QVariant &entry : settings_.value(recentKey).toList()) {
        const QVariantList pair = entry.toList();
        if (pair.size() == 2)
            projects.push_back({pair[0].toString(), pair[1].toDateTime()});
    }
    return projects;
}

void WindowSettings::addRecentProject(const QString &path)
{
    QVariantList stored{QVariant(QVariantList{path, QDateTime::currentDateTime()})};
    for (const RecentProject &project : recentProjects())
        if (project.path != path && stored.size() < recentCount)
            stored.append(QVariant(QVariantList{project.path, project.opened}));
    settings_.setValue(recentKey, stored);
}

void WindowSettings::removeRecentProject(const QString &path)
{
    QVariantList kept;
    for (const RecentProject &project : recentProjects())
        if (project.path != path)
            kept.append(QVariant(QVariantList{project.path, project.opened}));
    settings_.setValue(recentKey, kept);
}

void WindowSettings::clearRecentProjects()
{
    settings_.remove(recentKey);
}

QString WindowSettings::lastFolder() const
{
    return settings_.value("last_folder", QDir::homePath()).toString();
}

void WindowSettings::setLastFolder(const QString &folder)
{
    settings_.setValue("last_folder", folder);
}

std::optional<QString> WindowSettings::beginSession()
{
    const bool wasOpen = settings_.value(sessionKey, false).toBool();
    const QString project = settings_.value(sessionProjectKey).toString();
    settings_.setValue(sessionKey, true);
    settings_.remove(sessionProjectKey);
    settings_.sync();
    return wasOpen ? std::optional(project) : std::nullopt;
}

void WindowSettings::setSessionProject(const QString &file)
{
    settings_.setValue(sessionProjectKey, file);
    settings_.sync();
}

void WindowSettings::endSession()
{
    settings_.setValue(sessionKey, false);
    settings_.sync();
}

} // namespace helicase
