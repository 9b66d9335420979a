// What an evaluation compares: runs, embedding files and baselines with check boxes. GUI thread.
#pragma once

#include "widgets/evaluate/evaluation_loader.h"

#include <QHash>
#include <QListWidget>

namespace helicase {

class CandidateList final : public QListWidget {
    Q_OBJECT

public:
    enum class Kind { Model, Embedding, Baseline };

    explicit CandidateList(QWidget *parent = nullptr);

    // Runs that suit the task and its baselines. What was ticked before stays so; new runs are
    // ticked when nothing of their kind is.
    void setCandidates(const std::string &task, const std::vector<MeasurableRun> &runs);
    // A model folder or an embedding file, ticked.
    void addFile(const QString &path);

    // "--model A,B --baseline tnf", for the command line.
    QStringList words() const;
    int tickedCount() const;
    bool hasTicked(const QString &value) const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void changed();

private:
    void addEntry(Kind kind, const QString &label, const QString &value, bool ticked);
    QStringList tickedOf(Kind kind) const;

    QHash<QString, bool> chosen_; // by the user: value and whether it is ticked
    QStringList added_;           // files that no run folder is
};

} // namespace helicase
