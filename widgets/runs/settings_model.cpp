#include "widgets/runs/settings_model.h"

#include "widgets/common/table_tools.h"

#include <QApplication>
#include <QFont>
#include <QPalette>

#include <algorithm>

namespace helicase {

namespace {

constexpr int digestLength = 64;

// A digest by its ends: 9f31c0…7b.
QString shownValue(const QString &name, const QString &value)
{
    const bool isDigest =
        name.endsWith(QStringLiteral("(SHA-256)")) && value.size() == digestLength;
    return isDigest ? value.left(6) + QChar(0x2026) + value.right(2) : value;
}

} // namespace

void SettingsModel::setSettings(const QStringList &names, std::vector<ComparedSetting> settings)
{
    if (names == names_ && settings == all_)
        return;
    beginResetModel();
    names_ = names;
    all_ = std::move(settings);
    choose();
    endResetModel();
}

void SettingsModel::setShown(ShownSettings which)
{
    beginResetModel();
    which_ = which;
    choose();
    endResetModel();
}

// What differs stands first.
void SettingsModel::choose()
{
    shown_ = all_;
    std::ranges::stable_partition(shown_, &ComparedSetting::differs);
    if (which_ == ShownSettings::Different)
        shown_.resize(size_t(differenceCount()));
}

int SettingsModel::differenceCount() const
{
    return int(std::ranges::count_if(all_, &ComparedSetting::differs));
}

int SettingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(shown_.size());
}

int SettingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1 + int(names_.size());
}

QVariant SettingsModel::data(const QModelIndex &index, int role) const
{
    const ComparedSetting &setting = shown_.at(size_t(index.row()));
    const QString name = QString::fromStdString(setting.name);
    if (index.column() == 0)
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(name) : QVariant();
    const auto &value = setting.values.at(size_t(index.column()) - 1);
    const bool differs = value != setting.values.front();
    const QString text = value ? QString::fromStdString(*value) : tr("not set");
    switch (role) {
    case Qt::DisplayRole:
        return shownValue(name, text);
    case Qt::ToolTipRole:
    case exportRole:
        return text;
    case Qt::FontRole: {
        QFont font;
        font.setBold(differs);
        return font;
    }
    case Qt::ForegroundRole:
        return differs || index.column() == 1
                   ? QVariant()
                   : QVariant(QApplication::palette().color(QPalette::PlaceholderText));
    default:
        return {};
    }
}

QVariant SettingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return tr("Setting");
    return section == 1 ? tr("%1 (baseline)").arg(names_.value(0)) : names_.value(section - 1);
}

} // namespace helicase
