// The right side of the Annotate panel: counts, limit, round trip, two histograms and the problems
// of the newest annotation. GUI thread only.
#pragma once

#include "widgets/annotate/annotation.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QVBoxLayout;

namespace helicase {

class BarChart;
class CountsTable;
class ProblemView;
class SectionHeader;
class Theme;

class AnnotateInspector final : public QWidget {
    Q_OBJECT
public:
    explicit AnnotateInspector(Theme &theme, QWidget *parent = nullptr);

    // Null while there is none: the figures become blank.
    void setAnnotation(std::shared_ptr<const Annotation> annotation);
    // Of tokenizer B; null without one.
    void setComparison(std::shared_ptr<const Annotation> annotation);
    void setComparing(bool isComparing);
    // 0: no limit.
    void setLimit(int64_t tokens);
    // Of the model that the tokenizer belongs to; 0: not told.
    void setModelMaximum(int64_t tokens);
    // Values are of an older text while this is on ("counting …").
    void setCounting(bool isCounting);
    // Moves through the problems, wrapping round.
    void stepProblem(int by);

Q_SIGNALS:
    void problemChosen(int problem);
    void remedyRequested(int problem);

private:
    void buildCounts(QVBoxLayout *layout);
    void buildCharts(QVBoxLayout *layout);
    void applyTheme();
    void showLimit();
    void showLimitSummary();
    QString cutPlace() const;
    void showRoundTrip();
    void showCharts();
    void showLengths();
    void showVocabularyUse();

    Theme &theme_;
    std::shared_ptr<const Annotation> annotation_;
    std::shared_ptr<const Annotation> comparison_;
    int64_t limit_ = 0;
    int64_t modelMaximum_ = 0;
    SectionHeader *countsHeader_ = nullptr;
    CountsTable *counts_ = nullptr;
    SectionHeader *limitHeader_ = nullptr;
    QProgressBar *limitBar_ = nullptr;
    QLabel *limitText_ = nullptr;
    QLabel *roundTrip_ = nullptr;
    SectionHeader *lengthHeader_ = nullptr;
    BarChart *lengths_ = nullptr;
    SectionHeader *vocabularyHeader_ = nullptr;
    BarChart *vocabulary_ = nullptr;
    ProblemView *problems_ = nullptr;
};

} // namespace helicase
