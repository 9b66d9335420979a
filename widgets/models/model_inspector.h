// What stands at the right of a model: parameters by part, what was noticed on loading, the
// verification of this build, file and digest. GUI thread.
#pragma once

#include "widgets/models/loaded_model.h"

#include <QWidget>

class QAction;
class QVBoxLayout;

namespace helicase {

class FactList;
class PanelJobs;
class ParameterBars;
class SectionHeader;
class Verification;

class ModelInspector final : public QWidget {
    Q_OBJECT

public:
    ModelInspector(PanelJobs &jobs, QAction *verify, QAction *copyDigest,
                   QWidget *parent = nullptr);

    void setModel(const ModelPointer &model);
    // Nothing stands here of the model while something else is in the middle.
    void showModel(bool isShown);
    // Tensors with elements that are no numbers.
    void setNanTensors(const QStringList &names);
    void setDigest(const QString &digest);
    Verification *verification() const { return verification_; }

private:
    void showParameters();
    void showRemarks();
    void showFile();

    ModelPointer model_;
    QStringList nanTensors_;
    QString digest_;
    SectionHeader *parameterHeader_ = nullptr;
    ParameterBars *bars_ = nullptr;
    SectionHeader *remarkHeader_ = nullptr;
    QWidget *remarks_ = nullptr;
    QVBoxLayout *remarkRows_ = nullptr;
    Verification *verification_ = nullptr;
    QWidget *modelPart_ = nullptr;
    QWidget *filePart_ = nullptr;
    FactList *file_ = nullptr;
    QAction *copyDigest_;
};

} // namespace helicase
