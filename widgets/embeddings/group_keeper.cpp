#include "widgets/embeddings/group_keeper.h"

#include "widgets/common/project.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/kept_groups.h"

#include <QScopedValueRollback>

namespace helicase {

namespace {

const QString keptBins = QStringLiteral("bins");
const QString keptLabels = QStringLiteral("labels");
const QString handMade = QStringLiteral("by hand");

} // namespace

GroupKeeper::GroupKeeper(CloudModel &model, Project &project, QObject *parent)
    : QObject(parent), model_(model), project_(project)
{
    connect(&model_, &CloudModel::dataChanged, this, &GroupKeeper::takeData);
    connect(&model_.bins(), &GroupEditor::changed, this, &GroupKeeper::keepBins);
    connect(&model_.labels(), &GroupEditor::changed, this, &GroupKeeper::keepLabels);
}

QStringList GroupKeeper::candidates() const
{
    QStringList names;
    for (const auto &[name, bins] : model_.data().bins)
        names.append(QString::fromStdString(name));
    return names.isEmpty() ? QStringList{handMade} : names;
}

void GroupKeeper::choose(const QString &candidate)
{
    if (candidate == candidate_ || !candidates().contains(candidate))
        return;
    candidate_ = candidate;
    load();
    Q_EMIT candidateChanged();
}

// The bins of the first embedding that has some.
void GroupKeeper::takeData()
{
    const QStringList names = candidates();
    if (!names.contains(candidate_)) {
        candidate_ = names.first();
        for (const CloudProjection &projection : model_.data().projections)
            if (model_.data().bins.contains(projection.name)) {
                candidate_ = QString::fromStdString(projection.name);
                break;
            }
    }
    load();
    const QScopedValueRollback<bool> guard(isLoading_, true);
    const std::vector<std::string> &ids = model_.data().ids;
    model_.labels().reset(withEdits(
        ContigGroups(std::vector<int>(ids.size(), ContigGroups::none), model_.labels().noun()),
        project_.section(section)[keptLabels].toObject(), ids));
    Q_EMIT candidateChanged();
}

void GroupKeeper::load()
{
    const QScopedValueRollback<bool> guard(isLoading_, true);
    const QJsonObject kept = project_.section(section)[keptBins].toObject();
    model_.bins().reset(
        withEdits(original(candidate_), kept[candidate_].toObject(), model_.data().ids));
}

ContigGroups GroupKeeper::original(const QString &candidate) const
{
    const auto found = model_.data().bins.find(candidate.toStdString());
    std::vector<int> groupOf(model_.data().ids.size(), ContigGroups::none);
    if (found != model_.data().bins.end())
        std::copy(found->second.begin(), found->second.end(), groupOf.begin());
    return {std::move(groupOf), model_.bins().noun()};
}

void GroupKeeper::keepBins()
{
    if (!isLoading_)
        keep(keptBins, editsOf(model_.binGroups(), original(candidate_), model_.data().ids),
             candidate_);
}

void GroupKeeper::keepLabels()
{
    if (isLoading_)
        return;
    const ContigGroups before(std::vector<int>(model_.data().ids.size(), ContigGroups::none),
                              model_.labels().noun());
    keep(keptLabels, editsOf(model_.labelGroups(), before, model_.data().ids), {});
}

// candidate: of bins; empty for labels.
void GroupKeeper::keep(const QString &key, const QJsonObject &edits, const QString &candidate)
{
    QJsonObject all = project_.section(section);
    QJsonObject kept = candidate.isEmpty() ? edits : all[key].toObject();
    if (!candidate.isEmpty()) {
        if (edits.isEmpty())
            kept.remove(candidate);
        else
            kept[candidate] = edits;
    }
    all[key] = kept;
    project_.setSection(section, all);
}

} // namespace helicase
