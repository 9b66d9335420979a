// A shown panel with the demo's tokenizer and one document, for the tests of the Annotate panel.
#pragma once

#include "tests/support/test_data.h"
#include "widgets/annotate/annotate_panel.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"
#include "widgets/common/project.h"
#include "widgets/common/theme.h"

#include <QTemporaryDir>
#include <QtTest>

namespace helicase {

inline QString demoTokenizerFolder()
{
    return QString::fromStdString((test::sourceFolder() / "resources/demo/tokenizer").string());
}

inline void writeTestFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

struct AnnotateServices {
    explicit AnnotateServices(const QString &folder) : jobs(folder + "/jobs")
    {
        project.create(folder + "/project");
    }
    Theme theme;
    ActionRegistry actions;
    Journal journal;
    Project project;
    JobRunner jobs;
    QStringList toasts;
    PanelContext context{project,
                         jobs,
                         actions,
                         theme,
                         journal,
                         [this](const QString &text) { toasts << text; },
                         [](const QString &, const QString &) {}};
};

struct AnnotateFixture {
    explicit AnnotateFixture(const QString &text)
    {
        panel.resize(1200, 800);
        panel.show();
        panel.useTokenizer(demoTokenizerFolder());
        panel.newDocument("a.txt", text);
    }
    template <typename Widget>
    Widget *find(const char *name)
    {
        return panel.findChild<Widget *>(name);
    }
    QTemporaryDir folder;
    AnnotateServices services{folder.path()};
    AnnotatePanel panel{services.context};
};

} // namespace helicase
