#include "widgets/train/device_meters.h"

#include "widgets/common/format.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/train/followed_run.h"
#include "widgets/train/machine_load.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace helicase {

namespace {

constexpr int barHeight = 4;
constexpr int barSteps = 1000;

QString silenceText(const FollowedRun &run)
{
    const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
    const double last = run.summary() ? run.summary()->lastEvent : now;
    return DeviceMeters::tr("no signal for %1").arg(durationText(std::max(0.0, now - last)));
}

} // namespace

DeviceMeters::DeviceMeters(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    cpu_ = addMeter("train.device.cpu", tr("Use of the processor"), layout);
    memory_ = addMeter("train.device.memory", tr("Use of the memory"), layout);
    facts_ = new FactList(this);
    facts_->setObjectName("train.device");
    layout->addWidget(facts_);
}

DeviceMeters::Meter DeviceMeters::addMeter(const char *name, const QString &accessibleName,
                                           QVBoxLayout *layout)
{
    Meter meter;
    meter.box = new QWidget(this);
    auto *column = new QVBoxLayout(meter.box);
    column->setContentsMargins(10, 2, 10, 4);
    column->setSpacing(3);
    auto *line = new QHBoxLayout;
    meter.name = mutedLabel({}, meter.box);
    line->addWidget(meter.name, 1);
    meter.value = new QLabel(meter.box);
    meter.value->setObjectName(QString::fromLatin1(name) + ".value");
    meter.value->setFont(secondaryFont());
    line->addWidget(meter.value);
    column->addLayout(line);
    meter.bar = new QProgressBar(meter.box);
    meter.bar->setObjectName(name);
    meter.bar->setAccessibleName(accessibleName);
    meter.bar->setTextVisible(false);
    meter.bar->setFixedHeight(barHeight);
    meter.bar->setRange(0, barSteps);
    column->addWidget(meter.bar);
    layout->addWidget(meter.box);
    return meter;
}

void DeviceMeters::show(const Meter &meter, const QString &name, const QString &value, double share)
{
    meter.name->setText(name);
    meter.value->setText(value);
    meter.bar->setValue(static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * barSteps)));
}

void DeviceMeters::refresh(const FollowedRun *run)
{
    const auto process = run && run->summary() ? run->summary()->processId : 0;
    const bool isWorking = run && run->isActive() && process > 0;
    cpu_.box->setVisible(isWorking);
    memory_.box->setVisible(isWorking);
    if (!run)
        return facts_->clear();
    if (isWorking) {
        const MachineLoad load = loadOfProcess(process);
        show(cpu_,
             load.threads == 1 ? tr("CPU, 1 thread") : tr("CPU, %1 threads").arg(load.threads),
             load.cpuText(), load.cpuShare);
        show(memory_, tr("Memory"), load.memoryText(),
             load.memoryTotal > 0
                 ? static_cast<double>(load.memoryBytes) / static_cast<double>(load.memoryTotal)
                 : 0);
    }
    const RunHistory &history = run->history();
    const auto peak = history.latest(metric::peakMemory);
    facts_->setFact(tr("Peak memory"), peak ? sizeText(std::llround(*peak)) : QString());
    const auto share = history.latest(metric::utilization);
    facts_->setFact(tr("Utilisation"),
                    share ? tr("%1 of what matrix products reach here").arg(percent(*share))
                          : QString());
    QString worker;
    if (run->state() == RunState::NoSignal)
        worker = silenceText(*run);
    else if (!isWorking)
        worker = run->isActive() ? tr("starting") : tr("ended");
    facts_->setFact(tr("Worker"), worker);
}

} // namespace helicase
