// What the Data panel keeps in the project and finds in its folder.
#include "widgets/common/project.h"
#include "widgets/data/data_panel.h"
#include "widgets/data/data_places.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QSignalBlocker>

#include <algorithm>

namespace helicase {

void DataPanel::showDemo(const QString &folder)
{
    if (choice_.tokenizer.isEmpty() && holdsTokenizer(folder + QStringLiteral("/tokenizer")))
        useTokenizer(folder + QStringLiteral("/tokenizer"));
    QStringList found;
    for (const char *name :
         {"data", "data/contigs.fa", "data/train_pairs.csv", "data/validation_pairs.csv"}) {
        const QString path = folder + QLatin1Char('/') + QLatin1String(name);
        if (QFileInfo(path).isFile() || holdsSplits(path))
            found += path;
    }
    const QDir dataFolder(folder + QStringLiteral("/data"));
    for (const QString &name : dataFolder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (holdsSplits(dataFolder.filePath(name)))
            found += dataFolder.filePath(name);
    for (const QString &path : std::as_const(found)) {
        if (offered_.contains(path) || tree_->holds(path))
            continue;
        offered_.insert(path);
        tree_->put({.path = path, .group = likelyGroup(path), .note = {}});
        if (choice_.path.isEmpty()) {
            tree_->setCurrent(path);
            choice_.path = path;
            unasked_ = path;
            load();
        }
    }
}

void DataPanel::listTokenizers()
{
    const QSignalBlocker quiet(tokenizers_);
    QStringList folders;
    for (int item = 0; item < tokenizers_->count(); ++item)
        folders += tokenizers_->itemData(item).toString();
    for (const QString &folder :
         {choice_.tokenizer, context().project.path(QStringLiteral("tokenizer")), demoTokenizer()})
        if (!folder.isEmpty() && !folders.contains(folder) && holdsTokenizer(folder)) {
            // Between "No tokenizer" and "Open tokenizer…".
            tokenizers_->insertItem(tokenizers_->count() - 1, tokenizerName(folder), folder);
            tokenizers_->setItemData(tokenizers_->count() - 2, folder, Qt::ToolTipRole);
        }
    const int chosen = choice_.tokenizer.isEmpty() ? 0 : tokenizers_->findData(choice_.tokenizer);
    tokenizers_->setCurrentIndex(std::max(0, chosen));
}

void DataPanel::restoreState()
{
    const QJsonObject state = context().project.section(id());
    for (const QJsonValue &value : state.value(QStringLiteral("entries")).toArray()) {
        const QJsonObject entry = value.toObject();
        const QString path = entry.value(QStringLiteral("path")).toString();
        const bool isThere = QFileInfo::exists(path);
        tree_->put(
            {.path = path,
             .group = static_cast<DataGroup>(
                 std::clamp(entry.value(QStringLiteral("group")).toInt(), 0, 2)),
             .note = isThere ? entry.value(QStringLiteral("note")).toString() : tr("not found"),
             .isBroken = !isThere});
    }
    setLimit(state.value(QStringLiteral("limit")).toInteger());
    const QString kept = state.value(QStringLiteral("tokenizer")).toString();
    const bool isChosen = state.contains(QStringLiteral("tokenizer"));
    for (const QString &folder :
         {kept, context().project.path(QStringLiteral("tokenizer")), demoTokenizer()})
        if (choice_.tokenizer.isEmpty() && (!isChosen || folder == kept) && !folder.isEmpty() &&
            holdsTokenizer(folder))
            choice_.tokenizer = folder;
    listTokenizers();
    for (const QJsonValue &path : state.value(QStringLiteral("seen")).toArray())
        offered_.insert(path.toString());
    const QString current = state.value(QStringLiteral("current")).toString();
    if (tree_->holds(current) && QFileInfo::exists(current)) {
        tree_->setCurrent(current);
        choice_.path = current;
        load();
    }
    keep_.stop(); // nothing of this is news to the project
}

void DataPanel::keepState()
{
    if (!context().project.isOpen())
        return;
    QJsonArray entries;
    for (const DataEntry &entry : tree_->entries())
        entries.append(QJsonObject{
            {"path", entry.path}, {"group", static_cast<int>(entry.group)}, {"note", entry.note}});
    QJsonArray seen;
    QStringList offered(offered_.begin(), offered_.end());
    offered.sort();
    for (const QString &path : std::as_const(offered))
        seen.append(path);
    const QJsonObject state{{"entries", entries},
                            {"current", tree_->current()},
                            {"tokenizer", choice_.tokenizer},
                            {"limit", choice_.maxTokens},
                            {"seen", seen}};
    if (state != context().project.section(id()))
        context().project.setSection(id(), state);
}

} // namespace helicase
