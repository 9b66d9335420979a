#include "widgets/common/figure_export.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QMessageBox>
#include <QPainter>
#include <QPdfWriter>
#include <QPushButton>
#include <QSvgGenerator>

#include <algorithm>

namespace helicase {

namespace {

constexpr double unitsPerMetre = 96 / 0.0254;

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

QByteArray pngOf(const QSize &size, double scale, const std::function<void(QPainter &)> &paint)
{
    QImage image((QSizeF(size) * scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::white);
    QPainter painter(&image);
    paint(painter);
    painter.end();
    // After painting: it would enlarge the fonts once more.
    image.setDotsPerMeterX(qRound(unitsPerMetre * scale));
    image.setDotsPerMeterY(qRound(unitsPerMetre * scale));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

struct Choice {
    QString file; // empty: none
    bool isOfView = false;
};

Choice askForFile(QWidget *parent, const QString &title, const QString &suggestedName,
                  bool offersView)
{
    const QString inView = tr("Values in view as CSV (*.csv)");
    QString kinds =
        tr("SVG picture (*.svg);;PNG picture (*.png);;PDF (*.pdf);;Values as CSV (*.csv)");
    if (offersView)
        kinds += QStringLiteral(";;") + inView;
    QString kind;
    const QString file = QFileDialog::getSaveFileName(
        parent->window(), title, suggestedName + QStringLiteral(".svg"), kinds, &kind);
    return {file, kind == inView};
}

bool mayReplace(QWidget *parent, const QStringList &files)
{
    QMessageBox box(QMessageBox::Question, tr("Export all figures"),
                    tr("%1 exist already.").arg(files.join(QStringLiteral(", "))),
                    QMessageBox::Cancel, parent->window());
    const QAbstractButton *replace = box.addButton(tr("Replace"), QMessageBox::AcceptRole);
    box.exec();
    return box.clickedButton() == replace;
}

void write(const FigureWriters &writers, const Choice &choice, const QString &file)
{
    if (!file.toLower().endsWith(QStringLiteral(".csv")))
        writers.picture(file);
    else
        (choice.isOfView ? writers.visibleTable : writers.table)(file);
}

void tellMistake(QWidget *parent, const std::function<void()> &writing)
{
    try {
        writing();
    } catch (const Error &error) {
        QMessageBox::warning(parent->window(), tr("The figure was not exported"),
                             QString::fromStdString(error.line()));
    }
}

} // namespace

void savePicture(const QString &file, const QString &title, const QSize &size,
                 const std::function<void(QPainter &)> &paint, double pngScale)
{
    const QString lower = file.toLower();
    const QByteArray bytes = lower.endsWith(QStringLiteral(".svg")) ? svgOf(title, size, paint)
                             : lower.endsWith(QStringLiteral(".pdf"))
                                 ? pdfOf(title, size, paint)
                                 : pngOf(size, pngScale, paint);
    writeFileAtomically(file.toStdString(), bytes.toStdString());
}

QString fileOfFigure(const QString &chosenFile, const QString &figureName)
{
    const QFileInfo info(chosenFile);
    return info.dir().filePath(info.completeBaseName() + QStringLiteral("-") + figureName +
                               QStringLiteral(".") + info.suffix());
}

void exportFigure(QWidget *parent, const QString &suggestedName, const FigureWriters &writers)
{
    const Choice choice =
        askForFile(parent, tr("Export figure"), suggestedName, writers.visibleTable != nullptr);
    if (!choice.file.isEmpty())
        tellMistake(parent, [&] { write(writers, choice, choice.file); });
}

void exportFigures(QWidget *parent, const QString &suggestedName,
                   const std::vector<NamedFigure> &figures)
{
    const bool haveViews = std::ranges::all_of(
        figures, [](const NamedFigure &figure) { return figure.writers.visibleTable != nullptr; });
    const Choice choice = askForFile(parent, tr("Export all figures"), suggestedName, haveViews);
    if (choice.file.isEmpty())
        return;
    QStringList existing;
    for (const NamedFigure &figure : figures)
        if (const QFileInfo file(fileOfFigure(choice.file, figure.name)); file.exists())
            existing << file.fileName();
    if (!existing.isEmpty() && !mayReplace(parent, existing))
        return;
    tellMistake(parent, [&] {
        for (const NamedFigure &figure : figures)
            write(figure.writers, choice, fileOfFigure(choice.file, figure.name));
    });
}

} // namespace helicase
