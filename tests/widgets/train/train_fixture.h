// A Train panel of the window's usual size in a project of its own, for the tests of this folder.
#pragma once

#include "tests/widgets/panel_services.h"
#include "tests/widgets/train/fake_run.h"
#include "widgets/train/train_panel.h"

#include <QTemporaryDir>

namespace helicase {

struct TrainFixture {
    TrainFixture()
    {
        panel.resize(1364, 842);
        panel.show();
    }
    QString runFolder(const QString &name) { return services.project.path("runs/" + name); }
    template <typename Widget>
    Widget *find(const char *name)
    {
        return panel.findChild<Widget *>(name);
    }

    QTemporaryDir temporary;
    test::PanelServices services{temporary.path()};
    TrainPanel panel{services.context};
};

} // namespace helicase
