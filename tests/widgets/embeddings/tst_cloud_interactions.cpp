// What mouse and keys do with 100,000 points, in OpenGL where there is some.
#include "tests/widgets/embeddings/large_cloud.h"
#include "widgets/embeddings/cloud_history.h"
#include "widgets/embeddings/cloud_overlay.h"
#include "widgets/embeddings/cloud_picker.h"
#include "widgets/embeddings/cloud_view.h"
#include "widgets/embeddings/cluster_growth.h"
#include "widgets/embeddings/opengl_probe.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QUndoStack>
#include <QtTest>

#include <algorithm>

using namespace helicase;

namespace {

constexpr int pointCount = 100'000;
constexpr int speciesCount = 6;

} // namespace

class TestCloudInteractions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void boxTakesWhatLiesInside();
    void lassoTakesWhatLiesInside();
    void brushTakesWhatItTouches();
    void shiftAddsAndCtrlRemoves();
    void invertsAndUndoes();
    void growsToTheCluster();
    void opensAPickListWhereSeveralLie();
    void keysPickAtTheCursor();
    void thinsOutWhileMovingAndComesBack();
    void twoViewsShareTheSelection();
    void gesturesAreFast();

private:
    void drag(CloudTool tool, const QList<QPointF> &way, Qt::KeyboardModifiers modifiers = {});
    // The contigs whose place in the view fulfils the condition.
    template <typename Condition>
    std::vector<int> contigsWhere(Condition condition) const
    {
        std::vector<int> contigs;
        for (int contig = 0; contig < pointCount; ++contig)
            if (condition(view_->placeOf(contig)))
                contigs.push_back(contig);
        return contigs;
    }

    std::shared_ptr<const CloudData> data_;
    QUndoStack stack_;
    std::unique_ptr<CloudModel> model_;
    std::unique_ptr<CloudHistory> history_;
    std::unique_ptr<CloudView> view_;
};

void TestCloudInteractions::initTestCase()
{
    data_ = test::makeLargeCloud(pointCount, speciesCount);
}

void TestCloudInteractions::init()
{
    stack_.clear();
    model_ = std::make_unique<CloudModel>(nullptr, &stack_);
    history_ = std::make_unique<CloudHistory>(*model_, stack_);
    model_->setData(data_);
    view_ = std::make_unique<CloudView>(*model_, QStringLiteral("embeddings.cloud"));
    view_->resize(600, 400);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    QCOMPARE(view_->usesOpenGl(), isOpenGlAvailable());
}

void TestCloudInteractions::cleanup()
{
    view_.reset();
    history_.reset();
    model_.reset();
}

void TestCloudInteractions::drag(CloudTool tool, const QList<QPointF> &way,
                                 Qt::KeyboardModifiers modifiers)
{
    view_->setTool(tool);
    const auto send = [&](QEvent::Type type, const QPointF &at, Qt::MouseButton button) {
        QMouseEvent event(type, at, view_->mapToGlobal(at), button,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                          modifiers);
        QApplication::sendEvent(view_.get(), &event);
    };
    send(QEvent::MouseButtonPress, way.first(), Qt::LeftButton);
    for (const QPointF &at : way)
        send(QEvent::MouseMove, at, Qt::NoButton);
    send(QEvent::MouseButtonRelease, way.last(), Qt::LeftButton);
}

void TestCloudInteractions::boxTakesWhatLiesInside()
{
    const QRectF box(120, 80, 200, 170);
    drag(CloudTool::Box, {box.topLeft(), {200, 200}, box.bottomRight()});
    const std::vector<int> expected =
        contigsWhere([&](const QPointF &at) { return box.contains(at); });
    QVERIFY(expected.size() > 1000);
    QVERIFY(model_->selection() == expected);
    QVERIFY(view_->overlay().outline().isEmpty());
}

