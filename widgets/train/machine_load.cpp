#include "widgets/train/machine_load.h"

#include "widgets/common/format.h"

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <thread>
#include <unistd.h>

namespace helicase {

namespace {

constexpr double secondsBetweenReadings = 1.0;

struct Reading {
    int64_t process = 0;
    double cpuSeconds = 0;
    QElapsedTimer since;
    double share = -1;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The fields of /proc/PID/stat behind the program's name, which may itself hold blanks.
QList<QByteArray> statFields(int64_t process)
{
    const QByteArray content = contentOf(QStringLiteral("/proc/%1/stat").arg(process));
    return content.mid(content.lastIndexOf(')') + 2).split(' ');
}

} // namespace

QString MachineLoad::cpuText() const
{
    return cpuShare < 0 ? QStringLiteral("…") : percent(std::min(1.0, cpuShare));
}

QString MachineLoad::memoryText() const
{
    return QStringLiteral("%1 of %2").arg(sizeText(memoryBytes), sizeText(memoryTotal));
}

MachineLoad loadOfProcess(int64_t process)
{
    static Reading former;
    MachineLoad load;
    const QList<QByteArray> fields = statFields(process);
    if (fields.size() < 22)
        return load;
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    const double cpuSeconds = (fields[11].toDouble() + fields[12].toDouble()) / ticks;
    load.threads = fields[17].toInt();
    load.memoryBytes = fields[21].toLongLong() * ::sysconf(_SC_PAGESIZE);
    load.memoryTotal = static_cast<int64_t>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
    if (former.process != process) {
        former = {.process = process, .cpuSeconds = cpuSeconds};
        former.since.start();
    } else if (const double seconds = static_cast<double>(former.since.elapsed()) / 1000;
               seconds >= secondsBetweenReadings) {
        const auto processors =
            static_cast<double>(std::max(1U, std::thread::hardware_concurrency()));
        former.share = (cpuSeconds - former.cpuSeconds) / seconds / processors;
        former.cpuSeconds = cpuSeconds;
        former.since.restart();
    }
    load.cpuShare = former.share;
    return load;
}

} // namespace helicase
