// The shown window: track, every substitution, and motif matches, one below the other. GUI thread
// only.
#pragma once

#include "widgets/binding/binding_result.h"
#include "widgets/binding/binding_track.h"
#include "widgets/binding/explanation.h"
#include "widgets/binding/mutagenesis_map.h"

#include <QWidget>

class QAction;
class QLabel;
class QTableView;

namespace helicase {

class ElidedLabel;
class HitTableModel;

class BindingCentre final : public QWidget {
    Q_OBJECT
public:
    struct Actions {
        QAction *motifs = nullptr; // chooses the file of matrices
        QAction *copyHits = nullptr;
    };

    BindingCentre(Theme &theme, const Actions &actions, QWidget *parent = nullptr);

    // note: "window 3 of 3,933". What was explained or computed of another window goes.
    void showWindow(const BindingData &windows, int64_t window, const BindingResult *result,
                    const QString &note);
    // Null: nothing is explained.
    void setExplanation(std::shared_ptr<const Explanation> explanation, const QString &model,
                        int category);
    // Nats per base; empty: none.
    void setLikelihood(std::vector<float> nats);
    std::optional<double> meanLikelihood() const;

    BindingTrack *track() const { return track_; }
    MutagenesisMap *map() const { return map_; }
    QTableView *hits() const { return hits_; }
    const Explanation *explanation() const { return explanation_.get(); }

Q_SIGNALS:
    // The base or cell under the pointer; empty: none.
    void pointed(const QString &text);

private:
    void buildHits(const Actions &actions);
    void showHits();
    void fitHitColumns();
    void showVariant(std::optional<MutagenesisMap::Cell> cell);
    void takeSpan(BaseSpan span);
    // A match of motifs is shown where it lies.
    void showHit(int row);
    void tellSpan();

    ElidedLabel *title_ = nullptr;
    QLabel *note_ = nullptr;
    BindingTrack *track_ = nullptr;
    ElidedLabel *mapTitle_ = nullptr;
    MutagenesisMap *map_ = nullptr;
    QWidget *hitsHead_ = nullptr;
    QLabel *hitsNote_ = nullptr;
    HitTableModel *hitModel_ = nullptr;
    QTableView *hits_ = nullptr;
    std::shared_ptr<const Explanation> explanation_;
    QString model_;
    int category_ = 0;
};

} // namespace helicase
