// The VTK view on a virtual X server with software rendering.
#include "tests/widgets/embeddings/small_project.h"
#include "widgets/embeddings/cloud_loader.h"
#include "widgets/embeddings/cloud_view.h"
#include "widgets/embeddings/opengl_probe.h"
#include "widgets/embeddings/vtk_cloud_surface.h"

#include <QApplication>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QMainWindow>

#include <array>

using namespace helicase;

namespace {

// Pixels whose hue is that of a species' colour, by species.
std::array<int, 3> colouredPixels(QWidget *view)
{
    const QImage picture = view->grab().toImage().convertToFormat(QImage::Format_RGB32);
    std::array<int, 3> counts{};
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            const QColor pixel = picture.pixelColor(x, y);
            if (pixel.hsvSaturationF() < 0.4F)
                continue;
            for (int species = 0; species < 3; ++species) {
                const int away =
                    std::abs(pixel.hsvHue() - categoryStyle(species, false).color.hsvHue());
                counts[static_cast<size_t>(species)] += std::min(away, 360 - away) < 12;
            }
        }
    return counts;
}

} // namespace

class TestCloudOpenGl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void drawsEverySpecies();
    void draggingTurnsThePicture();
    void selectionGetsAnOutline();
    void hidingAClassRemovesItsPoints();
    void drawsPicturesForPrint();
    void survivesHideAndShow();
    void survivesAnotherWindow();
    void survivesAFloatingDock();

private:
    void verifyDrawn();

    QTemporaryDir folder_;
    std::unique_ptr<CloudModel> model_;
    QPointer<CloudView> view_;
};

void TestCloudOpenGl::init()
{
    if (!isOpenGlAvailable())
        QSKIP("there is no OpenGL here: run this test under xvfb-run");
    model_ = std::make_unique<CloudModel>();
    model_->setData(loadCloud(findCloudSources(test::writeSmallProject(folder_))));
    view_ = new CloudView(*model_, QStringLiteral("embeddings.cloud"));
    view_->resize(500, 400);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_));
    QVERIFY(view_->usesOpenGl());
}

void TestCloudOpenGl::cleanup()
{
    delete view_;
    model_.reset();
}

void TestCloudOpenGl::verifyDrawn()
{
    const auto all = [this] {
        const std::array<int, 3> counts = colouredPixels(view_);
        return counts[0] > 100 && counts[1] > 100 && counts[2] > 100;
    };
    QTRY_VERIFY2(all(), "a species has no coloured pixels");
}

void TestCloudOpenGl::drawsEverySpecies()
{
    verifyDrawn();
}

void TestCloudOpenGl::draggingTurnsThePicture()
{
    verifyDrawn();
    const QImage before = view_->grab().toImage();
    QTest::mousePress(view_, Qt::LeftButton, {}, QPoint(250, 200));
    for (int step = 1; step <= 10; ++step)
        QTest::mouseMove(view_, QPoint(250 + 12 * step, 200 + 4 * step));
    QTest::mouseRelease(view_, Qt::LeftButton, {}, QPoint(370, 240));
    const auto differingPixels = [&] {
        const QImage after = view_->grab().toImage();
        int count = 0;
        for (int y = 0; y < before.height(); ++y)
            for (int x = 0; x < before.width(); ++x)
                count += before.pixel(x, y) != after.pixel(x, y);
        return count;
    };
    QTRY_VERIFY(differingPixels() > 500);
    verifyDrawn();
}

void TestCloudOpenGl::selectionGetsAnOutline()
{
    verifyDrawn();
    view_->setStyleOf({.outline = QColor(255, 0, 255)});
    const auto magenta = [this] {
        const QImage picture = view_->grab().toImage();
        int count = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                count += picture.pixelColor(x, y).green() < 60 &&
                         picture.pixelColor(x, y).red() > 200 &&
                         picture.pixelColor(x, y).blue() > 200;
        return count;
    };
    QCOMPARE(magenta(), 0);
    model_->setSelection({0, 1, 2, 3, 4, 5});
    QTRY_VERIFY(magenta() > 40);
}

void TestCloudOpenGl::hidingAClassRemovesItsPoints()
{
    verifyDrawn();
    model_->setClassHidden(0, true);
    QTRY_VERIFY(colouredPixels(view_)[0] < 20);
    model_->showAllClasses();
    verifyDrawn();
}

// Without a window, in pixels of its own, with marks that are as large on paper.
void TestCloudOpenGl::drawsPicturesForPrint()
{
    const QSize view(400, 300);
    CloudScene scene = view_->scene();
    const auto drawn = [&](double pixelsPerUnit) {
        return VtkCloudSurface(scene, nullptr).picture(view, pixelsPerUnit);
    };
    const QImage small = drawn(1);
    const QImage large = drawn(3);
    QCOMPARE(small.size(), view);
    QCOMPARE(large.size(), 3 * view);
    const auto inked = [](const QImage &picture) {
        int count = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                count += picture.pixelColor(x, y).hsvSaturationF() > 0.4F;
        return count;
    };
    QVERIFY(inked(small) > 500);
    const double ratio = double(inked(large)) / inked(small);
    QVERIFY2(ratio > 7 && ratio < 11, qPrintable(QString::number(ratio)));
    QVERIFY(drawn(1000).isNull()); // beyond every card: the painter takes over
    verifyDrawn();
}

void TestCloudOpenGl::survivesHideAndShow()
{
    verifyDrawn();
    view_->hide();
    QCoreApplication::processEvents();
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_));
    verifyDrawn();
}

void TestCloudOpenGl::survivesAnotherWindow()
{
    verifyDrawn();
    QWidget other;
    auto *layout = new QHBoxLayout(&other);
    layout->addWidget(view_);
    other.resize(640, 480);
    other.show();
    QVERIFY(QTest::qWaitForWindowExposed(&other));
    verifyDrawn();
    view_->setParent(nullptr); // and out again
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_));
    verifyDrawn();
}

void TestCloudOpenGl::survivesAFloatingDock()
{
    QMainWindow window;
    auto *dock = new QDockWidget(&window);
    dock->setWidget(view_);
    window.addDockWidget(Qt::LeftDockWidgetArea, dock);
    window.resize(800, 600);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    verifyDrawn();
    dock->setFloating(true);
    QVERIFY(QTest::qWaitForWindowExposed(dock));
    verifyDrawn();
    dock->setFloating(false);
    QCoreApplication::processEvents();
    verifyDrawn();
}

int main(int argc, char **argv)
{
    prepareOpenGl();
    QApplication application(argc, argv);
    TestCloudOpenGl test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_cloud_opengl.moc"
