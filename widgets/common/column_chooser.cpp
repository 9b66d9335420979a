#include "widgets/common/column_chooser.h"

#include <QHeaderView>
#include <QMenu>
#include <QMouseEvent>
#include <QSettings>
#include <QTableView>

namespace helicase {

namespace {

// Stays open while boxes are ticked, so that several columns can be chosen in one go.
class TickMenu final : public QMenu {
public:
    using QMenu::QMenu;

private:
    void mouseReleaseEvent(QMouseEvent *event) override
    {
        QAction *action = actionAt(event->position().toPoint());
        if (action && action->isCheckable())
            action->trigger();
        else
            QMenu::mouseReleaseEvent(event);
    }
};

} // namespace

ColumnChooser::ColumnChooser(QTableView *table)
    : QObject(table), table_(table), menu_(new TickMenu(table))
{
    menu_->setObjectName(table->objectName() + QStringLiteral(".columns"));
    menu_->setToolTipsVisible(true);
    connect(menu_, &QMenu::aboutToShow, this, &ColumnChooser::fillMenu);
    QHeaderView *header = table->horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint &at) { menu_->popup(header->mapToGlobal(at)); });
}

void ColumnChooser::setColumns(const QString &settingsName, std::vector<Column> columns)
{
    settingsName_ = settingsName;
    columns_ = std::move(columns);
    show(QSettings().value(settingsKey(), defaultKeys()).toStringList());
}

void ColumnChooser::setShown(const QString &key, bool isShown)
{
    QStringList keys = shown_;
    if (keys.contains(key) == isShown)
        return;
    if (isShown)
        keys.append(key);
    else
        keys.removeAll(key);
    QSettings().setValue(settingsKey(), keys);
    show(keys);
}

void ColumnChooser::showDefaults()
{
    QSettings().remove(settingsKey());
    show(defaultKeys());
}

bool ColumnChooser::isDefault() const
{
    return !QSettings().contains(settingsKey());
}

void ColumnChooser::show(const QStringList &keys)
{
    shown_.clear();
    for (const Column &column : columns_) {
        const bool isWanted = keys.contains(column.key);
        table_->setColumnHidden(column.section, !isWanted);
        if (isWanted)
            shown_.append(column.key);
    }
    Q_EMIT changed();
}

QStringList ColumnChooser::defaultKeys() const
{
    QStringList keys;
    for (const Column &column : columns_)
        if (column.isShownByDefault)
            keys.append(column.key);
    return keys;
}

QString ColumnChooser::settingsKey() const
{
    return QStringLiteral("columns/%1/%2").arg(table_->objectName(), settingsName_);
}

void ColumnChooser::fillMenu()
{
    menu_->clear();
    const QAbstractItemModel *model = table_->model();
    for (const Column &column : columns_) {
        const QVariant title = model->headerData(column.section, Qt::Horizontal);
        QAction *action = menu_->addAction(title.toString().replace(u'\n', u' '));
        action->setCheckable(true);
        action->setChecked(isShown(column.key));
        action->setToolTip(
            model->headerData(column.section, Qt::Horizontal, Qt::ToolTipRole).toString());
        connect(action, &QAction::toggled, this,
                [this, key = column.key](bool isShown) { setShown(key, isShown); });
    }
    menu_->addSeparator();
    menu_->addAction(tr("Show the main columns"), this, &ColumnChooser::showDefaults);
}

} // namespace helicase
