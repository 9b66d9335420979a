#include "widgets/common/figure_export.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QPainter>
#include <QPdfWriter>
#include <QPixmap>
#include <QSvgGenerator>

namespace helicase {

namespace {

constexpr double pngScale = 2;

QString tr(const char *text)
{
    return QCoreApplication::translate("helicase::exportFigure", text);
}

QByteArray svgOf(const QString &title, const QSize &size,
                 const std::function<void(QPainter &)> &paint)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(title);
    QPainter painter(&generator);
    paint(painter);
    painter.end();
    return bytes;
}

QByteArray pdfOf(const QString &title, const QSize &size,
                 const std::function<void(QPainter &)> &paint)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(title);
    writer.setResolution(72);
    writer.setPageSize(QPageSize(QSizeF(size), QPageSize::Point));
    writer.setPageMargins({});
    QPainter painter(&writer);
    paint(painter);
    painter.end();
    return bytes;
}

QByteArray pngOf(const QSize &size, const std::function<void(QPainter &)> &paint)
{
    QPixmap pixmap(size * pngScale);
    pixmap.setDevicePixelRatio(pngScale);
    pixmap.fill(Qt::white);
    QPainter painter(&pixmap);
    paint(painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    pixmap.save(&buffer, "PNG");
    return bytes;
}

} // namespace

void savePicture(const QString &file, const QString &title, const QSize &size,
                 const std::function<void(QPainter &)> &paint)
{
    const QString lower = file.toLower();
    const QByteArray bytes = lower.endsWith(QStringLiteral(".svg"))   ? svgOf(title, size, paint)
                             : lower.endsWith(QStringLiteral(".pdf")) ? pdfOf(title, size, paint)
                                                                      : pngOf(size, paint);
    writeFileAtomically(file.toStdString(), bytes.toStdString());
}

void exportFigure(QWidget *parent, const QString &suggestedName, const FigureWriters &writers)
{
    const QString file = QFileDialog::getSaveFileName(
        parent->window(), tr("Export figure"), suggestedName + QStringLiteral(".svg"),
        tr("SVG picture (*.svg);;PNG picture (*.png);;PDF (*.pdf);;Values as CSV (*.csv)"));
    if (file.isEmpty())
        return;
    try {
        if (file.toLower().endsWith(QStringLiteral(".csv")))
            writers.table(file);
        else
            writers.picture(file);
    } catch (const Error &error) {
        QMessageBox::warning(parent->window(), tr("The figure was not exported"),
                             QString::fromStdString(error.line()));
    }
}

} // namespace helicase
