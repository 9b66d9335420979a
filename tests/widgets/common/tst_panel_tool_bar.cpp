#include "widgets/common/icon.h"
#include "widgets/common/panel_tool_bar.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QLineEdit>
#include <QMainWindow>
#include <QtTest>

using namespace helicase;

namespace {

struct Fixture {
    Fixture()
    {
        theme.apply();
        bar = new PanelToolBar("Panel", &window);
        window.addToolBar(bar);
        open = add("Open files", ButtonText::Beside);
        wrap = add("Wrap as DNA", ButtonText::WhileRoom);
        compare = add("Compare", ButtonText::WhileRoom);
        copy = make("Copy", ButtonText::WhileRoom);
        exporting = make("Export", ButtonText::Beside);
        bar->addAtEnd(copy);
        bar->addAtEnd(exporting);
        window.resize(900, 200);
        window.show();
    }
    QToolButton *make(const QString &text, ButtonText with)
    {
        auto *action = new QAction(icon("copy"), text, &window);
        action->setObjectName(text);
        return toolButton(action, with, bar);
    }
    QToolButton *add(const QString &text, ButtonText with)
    {
        QToolButton *button = make(text, with);
        bar->addWidget(button);
        return button;
    }
    QToolButton *more() { return bar->findChild<QToolButton *>("qt_toolbar_ext_button"); }
    // Narrower step by step, until the condition holds.
    template <typename Condition>
    bool narrowUntil(const Condition &condition)
    {
        for (int width = window.width(); width > 120; width -= 4) {
            window.resize(width, 200);
            QCoreApplication::processEvents();
            if (condition())
                return true;
        }
        return false;
    }
    static bool hasText(const QToolButton *button)
    {
        return button->toolButtonStyle() == Qt::ToolButtonTextBesideIcon;
    }

    Theme theme;
    QMainWindow window;
    PanelToolBar *bar = nullptr;
    QToolButton *open = nullptr;
    QToolButton *wrap = nullptr;
    QToolButton *compare = nullptr;
    QToolButton *copy = nullptr;
    QToolButton *exporting = nullptr;
};

} // namespace

class PanelToolBarTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void labelsGoFromTheRightBeforeToolsDo()
    {
        Fixture fixture;
        for (const QToolButton *button : {fixture.wrap, fixture.compare, fixture.copy})
            QVERIFY(Fixture::hasText(button));
        QVERIFY(fixture.narrowUntil([&] { return !Fixture::hasText(fixture.compare); }));
        QVERIFY(Fixture::hasText(fixture.wrap));
        QVERIFY(!fixture.more()->isVisible());
        QVERIFY(fixture.narrowUntil([&] { return !Fixture::hasText(fixture.copy); }));
        QVERIFY(!Fixture::hasText(fixture.wrap));
        QVERIFY(!fixture.more()->isVisible());
        QVERIFY(fixture.narrowUntil([&] { return !fixture.compare->isVisible(); }));
        QVERIFY(fixture.more()->isVisible());
        QVERIFY(Fixture::hasText(fixture.open));
        fixture.window.resize(900, 200);
        QTRY_VERIFY(Fixture::hasText(fixture.copy));
        QVERIFY(fixture.compare->isVisible());
        QVERIFY(!fixture.more()->isVisible());
    }

    void theEndIsAlwaysVisible()
    {
        Fixture fixture;
        for (const int width : {900, 400, 200}) {
            fixture.window.resize(width, 200);
            QCoreApplication::processEvents();
            const QRect place(fixture.exporting->mapTo(fixture.bar, QPoint()),
                              fixture.exporting->size());
            QVERIFY(fixture.exporting->isVisible());
            QVERIFY(fixture.bar->rect().contains(place));
            QCOMPARE_GE(place.width(), fixture.exporting->sizeHint().width());
            if (fixture.more()->isVisible())
                QVERIFY(fixture.more()->geometry().right() <
                        fixture.copy->mapTo(fixture.bar, QPoint()).x());
        }
    }

    void nothingGrows()
    {
        Fixture fixture;
        auto *field = new QLineEdit;
        field->setMaximumWidth(200);
        fixture.bar->addWidget(field);
        QAction *line = fixture.bar->addSeparator();
        fixture.window.resize(1400, 200);
        QCoreApplication::processEvents();
        QCOMPARE_LE(field->width(), field->sizeHint().width());
        QCOMPARE_LE(fixture.bar->widgetForAction(line)->width(), 12);
    }

    void theButtonForMoreShowsTheOthers()
    {
        Fixture fixture;
        QVERIFY(fixture.narrowUntil([&] { return !fixture.compare->isVisible(); }));
        QTest::mouseClick(fixture.more(), Qt::LeftButton);
        QTRY_VERIFY(fixture.compare->isVisible());
        QTRY_VERIFY(fixture.bar->rect().contains(fixture.compare->geometry()));
        QVERIFY(fixture.compare->y() > fixture.open->y() + 10);
        QVERIFY(fixture.exporting->isVisible());
    }

    // The button is drawn in the colours of the theme, not as a dark block.
    void theButtonForMoreFollowsTheTheme_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void theButtonForMoreFollowsTheTheme()
    {
        QFETCH(bool, dark);
        Fixture fixture;
        fixture.theme.setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        QVERIFY(fixture.narrowUntil([&] { return fixture.more()->isVisible(); }));
        QCOMPARE_GE(fixture.more()->width(), 20);
        const QImage picture = fixture.bar->grab(fixture.more()->geometry()).toImage();
        const QColor background = picture.pixelColor(2, 2);
        QCOMPARE(background.lightness() < 128, dark);
        int strokes = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                strokes += contrastRatio(picture.pixelColor(x, y), background) > 3 ? 1 : 0;
        QCOMPARE_GE(strokes, 8);
        QCOMPARE_LE(strokes, 120);
        QCOMPARE(fixture.more()->accessibleName(), "More tools");
    }
};

QTEST_MAIN(PanelToolBarTest)
#include "tst_panel_tool_bar.moc"
