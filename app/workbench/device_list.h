// The computing devices of this machine in words: what Helicase can use, and why not, in one line
// each.
#pragma once

#include <QStringList>

namespace helicase {

// "CPU, 2 cores"
QString shortDeviceText();
// CPU with cores and memory; each NVIDIA GPU with its driver, or the reason why there is none.
QStringList deviceLines();

} // namespace helicase
