// The docks of a panel from one size of the window to another, and from one session to the next.
#include "tests/widgets/panel_services.h"

#include <QDockWidget>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

constexpr QSize large(1364, 842);
constexpr QSize compact(980, 640);

class SmallPanel final : public Panel {
public:
    explicit SmallPanel(PanelContext &panelContext) : Panel(panelContext, "small", "Small")
    {
        setLeft(new QWidget, "Inputs", 248);
        setRight(new QWidget, "Inspector", 288);
        setCentre(new QWidget);
    }
};

} // namespace

class PanelLayoutTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        services_ = std::make_unique<test::PanelServices>(folder_->path());
        makePanel(large);
    }

    void cleanup()
    {
        panel_.reset();
        services_.reset();
    }

    void docksHaveTheirWidths() { QTRY_COMPARE(widths(), preferred); }

    void aWindowThatGrowsGivesTheDocksTheirWidths()
    {
        makePanel({600, 500});
        panel_->resize(large);
        QTRY_COMPARE(widths(), preferred);
    }

    void aCompactWindowThatGrowsGivesTheDocksTheirWidths()
    {
        makePanel(compact);
        makeCompact();
        makeWide();
        QTRY_COMPARE(widths(), preferred);
    }

    void whatTheUserChoseOutlivesACompactWindow()
    {
        choose();
        panel_->resize(600, 500); // docks are squeezed
        makeCompact();
        makeWide();
        QTRY_COMPARE(widths(), chosen);
    }

    void aHiddenDockStaysHidden()
    {
        panel_->rightDock()->hide();
        makeCompact();
        makeWide();
        QTRY_COMPARE(panel_->leftDock()->width(), preferred.first);
        QVERIFY(!panel_->rightDock()->isVisible());
        panel_->resetLayout();
        QTRY_COMPARE(widths(), preferred);
        QVERIFY(panel_->rightDock()->isVisible());
    }

    void theNextSessionHasTheWidthsOfTheLast()
    {
        choose();
        startAgain(large);
        QTRY_COMPARE(widths(), chosen);
    }

    void aSessionThatEndsCompactKeepsTheWidths()
    {
        choose();
        makeCompact();
        startAgain(large);
        QTRY_COMPARE(widths(), chosen);
    }

    void aCompactSessionInBetweenChangesNothing()
    {
        choose();
        startAgain(compact, true);
        QVERIFY(isOneTab());
        startAgain(compact, true);
        makeWide();
        QTRY_COMPARE(widths(), chosen);
    }

    void aStateThatIsRestoredLateChangesNothing()
    {
        makePanel({600, 500});
        const QByteArray squeezed = panel_->saveState();
        makePanel(large);
        choose();
        QVERIFY(panel_->restoreState(squeezed));
        QTRY_COMPARE(widths(), chosen);
        QTest::qWait(50);
        QCOMPARE(widths(), chosen);
    }

    void aLayoutOfAnotherKindIsLeftAlone()
    {
        panel_->restoreLayout("what another version wrote");
        panel_->restoreLayout({});
        QTRY_COMPARE(widths(), preferred);
    }

private:
    using Widths = std::pair<int, int>;
    static constexpr Widths preferred{248, 288};
    static constexpr Widths chosen{300, 340};

    void makePanel(QSize size)
    {
        panel_.reset();
        panel_ = std::make_unique<SmallPanel>(services_->context);
        panel_->resize(size);
        show();
    }

    void show()
    {
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }

    // As the window does it: the size first.
    void makeCompact()
    {
        panel_->resize(compact);
        panel_->setCompact(true);
        QTRY_VERIFY(isOneTab());
        QTest::qWait(20);
    }

    void makeWide()
    {
        panel_->setCompact(false);
        panel_->resize(large);
        QVERIFY(!isOneTab());
        QTest::qWait(20);
    }

    void startAgain(QSize size, bool isCompact = false)
    {
        const QByteArray saved = panel_->savedLayout();
        panel_ = std::make_unique<SmallPanel>(services_->context);
        panel_->setCompact(isCompact);
        panel_->restoreLayout(saved);
        panel_->resize(size);
        show();
    }

    Widths widths() const { return {panel_->leftDock()->width(), panel_->rightDock()->width()}; }

    bool isOneTab() const
    {
        return panel_->tabifiedDockWidgets(panel_->leftDock()).contains(panel_->rightDock());
    }

    void choose()
    {
        QTRY_COMPARE(widths(), preferred);
        drag(panel_->leftDock()->geometry().right() + 1, chosen.first - preferred.first);
        drag(panel_->rightDock()->geometry().left() - 1, preferred.second - chosen.second);
        QTRY_COMPARE(widths(), chosen);
    }

    // The line beside a dock.
    void drag(int x, int by)
    {
        QWindow *window = panel_->windowHandle();
        const QPoint from(x, panel_->height() / 2);
        QTest::mousePress(window, Qt::LeftButton, {}, from);
        QTest::mouseMove(window, from + QPoint(by / 2, 0));
        QTest::qWait(20);
        QTest::mouseMove(window, from + QPoint(by, 0));
        QTest::qWait(20);
        QTest::mouseRelease(window, Qt::LeftButton, {}, from + QPoint(by, 0));
        QTest::qWait(20);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::PanelServices> services_;
    std::unique_ptr<SmallPanel> panel_;
};

QTEST_MAIN(PanelLayoutTest)
#include "tst_panel_layout.moc"
