// How the settings of compared runs differ: a row per setting, a column per run, the first run is
// the baseline. What differs from it is bold, what is the same muted. GUI thread only.
#pragma once

#include "core/run/run_settings.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace helicase {

enum class ShownSettings { All, Different };

class SettingsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    // names: of the runs, the baseline first.
    void setSettings(const QStringList &names, std::vector<ComparedSetting> settings);
    void setShown(ShownSettings which);
    int settingCount() const { return int(all_.size()); }
    int differenceCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void choose();

    QStringList names_;
    std::vector<ComparedSetting> all_;
    std::vector<ComparedSetting> shown_;
    ShownSettings which_ = ShownSettings::Different;
};

} // namespace helicase
