// A Models panel in a project of its own, for the tests of this folder.
#pragma once

#include "tests/core/dataset/small_model.h"
#include "tests/widgets/panel_services.h"
#include "widgets/models/models_panel.h"

#include <QTemporaryDir>
#include <QtTest>

namespace helicase {

struct ModelsFixture {
    ModelsFixture()
    {
        panel.resize(1364, 842);
        panel.show();
    }
    ~ModelsFixture() { qunsetenv("HELICASE_BIN"); } // of a scripted worker
    QString modelFolder() const { return temporary.filePath("model"); }
    void open(const test::SmallModel &model = {})
    {
        model.write(modelFolder().toStdString());
        panel.openArgument(modelFolder());
        QTRY_VERIFY(panel.contentReady() && panel.model());
    }
    QAction *action(const char *name) const
    {
        return services.actions.find(QLatin1String("models.") + QLatin1String(name));
    }
    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel.findChild<Widget *>(QLatin1String(name));
    }

    QTemporaryDir temporary;
    test::PanelServices services{temporary.path()};
    ModelsPanel panel{services.context};
};

} // namespace helicase
