#include "tests/widgets/embeddings/small_project.h"
#include "widgets/embeddings/cloud_labels.h"
#include "widgets/embeddings/cloud_loader.h"
#include "widgets/embeddings/cloud_overlay.h"
#include "widgets/embeddings/cloud_view.h"

#include <QSignalSpy>

#include <algorithm>
#include <set>

using namespace helicase;

namespace {

// Qt Test takes the null point for "the middle of the widget".
constexpr QPoint corner(1, 1);

} // namespace

class TestCloudView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void projectsLikeACamera();
    void fallsBackToThePainter();
    void orbitsPansAndZooms();
    void clickPicks();
    void boxSelects();
    void lassoSelects();
    void keysWork();
    void labelsDoNotOverlap();
    void labelsStepAside();
    void thinsOutWhileMoving();

private:
    void drag(const QPointF &from, const QPointF &to, Qt::MouseButton button,
              Qt::KeyboardModifiers modifiers = {});

    QTemporaryDir folder_;
    std::shared_ptr<const CloudData> data_;
    std::unique_ptr<CloudModel> model_;
    std::unique_ptr<CloudView> view_;
};

void TestCloudView::initTestCase()
{
    data_ = loadCloud(findCloudSources(test::writeSmallProject(folder_)));
}

void TestCloudView::init()
{
    model_ = std::make_unique<CloudModel>();
    model_->setData(data_);
    view_ = std::make_unique<CloudView>(*model_, QStringLiteral("embeddings.cloud"));
    view_->resize(600, 400);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
}

void TestCloudView::cleanup()
{
    view_.reset();
    model_.reset();
}

void TestCloudView::drag(const QPointF &from, const QPointF &to, Qt::MouseButton button,
                         Qt::KeyboardModifiers modifiers)
{
    QTest::mousePress(view_.get(), button, modifiers, from.toPoint());
    for (int step = 1; step <= 5; ++step) {
        const QPointF at = from + (to - from) * step / 5;
        QMouseEvent move(QEvent::MouseMove, at, view_->mapToGlobal(at), Qt::NoButton, button,
                         modifiers);
        QApplication::sendEvent(view_.get(), &move);
    }
    QTest::mouseRelease(view_.get(), button, modifiers, to.toPoint());
}

void TestCloudView::projectsLikeACamera()
{
    CloudCamera camera;
    camera.lookAlong(AxisPair::OneTwo);
    const QSizeF view(600, 400);
    const ScreenPoint middle = camera.project({0, 0, 0}, view);
    QCOMPARE(middle.x, 300.0F);
    QCOMPARE(middle.y, 200.0F);
    QVERIFY(camera.project({0.5F, 0, 0}, view).x > 300);
    QVERIFY(camera.project({0, 0.5F, 0}, view).y < 200); // up is up
    QVERIFY(camera.project({0, 0, 0.5F}, view).depth < middle.depth);
    QVERIFY(!camera.project({0, 0, 50}, view).inFront);
    const ScreenPoint edge = camera.project({0, 1, 0}, view);
    QVERIFY(edge.y > 0 && edge.y < 20); // the whole ball of radius 1 is seen, and little more
    camera.lookAlong(AxisPair::OneThree);
    QVERIFY(camera.project({0, 0, 0.5F}, view).y < 200);
    camera.lookAlong(AxisPair::TwoThree);
    QVERIFY(camera.project({0, 0.5F, 0}, view).x > 300);
    QVERIFY(camera.project({0, 0, 0.5F}, view).y < 200);
}

void TestCloudView::fallsBackToThePainter()
{
    QVERIFY(!view_->usesOpenGl()); // the platform of this test is "offscreen"
    const QImage picture = view_->grab().toImage();
    std::set<QRgb> seen;
    for (int contig = 0; contig < 59; ++contig) {
        const QPoint at = (view_->placeOf(contig) * picture.devicePixelRatio()).toPoint();
        seen.insert(picture.pixel(at));
    }
    for (int species = 0; species < 3; ++species)
        QVERIFY2(seen.contains(categoryStyle(species, false).color.rgb()),
                 "a species is not drawn");
}

