// QCustomPlot writes Qt's keywords, which this project switches off (QT_NO_KEYWORDS). They are
// defined for this one header only.
#pragma once

#include <QObject>
#include <QtGlobal>

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach
