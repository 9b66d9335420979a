// A shown panel with the demo's tokenizer and one document, for the tests of the Annotate panel.
#pragma once

#include "tests/support/test_data.h"
#include "tests/widgets/panel_services.h"
#include "widgets/annotate/annotate_panel.h"

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
    test::PanelServices services{folder.path()};
    AnnotatePanel panel{services.context};
};

} // namespace helicase