void TestCloudView::orbitsPansAndZooms()
{
    const QSignalSpy moves(view_.get(), &CloudView::cameraChanged);
    const CloudCamera start = view_->camera();
    drag({300, 200}, {380, 220}, Qt::LeftButton);
    QVERIFY(moves.count() > 0);
    QVERIFY(view_->camera().orientation() != start.orientation());
    QCOMPARE(view_->camera().focus(), start.focus());
    const CloudCamera turned = view_->camera();
    drag({300, 200}, {340, 200}, Qt::RightButton);
    QCOMPARE(view_->camera().orientation(), turned.orientation());
    QVERIFY(view_->camera().focus() != turned.focus());
    drag({300, 200}, {340, 200}, Qt::LeftButton, Qt::ShiftModifier);
    QCOMPARE(view_->camera().orientation(), turned.orientation());
    const double distance = view_->camera().distance();
    QWheelEvent wheel({300, 200}, view_->mapToGlobal(QPointF(300, 200)), {}, {0, 120}, Qt::NoButton,
                      {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view_.get(), &wheel);
    QVERIFY(view_->camera().distance() < distance);
    QVERIFY(model_->selection().empty()); // dragging picks nothing
}

void TestCloudView::clickPicks()
{
    // A contig that lies alone, so that no list of several opens.
    int alone = -1;
    for (int contig = 0; contig < 60 && alone < 0; ++contig)
        if (view_->contigsAt(view_->placeOf(contig)).size() == 1)
            alone = contig;
    QVERIFY(alone >= 0);
    const QPoint at = view_->placeOf(alone).toPoint();
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, at);
    QCOMPARE(model_->selection(), std::vector<int>{alone});
    QTest::mouseClick(view_.get(), Qt::LeftButton, Qt::ControlModifier, at);
    QVERIFY(model_->selection().empty());
    QTest::mouseClick(view_.get(), Qt::LeftButton, Qt::ShiftModifier, at);
    QCOMPARE(model_->selection().size(), size_t{1});
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, QPoint(2, 2)); // nothing there
    QVERIFY(model_->selection().empty());
}

void TestCloudView::boxSelects()
{
    view_->setTool(CloudTool::Box);
    drag(corner, {599, 399}, Qt::LeftButton);
    QCOMPARE(model_->selection().size(), size_t{60});
    QVERIFY(view_->overlay().outline().isEmpty());
    drag(corner, {599, 399}, Qt::LeftButton, Qt::ControlModifier);
    QVERIFY(model_->selection().empty());
}

void TestCloudView::lassoSelects()
{
    view_->setTool(CloudTool::Lasso);
    // Around the left half.
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, corner);
    for (const QPointF &at : {QPointF(300, 0), QPointF(300, 399), QPointF(1, 399)}) {
        QMouseEvent move(QEvent::MouseMove, at, view_->mapToGlobal(at), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(view_.get(), &move);
    }
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, QPoint(1, 399));
    const auto isLeft = [this](int contig) { return view_->placeOf(contig).x() < 300; };
    const auto expected = std::ranges::count_if(view_->scene().order, isLeft);
    QVERIFY(expected > 0 && expected < 60);
    QCOMPARE(static_cast<ptrdiff_t>(model_->selection().size()), expected);
    QVERIFY(std::ranges::all_of(model_->selection(), isLeft));
}

