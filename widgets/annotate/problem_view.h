// The problems of a document, each with its repair. GUI thread only.
#pragma once

#include "widgets/annotate/annotation.h"

#include <QWidget>

class QListWidget;

namespace helicase {

class SectionHeader;
class Theme;

class ProblemView final : public QWidget {
    Q_OBJECT
public:
    explicit ProblemView(Theme &theme, QWidget *parent = nullptr);

    void setAnnotation(std::shared_ptr<const Annotation> annotation);
    // Moves through the problems, wrapping round.
    void step(int by);

Q_SIGNALS:
    void problemChosen(int problem);
    void remedyRequested(int problem);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    QWidget *problemRow(int index);

    Theme &theme_;
    std::shared_ptr<const Annotation> annotation_;
    SectionHeader *header_ = nullptr;
    QListWidget *list_ = nullptr;
};

// "Replace by N"; empty for no remedy.
QString remedyText(DocumentProblem::Remedy remedy);

} // namespace helicase
