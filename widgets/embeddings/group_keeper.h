// Which bins are shown (of what candidate), and the edits of bins and labels in the project file.
// GUI thread.
#pragma once

#include "widgets/embeddings/contig_groups.h"

#include <QJsonObject>
#include <QObject>
#include <QStringList>

namespace helicase {

class CloudModel;
class Project;

class GroupKeeper final : public QObject {
    Q_OBJECT

public:
    // The section of the project that is read and written.
    static inline const QString section = QStringLiteral("embeddings");

    GroupKeeper(CloudModel &model, Project &project, QObject *parent = nullptr);

    // Those that were evaluated; where there are none, one of bins made by hand.
    QStringList candidates() const;
    const QString &candidate() const { return candidate_; }
    void choose(const QString &candidate);

Q_SIGNALS:
    void candidateChanged();

private:
    void takeData();
    void load();
    void keepBins();
    void keepLabels();
    ContigGroups original(const QString &candidate) const;
    void keep(const QString &key, const QJsonObject &edits, const QString &candidate);

    CloudModel &model_;
    Project &project_;
    QString candidate_;
    bool isLoading_ = false;
};

} // namespace helicase