void TestCloudView::keysWork()
{
    const CloudCamera start = view_->camera();
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QVERIFY(view_->camera() != start);
    QTest::keyClick(view_.get(), Qt::Key_0);
    QCOMPARE(view_->camera(), start);
    QTest::keyClick(view_.get(), Qt::Key_Plus);
    QVERIFY(view_->camera().distance() < start.distance());
    const QSignalSpy tools(view_.get(), &CloudView::toolRequested);
    QTest::keyClick(view_.get(), Qt::Key_L);
    QTest::keyClick(view_.get(), Qt::Key_B);
    QCOMPARE(tools.count(), 2);
    QTest::keyClick(view_.get(), Qt::Key_I);
    QCOMPARE(model_->selection().size(), size_t{60});
    QTest::keyClick(view_.get(), Qt::Key_Escape);
    QVERIFY(model_->selection().empty());
    model_->setSelection({0, 3});
    QTest::keyClick(view_.get(), Qt::Key_F);
    QVERIFY(view_->camera().focus().length() > 0.1F);
}

void TestCloudView::labelsDoNotOverlap()
{
    const std::vector<PlacedLabel> labels =
        placeLabels(view_->scene(), view_->size(), view_->font());
    QVERIFY(!labels.empty());
    for (size_t i = 0; i < labels.size(); ++i) {
        QVERIFY(QRectF(view_->rect()).contains(labels[i].box));
        for (size_t other = i + 1; other < labels.size(); ++other)
            QVERIFY(!labels[i].box.intersects(labels[other].box));
    }
    const auto coli = std::ranges::find(labels, QStringLiteral("E. coli"), &PlacedLabel::text);
    QVERIFY(coli != labels.end());
    QVERIFY(coli->font.italic());
}

void TestCloudView::labelsStepAside()
{
    // Two species at one place.
    auto mixed = std::make_shared<CloudData>();
    mixed->classNames = {"Escherichia coli", "Enterobacteria phage lambda"};
    CloudProjection projection;
    for (int contig = 0; contig < 20; ++contig) {
        mixed->ids.push_back(test::contigId(contig));
        mixed->classes.push_back(contig % 2);
        projection.positions.emplace_back(0.01F * static_cast<float>(contig), 0, 0);
    }
    mixed->lengths.assign(mixed->ids.size(), 0);
    mixed->gc.assign(mixed->ids.size(), -1);
    projection.coordinates.resize(mixed->ids.size());
    projection.present.assign(mixed->ids.size(), true);
    mixed->projections = {projection};
    model_->setData(mixed);
    const std::vector<PlacedLabel> labels =
        placeLabels(view_->scene(), view_->size(), view_->font());
    QCOMPARE(labels.size(), size_t{2});
    QVERIFY(!labels[0].box.intersects(labels[1].box));
    QCOMPARE(labels[1].text, QStringLiteral("Enterobacteria phage lambda")); // in full
    for (const PlacedLabel &label : placeLabels(view_->scene(), QSizeF(160, 400), view_->font()))
        QVERIFY(label.text != QStringLiteral("Enterobacteria phage lambda"));
}

void TestCloudView::thinsOutWhileMoving()
{
    auto many = std::make_shared<CloudData>();
    CloudProjection projection;
    projection.name = "many";
    for (int contig = 0; contig < 40'000; ++contig) {
        many->ids.push_back(test::contigId(contig));
        projection.positions.emplace_back(0.0001F * static_cast<float>(contig % 5000), 0, 0);
    }
    many->classes.assign(many->ids.size(), -1);
    many->lengths.assign(many->ids.size(), 0);
    many->gc.assign(many->ids.size(), -1);
    projection.coordinates.resize(many->ids.size());
    projection.present.assign(many->ids.size(), true);
    projection.presentCount = many->size();
    many->projections = {projection};
    model_->setData(many);
    QCOMPARE(view_->scene().drawn().size(), size_t{40'000});
    QVERIFY(view_->overlay().note().isEmpty());
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(view_->scene().drawn().size(), size_t{30'000});
    QCOMPARE(view_->overlay().note(), QStringLiteral("30,000 of 40,000 drawn while moving"));
    QTRY_COMPARE(view_->scene().drawn().size(), size_t{40'000}); // all of them at rest
}

QTEST_MAIN(TestCloudView)
#include "tst_cloud_view.moc"
