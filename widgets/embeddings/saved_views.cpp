#include "widgets/embeddings/saved_views.h"

#include "widgets/common/project.h"
#include "widgets/embeddings/group_keeper.h"
#include "widgets/embeddings/panel_actions.h"

#include <QInputDialog>
#include <QJsonArray>
#include <QMenu>

namespace helicase {

namespace {

const QString viewsKey = QStringLiteral("views");
const QString nameKey = QStringLiteral("name");

} // namespace

SavedViews::SavedViews(const Parts &parts) : QObject(parts.panel), parts_(parts)
{
    snapshot_ = addPanelAction(
        parts_.actions, parts_.panel,
        {"snapshot", tr("Snapshot"), QStringLiteral("snapshot"),
         tr("Keeps this view in the project: cameras, colours, filters. Key: P in a cloud.")},
        [this] { keep(); });
    menu_ = new QMenu(parts_.panel);
    menu_->setObjectName(QStringLiteral("embeddings.views"));
    connect(menu_, &QMenu::aboutToShow, this, &SavedViews::fillMenu);
}

QJsonArray SavedViews::views() const
{
    return parts_.project.section(GroupKeeper::section)[viewsKey].toArray();
}

void SavedViews::setViews(const QJsonArray &views)
{
    QJsonObject all = parts_.project.section(GroupKeeper::section);
    all[viewsKey] = views;
    parts_.project.setSection(GroupKeeper::section, all);
}

QStringList SavedViews::names() const
{
    QStringList names;
    for (const QJsonValue &view : views())
        names.append(view.toObject()[nameKey].toString());
    return names;
}

void SavedViews::keep(const QString &name)
{
    const QStringList taken = names();
    QString chosen = name;
    for (int number = 1; chosen.isEmpty() || (name.isEmpty() && taken.contains(chosen)); ++number)
        chosen = tr("View %1").arg(number);
    QJsonObject view = parts_.state();
    view[nameKey] = chosen;
    QJsonArray all = views();
    if (const qsizetype place = taken.indexOf(chosen); place >= 0)
        all[place] = view;
    else
        all.append(view);
    setViews(all);
    parts_.toast(tr("%1 is kept in the project.").arg(chosen));
}

void SavedViews::show(const QString &name)
{
    const qsizetype place = names().indexOf(name);
    if (place >= 0)
        parts_.showState(views()[place].toObject());
}

void SavedViews::rename(const QString &name, const QString &newName)
{
    const qsizetype place = names().indexOf(name);
    if (place < 0 || newName.isEmpty() || names().contains(newName))
        return;
    QJsonArray all = views();
    QJsonObject view = all[place].toObject();
    view[nameKey] = newName;
    all[place] = view;
    setViews(all);
}

void SavedViews::remove(const QString &name)
{
    const qsizetype place = names().indexOf(name);
    if (place < 0)
        return;
    QJsonArray all = views();
    all.removeAt(place);
    setViews(all);
}

void SavedViews::fillMenu()
{
    menu_->clear();
    menu_->addAction(tr("Keep this view as…"), this, [this] {
        bool isGiven = false;
        const QString name = QInputDialog::getText(parts_.panel, tr("Snapshot"), tr("Name"),
                                                   QLineEdit::Normal, {}, &isGiven);
        if (isGiven)
            keep(name.trimmed());
    });
    if (names().isEmpty())
        return;
    menu_->addSeparator();
    for (const QString &name : names())
        menu_->addAction(name, this, [this, name] { show(name); });
    menu_->addSeparator();
    QMenu *renaming = menu_->addMenu(tr("Rename"));
    QMenu *removing = menu_->addMenu(tr("Remove"));
    for (const QString &name : names()) {
        renaming->addAction(name, this, [this, name] {
            bool isGiven = false;
            const QString text = QInputDialog::getText(parts_.panel, tr("Rename view"), tr("Name"),
                                                       QLineEdit::Normal, name, &isGiven);
            if (isGiven)
                rename(name, text.trimmed());
        });
        removing->addAction(name, this, [this, name] { remove(name); });
    }
}

} // namespace helicase
