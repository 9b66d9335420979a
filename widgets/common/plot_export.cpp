// Pictures and tables of a plot, and the menu that offers them.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "widgets/common/plot_view.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QMenu>
#include <QPainter>
#include <QPen>
#include <QSvgGenerator>

#include <algorithm>
#include <cerrno>

namespace helicase {

namespace {

// Exported figures are light whatever the window looks like.
class LightColors {
public:
    LightColors(bool wasDark, std::function<void(bool)> apply)
        : wasDark_(wasDark), apply_(std::move(apply))
    {
        if (wasDark_)
            apply_(false);
    }
    LightColors(const LightColors &) = delete;
    LightColors &operator=(const LightColors &) = delete;
    ~LightColors()
    {
        if (wasDark_)
            apply_(true);
    }

private:
    bool wasDark_;
    std::function<void(bool)> apply_;
};

QByteArray svgOf(QCustomPlot &plot)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(plot.size());
    generator.setViewBox(QRect(QPoint(), plot.size()));
    generator.setTitle(plot.accessibleName());
    QCPPainter painter;
    painter.begin(&generator);
    painter.setMode(QCPPainter::pmVectorized);
    plot.toPainter(&painter, plot.width(), plot.height());
    painter.end();
    return bytes;
}

std::string csvField(const QString &text)
{
    const QString quoted = QString(text).replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return (text.contains(QLatin1Char(',')) ? QLatin1Char('"') + quoted + QLatin1Char('"') : text)
        .toStdString();
}

} // namespace

void PlotView::savePicture(const QString &file, double scale)
{
    const LightColors light(theme_.isDark(), [this](bool dark) { applyTheme(dark); });
    const QString lower = file.toLower();
    if (lower.endsWith(QStringLiteral(".svg"))) {
        writeFileAtomically(file.toStdString(), svgOf(*this).toStdString());
        return;
    }
    const bool isSaved = lower.endsWith(QStringLiteral(".pdf"))
                             ? savePdf(file, width(), height())
                             : savePng(file, width(), height(), scale);
    if (!isSaved)
        throw DiskError("write", file.toStdString(), errno);
}

void PlotView::saveTable(const QString &file, bool visibleOnly)
{
    AtomicFile output(file.toStdString());
    output.write("curve,x,y\n");
    for (int i = 0; i < graphCount(); ++i) {
        const std::string name = csvField(graph(i)->name());
        for (const QCPGraphData &point : *graph(i)->data()) {
            if (visibleOnly && !xAxis->range().contains(point.key))
                continue;
            output.write(name + "," + QByteArray::number(point.key, 'g', 17).toStdString() + "," +
                         QByteArray::number(point.value, 'g', 17).toStdString() + "\n");
        }
    }
    output.commit();
}

FigureWriters PlotView::writers()
{
    return {.picture = [this](const QString &file) { savePicture(file); },
            .table = [this](const QString &file) { saveTable(file, false); },
            .visibleTable = [this](const QString &file) { saveTable(file, true); }};
}

void PlotView::exportWithDialog(const QString &suggestedName)
{
    exportFigure(this, suggestedName, writers());
}

void PlotView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Reset view"), this, &PlotView::resetView);
    menu.addSeparator();
    menu.addAction(tr("Copy picture"), this,
                   [this] { QApplication::clipboard()->setPixmap(toPixmap(0, 0, 2)); });
    menu.addAction(tr("Copy description"), this,
                   [this] { QApplication::clipboard()->setText(description_); });
    menu.addAction(tr("Export…"), this, [this] { exportWithDialog(objectName()); });
    menu.exec(event->globalPos());
}

} // namespace helicase
