// Opens model folders on a thread of its own: a damaged, foreign or very large file never holds up
// the window. The boundary where errors of these files are caught. Lives on the GUI thread.
#pragma once

#include "widgets/models/loaded_model.h"

#include <QObject>
#include <QThreadPool>

namespace helicase {

// Why a folder was not opened, in the words of the band.
struct ModelFailure {
    QString folder;
    QString headline;
    QString text;
    QString details; // the whole error
};

class ModelLoader final : public QObject {
    Q_OBJECT

public:
    explicit ModelLoader(QObject *parent = nullptr);
    ~ModelLoader() override;

    // What was being opened before is forgotten.
    void open(const QString &folder);
    void cancel();
    bool isBusy() const { return isBusy_; }

Q_SIGNALS:
    void loaded(const helicase::ModelPointer &model);
    void failed(const helicase::ModelFailure &failure);

private:
    QThreadPool pool_;
    int generation_ = 0; // a result of an older one comes too late
    bool isBusy_ = false;
};

} // namespace helicase
