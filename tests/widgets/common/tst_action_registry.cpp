#include "widgets/common/action_registry.h"

#include <QWidget>
#include <QtTest>

#include <stdexcept>

using namespace helicase;

class ActionRegistryTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void triggersItsFunction()
    {
        ActionRegistry registry;
        int calls = 0;
        QAction *action = registry.add({.objectName = "file.open",
                                        .text = "Open…",
                                        .shortcut = QKeySequence("Ctrl+O"),
                                        .function = [&] { ++calls; }});
        action->trigger();
        QCOMPARE(calls, 1);
        QCOMPARE(registry.find("file.open"), action);
        QVERIFY(action->toolTip().startsWith("Open (Ctrl+O)"));
    }

    void refusesASecondUse_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("panel");
        QTest::newRow("same key") << "other"
                                  << "Ctrl+O"
                                  << "";
        QTest::newRow("same key in a panel") << "other"
                                             << "Ctrl+O"
                                             << "train";
        QTest::newRow("same name") << "file.open"
                                   << "Ctrl+R"
                                   << "";
    }

    void refusesASecondUse()
    {
        QFETCH(QString, name);
        QFETCH(QString, key);
        QFETCH(QString, panel);
        ActionRegistry registry;
        registry.add(
            {.objectName = "file.open", .text = "Open", .shortcut = QKeySequence("Ctrl+O")});
        QVERIFY_THROWS_EXCEPTION(std::logic_error, registry.add({.objectName = name,
                                                                 .text = "Other",
                                                                 .shortcut = QKeySequence(key),
                                                                 .panel = panel}));
        QCOMPARE(registry.actions().size(), size_t{1});
    }

    void anActionGoesWithItsOwner()
    {
        ActionRegistry registry;
        {
            QWidget panel;
            registry.add({.objectName = "train.start", .text = "Start run", .panel = "train"},
                         &panel);
            QCOMPARE(registry.actions().size(), size_t{1});
        }
        QCOMPARE(registry.actions().size(), size_t{0});
    }
};

QTEST_MAIN(ActionRegistryTest)
#include "tst_action_registry.moc"
