// What a panel is given by the window, for tests that show a panel alone.
#pragma once

#include "widgets/common/action_registry.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"
#include "widgets/common/panel.h"
#include "widgets/common/project.h"
#include "widgets/common/theme.h"

namespace helicase::test {

enum class OpenProject { Fresh, None };

// A fresh project below the folder, or none yet; what the panel tells or opens is kept.
struct PanelServices {
    explicit PanelServices(const QString &folder, OpenProject start = OpenProject::Fresh)
        : jobs(folder + "/jobs")
    {
        if (start == OpenProject::Fresh)
            project.create(folder + "/project");
    }
    Theme theme;
    ActionRegistry actions;
    Journal journal;
    Project project;
    JobRunner jobs;
    QStringList toasts;
    QStringList opened;  // identifier of a panel and its argument, in turns
    QStringList notices; // on the desktop: title and text, in turns
    PanelContext context{
        project,
        jobs,
        actions,
        theme,
        journal,
        [this](const QString &text) { toasts << text; },
        [this](const QString &id, const QString &argument) { opened << id << argument; },
        [this](const QString &title, const QString &text) { notices << title << text; }};
};

} // namespace helicase::test
