// How busy a run's worker keeps the machine: bars of processor and memory, facts below. Blank while
// the worker gives no sign. GUI thread only.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QVBoxLayout;

namespace helicase {

class FactList;
class FollowedRun;

class DeviceMeters final : public QWidget {
    Q_OBJECT
public:
    explicit DeviceMeters(QWidget *parent = nullptr);

    // Null: nothing is shown.
    void refresh(const FollowedRun *run);

private:
    struct Meter {
        QWidget *box = nullptr;
        QLabel *name = nullptr;
        QLabel *value = nullptr;
        QProgressBar *bar = nullptr;
    };
    Meter addMeter(const char *name, const QString &accessibleName, QVBoxLayout *layout);
    // A negative share: unknown.
    static void show(const Meter &meter, const QString &name, const QString &value, double share);

    Meter cpu_;
    Meter memory_;
    FactList *facts_ = nullptr;
};

} // namespace helicase