void TestCloudInteractions::lassoTakesWhatLiesInside()
{
    const QPolygonF lasso{{100, 60}, {520, 100}, {300, 220}, {480, 390}, {90, 330}};
    drag(CloudTool::Lasso, lasso);
    const std::vector<int> expected =
        contigsWhere([&](const QPointF &at) { return lasso.containsPoint(at, Qt::OddEvenFill); });
    QVERIFY(expected.size() > 1000);
    QVERIFY(model_->selection() == expected);
}

void TestCloudInteractions::brushTakesWhatItTouches()
{
    const QLineF stroke({150, 150}, {400, 260});
    drag(CloudTool::Brush, {stroke.p1(), stroke.center(), stroke.p2()});
    const double radius = view_->brushRadius();
    const auto away = [&](const QPointF &at) {
        const QPointF along = stroke.p2() - stroke.p1();
        const double share = std::clamp(QPointF::dotProduct(at - stroke.p1(), along) /
                                            QPointF::dotProduct(along, along),
                                        0.0, 1.0);
        return QLineF(at, stroke.p1() + share * along).length();
    };
    // Curves are drawn as short lines: a twentieth of a pixel may go either way.
    const std::vector<int> least =
        contigsWhere([&](const QPointF &at) { return away(at) < radius - 0.05; });
    const std::vector<int> most =
        contigsWhere([&](const QPointF &at) { return away(at) < radius + 0.05; });
    QVERIFY(least.size() > 500);
    QVERIFY(std::ranges::includes(model_->selection(), least));
    QVERIFY(std::ranges::includes(most, model_->selection()));
    // Ctrl and wheel make it wider, and leave the camera alone.
    const CloudCamera camera = view_->camera();
    QWheelEvent wheel({300, 200}, view_->mapToGlobal(QPointF(300, 200)), {}, {0, 240}, Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view_.get(), &wheel);
    QVERIFY(view_->brushRadius() > radius);
    QCOMPARE(view_->camera(), camera);
}

void TestCloudInteractions::shiftAddsAndCtrlRemoves()
{
    drag(CloudTool::Box, {{1, 1}, {300, 399}});
    const std::vector<int> left = model_->selection();
    drag(CloudTool::Box, {{300, 1}, {599, 399}}, Qt::ShiftModifier);
    const std::vector<int> both = model_->selection();
    QVERIFY(both.size() > left.size());
    drag(CloudTool::Box, {{1, 1}, {300, 399}}, Qt::ControlModifier);
    QCOMPARE(model_->selection().size(), both.size() - left.size());
}

void TestCloudInteractions::invertsAndUndoes()
{
    drag(CloudTool::Box, {{1, 1}, {250, 399}});
    const std::vector<int> chosen = model_->selection();
    QTest::keyClick(view_.get(), Qt::Key_I);
    QCOMPARE(model_->selection().size(), size_t{pointCount} - chosen.size());
    stack_.undo();
    QVERIFY(model_->selection() == chosen);
    stack_.undo();
    QVERIFY(model_->selection().empty());
    stack_.redo();
    QVERIFY(model_->selection() == chosen);
}

void TestCloudInteractions::growsToTheCluster()
{
    const CloudProjection &projection = data_->projections[0];
    const std::vector<bool> everybody(pointCount, true);
    for (const int seed : {0, 40'001, 77'777}) {
        const std::vector<int> grown = growToCluster(projection, everybody, std::array{seed});
        const int species = data_->classes[size_t(seed)];
        QVERIFY(std::ranges::all_of(
            grown, [&](int contig) { return data_->classes[size_t(contig)] == species; }));
        QVERIFY2(grown.size() > pointCount / speciesCount * 95 / 100,
                 qPrintable(QString::number(grown.size())));
    }
    std::vector<bool> none(pointCount, false);
    QCOMPARE(growToCluster(projection, none, std::array{4}), std::vector<int>{4});
    // Of two clusters both grow, and hidden contigs stay out.
    std::vector<bool> half = everybody;
    for (int contig = 0; contig < pointCount / 2; ++contig)
        half[size_t(contig)] = false;
    const std::vector<int> grown = growToCluster(projection, half, std::array{60'000, 60'001});
    QVERIFY(std::ranges::all_of(grown, [](int contig) { return contig >= pointCount / 2; }));
    QVERIFY(grown.size() > size_t{pointCount} / speciesCount * 9 / 10);
}

