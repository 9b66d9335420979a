// The right dock: what the shown metrics mean, how the result was made, which files it has. GUI
// thread.
#pragma once

#include "widgets/evaluate/stored_evaluation.h"

#include <QWidget>

#include <span>

class QVBoxLayout;

namespace helicase {

class CommandPreview;
class FactList;

class EvaluateInspector final : public QWidget {
    Q_OBJECT

public:
    explicit EvaluateInspector(QWidget *parent = nullptr);
    void setEvaluation(const StoredEvaluation &evaluation);
    void showDefinitions(std::span<const ShownMetric> metrics);

private:
    void showFiles(const StoredEvaluation &evaluation);

    QWidget *definitions_ = nullptr;
    QVBoxLayout *definitionRows_ = nullptr;
    FactList *provenance_ = nullptr;
    CommandPreview *command_ = nullptr;
    QVBoxLayout *fileRows_ = nullptr;
    QWidget *files_ = nullptr;
};

} // namespace helicase
