// The first pairs that a request would give, cut on a thread of its own; the newest request wins
// and an older one is stopped. The boundary where errors of the files are caught. Lives on the GUI
// thread.
#pragma once

#include "core/dataset/pair_plan.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace helicase {

struct PairPreview {
    std::vector<ContrastivePair> pairs; // of training
    LeftOutSequences leftOut;
    bool hasSpecies = true;
};

class PairPreviewLoader final : public QObject {
    Q_OBJECT

public:
    static constexpr size_t mostPairs = 8;

    explicit PairPreviewLoader(QObject *parent = nullptr);
    ~PairPreviewLoader() override;

    void load(const PairRequest &request);
    // Nothing is answered then.
    void cancel();
    bool isLoading() const { return isLoading_; }

Q_SIGNALS:
    void loaded(std::shared_ptr<const helicase::PairPreview> preview);
    void failed(const QString &message);

private:
    void finish(int request, std::shared_ptr<const PairPreview> preview, const QString &message);

    QThreadPool pool_;
    std::stop_source stop_;
    int request_ = 0;
    bool isLoading_ = false;
};

} // namespace helicase