void TestCloudInteractions::opensAPickListWhereSeveralLie()
{
    // The middle of a cluster.
    const QPoint at = view_->placeOf(3).toPoint();
    const std::vector<int> here = view_->contigsAt(at);
    QVERIFY(here.size() > 1);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, at);
    auto *menu = view_->findChild<QMenu *>(QStringLiteral("embeddings.cloud.picklist"));
    QVERIFY(menu);
    QVERIFY(model_->selection().empty()); // nothing before the choice
    QVERIFY(menu->actions().first()->text().startsWith(
        QString::fromStdString(data_->ids[size_t(here.front())])));
    menu->actions().first()->trigger();
    QCOMPARE(model_->selection(), std::vector<int>{here.front()});
    menu->actions().last()->trigger(); // all of them
    QCOMPARE(model_->selection().size(), here.size());
    menu->close();
}

void TestCloudInteractions::keysPickAtTheCursor()
{
    model_->setFilter(attribute_key::length, {1000, 1100}); // few enough to lie apart
    int alone = -1;
    for (const int contig : view_->scene().order)
        if (view_->contigsAt(view_->placeOf(contig).toPoint()).size() == 1)
            alone = contig;
    QVERIFY(alone >= 0);
    model_->setSelection({alone == 0 ? 1 : 0});
    QCursor::setPos(view_->mapToGlobal(view_->placeOf(alone).toPoint()));
    QTest::keyClick(view_.get(), Qt::Key_Period);
    QCOMPARE(model_->selection().size(), size_t{2});
    QTest::keyClick(view_.get(), Qt::Key_Comma);
    QCOMPARE(model_->selection().size(), size_t{1});
    QTest::keyClick(view_.get(), Qt::Key_Space);
    QCOMPARE(model_->selection(), std::vector<int>{alone});
}

void TestCloudInteractions::thinsOutWhileMovingAndComesBack()
{
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QCOMPARE(view_->scene().drawn().size(), size_t{30'000});
    QCOMPARE(view_->overlay().note(), QStringLiteral("30,000 of 100,000 drawn while moving"));
    QTRY_COMPARE(view_->scene().drawn().size(), size_t{pointCount});
    QVERIFY(view_->overlay().note().isEmpty());
}

void TestCloudInteractions::twoViewsShareTheSelection()
{
    CloudView other(*model_, QStringLiteral("embeddings.cloud2"));
    other.resize(300, 300);
    other.show();
    QVERIFY(QTest::qWaitForWindowExposed(&other));
    connect(view_.get(), &CloudView::cameraChanged, &other, &CloudView::setCamera);
    QTest::keyClick(view_.get(), Qt::Key_Up);
    QCOMPARE(other.camera(), view_->camera());
    drag(CloudTool::Box, {{1, 1}, {300, 399}});
    QVERIFY(other.description().startsWith(
        QStringLiteral("Cloud, 100,000 contigs, %1 selected, mostly species ")
            .arg(QLocale(QLocale::English).toString(qlonglong(model_->selection().size())))));
}

// Under the hand: 0.1 s on a machine at rest; ten times as much on a busy one.
void TestCloudInteractions::gesturesAreFast()
{
    QElapsedTimer timer;
    timer.start();
    const QPainterPath area = brushedArea({{100, 100}, {300, 300}, {500, 100}}, 40);
    QVERIFY(!contigsInside(view_->scene(), view_->size(), area).empty());
    view_->contigsAt({300, 200});
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

int main(int argc, char **argv)
{
    prepareOpenGl();
    QApplication application(argc, argv);
    TestCloudInteractions test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_cloud_interactions.moc"
