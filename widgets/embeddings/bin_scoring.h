// Keeps the figures of the bins current: those that are, and those that would be if the selection
// were moved. Computes on a thread of its own, the newest request wins; an edit is counted on from
// the last figures, so that of a million contigs, too, it takes some milliseconds. GUI thread.
#pragma once

#include "widgets/embeddings/bin_scores.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace helicase {

class CloudModel;

class BinScoring final : public QObject {
    Q_OBJECT

public:
    explicit BinScoring(CloudModel &model, QObject *parent = nullptr);
    ~BinScoring() override;

    const BinScores &now() const { return now_; }
    // If the selection were in the target; nothing without a target and where it is there already.
    const std::optional<BinScores> &then() const { return then_; }
    int target() const { return target_; } // bin, or ContigGroups::none
    void setTarget(int bin);
    bool isCurrent() const { return !isPending_; }

Q_SIGNALS:
    void changed();
    void targetChanged();

private:
    struct Kept;

    void request();
    void finish(int request, BinScores now, std::optional<BinScores> then);

    CloudModel &model_;
    QThreadPool pool_;
    std::shared_ptr<Kept> kept_; // of the pool's one thread
    int newestRequest_ = 0;
    bool isPending_ = false;
    int target_ = -1;
    BinScores now_;
    std::optional<BinScores> then_;
};

} // namespace helicase
