#include "app/workbench/device_list.h"

#include "widgets/common/format.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QThread>

namespace helicase {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Devices", text);
}

// Files below /proc tell no size; they are read to their end.
QString readSmallFile(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(1 << 20)) : QString();
}

QString captured(const QString &text, const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::MultilineOption)
        .match(text)
        .captured(1)
        .trimmed();
}

qint64 memoryBytes(const QString &field)
{
    return captured(readSmallFile(QStringLiteral("/proc/meminfo")),
                    field + QStringLiteral(":\\s+(\\d+) kB"))
               .toLongLong() *
           1024;
}

QStringList gpuLines()
{
    const QDir folder(QStringLiteral("/proc/driver/nvidia/gpus"));
    QStringList lines;
    for (const QString &gpu : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString model =
            captured(readSmallFile(folder.filePath(gpu + QStringLiteral("/information"))),
                     QStringLiteral("^Model:\\s*(.*)$"));
        lines += translated("GPU: %1. Used when LibTorch's CUDA set is installed.").arg(model);
    }
    if (lines.isEmpty())
        lines += translated("No GPU: no NVIDIA driver is loaded. Everything runs on the CPU.");
    return lines;
}

} // namespace

QString shortDeviceText()
{
    const int threads = QThread::idealThreadCount();
    return threads == 1 ? translated("CPU, 1 thread") : translated("CPU, %1 threads").arg(threads);
}

QStringList deviceLines()
{
    const QString model = captured(readSmallFile(QStringLiteral("/proc/cpuinfo")),
                                   QStringLiteral("^model name\\s*:\\s*(.*)$"));
    QStringList lines{translated("CPU: %1, %2 threads, %3 of %4 memory free")
                          .arg(model.isEmpty() ? translated("unknown model") : model)
                          .arg(QThread::idealThreadCount())
                          .arg(sizeText(memoryBytes(QStringLiteral("MemAvailable"))),
                               sizeText(memoryBytes(QStringLiteral("MemTotal"))))};
    return lines + gpuLines();
}

} // namespace helicase
