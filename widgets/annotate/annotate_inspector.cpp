#include "widgets/annotate/annotate_inspector.h"

#include "widgets/annotate/bar_chart.h"
#include "widgets/annotate/counts_table.h"
#include "widgets/annotate/problem_view.h"
#include "widgets/common/format.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int shownRanks = 30;

QLabel *wrappedLabel(const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setFont(secondaryFont());
    label->setContentsMargins(10, 2, 10, 6);
    return label;
}

// [n]: DNA tokens of n + 1 bases, up to the longest that occurs.
std::vector<int64_t> lengthsOf(const Annotation *annotation)
{
    if (!annotation)
        return {};
    std::vector<int64_t> lengths = annotation->dnaTokenLengths;
    while (!lengths.empty() && lengths.back() == 0)
        lengths.pop_back();
    if (!lengths.empty())
        lengths.erase(lengths.begin());
    return lengths;
}

std::vector<int64_t> mostUsed(const Annotation *annotation)
{
    if (!annotation)
        return {};
    std::vector<int64_t> uses = annotation->vocabularyUse;
    uses.resize(std::min<size_t>(uses.size(), shownRanks));
    return uses;
}

// The count of a bar in a sentence with a place for it, and that of tokenizer B behind it.
QString countsAt(const QString &sentence, const std::vector<int64_t> &counts,
                 const std::vector<int64_t> &others, int bar)
{
    const auto index = static_cast<size_t>(bar);
    const QString text = sentence.arg(groupedNumber(counts[index]));
    return index < others.size()
               ? AnnotateInspector::tr("%1 (B: %2)").arg(text, groupedNumber(others[index]))
               : text;
}

} // namespace

AnnotateInspector::AnnotateInspector(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildCounts(layout);
    buildCharts(layout);
    layout->addSpacing(4);
    layout->addWidget(horizontalLine(this));
    problems_ = new ProblemView(theme, this);
    layout->addWidget(problems_, 1);
    connect(problems_, &ProblemView::problemChosen, this, &AnnotateInspector::problemChosen);
    connect(problems_, &ProblemView::remedyRequested, this, &AnnotateInspector::remedyRequested);
    connect(&theme_, &Theme::changed, this, &AnnotateInspector::applyTheme);
    applyTheme();
    setAnnotation(nullptr);
}

void AnnotateInspector::buildCounts(QVBoxLayout *layout)
{
    countsHeader_ = new SectionHeader(tr("Counts"), this);
    layout->addWidget(countsHeader_);
    counts_ = new CountsTable(this);
    layout->addWidget(counts_);

    layout->addWidget(horizontalLine(this));
    limitHeader_ = new SectionHeader(tr("Limit"), this);
    layout->addWidget(limitHeader_);
    auto *barLine = new QHBoxLayout;
    barLine->setContentsMargins(10, 4, 10, 2);
    limitBar_ = new QProgressBar(this);
    limitBar_->setObjectName("annotate.limitBar");
    limitBar_->setAccessibleName(tr("Tokens used of the limit"));
    limitBar_->setTextVisible(false);
    barLine->addWidget(limitBar_);
    layout->addLayout(barLine);
    limitText_ = wrappedLabel("annotate.limitText", this);
    layout->addWidget(limitText_);

    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Round trip"), this));
    roundTrip_ = wrappedLabel("annotate.roundTripText", this);
    layout->addWidget(roundTrip_);
}

void AnnotateInspector::buildCharts(QVBoxLayout *layout)
{
    layout->addWidget(horizontalLine(this));
    lengthHeader_ = new SectionHeader(tr("Token length"), this);
    lengthHeader_->setSummary(tr("DNA tokens"));
    layout->addWidget(lengthHeader_);
    lengths_ = new BarChart("annotate.lengths", tr("Lengths of DNA tokens"), this);
    layout->addWidget(lengths_);
    layout->addSpacing(4);
    layout->addWidget(horizontalLine(this));
    vocabularyHeader_ = new SectionHeader(tr("Vocabulary use"), this);
    layout->addWidget(vocabularyHeader_);
    vocabulary_ =
        new BarChart("annotate.vocabularyUse", tr("Uses of the most used DNA tokens"), this);
    layout->addWidget(vocabulary_);
}

void AnnotateInspector::setAnnotation(std::shared_ptr<const Annotation> annotation)
{
    annotation_ = std::move(annotation);
    setCounting(false);
    counts_->setCounts(annotation_.get(), comparison_.get());
    showLimit();
    showRoundTrip();
    showCharts();
    problems_->setAnnotation(annotation_);
}

void AnnotateInspector::setComparison(std::shared_ptr<const Annotation> annotation)
{
    comparison_ = std::move(annotation);
    counts_->setCounts(annotation_.get(), comparison_.get());
    showCharts();
}

void AnnotateInspector::setComparing(bool isComparing)
{
    counts_->setComparing(isComparing);
    lengthHeader_->setSummary(isComparing ? tr("bars A, line B") : tr("DNA tokens"));
}

void AnnotateInspector::setLimit(int64_t tokens)
{
    limit_ = tokens;
    showLimit();
}

void AnnotateInspector::setCounting(bool isCounting)
{
    countsHeader_->setSummary(isCounting ? tr("counting …") : QString());
}

void AnnotateInspector::stepProblem(int by)
{
    problems_->step(by);
}

void AnnotateInspector::applyTheme()
{
    for (BarChart *chart : {lengths_, vocabulary_})
        chart->setColors({.bars = theme_.color(ColorRole::DnaTokenOther),
                          .line = theme_.color(ColorRole::Text),
                          .axis = theme_.color(ColorRole::ControlBorder),
                          .text = theme_.color(ColorRole::Muted)});
}

void AnnotateInspector::setModelMaximum(int64_t tokens)
{
    modelMaximum_ = tokens;
    showLimit();
}

void AnnotateInspector::showLimitSummary()
{
    const QString limit =
        limit_ > 0 ? tr("%1 tokens").arg(groupedNumber(limit_)) : tr("none");
    limitHeader_->setSummary(
        modelMaximum_ > 0 ? tr("%1, model takes %2").arg(limit, groupedNumber(modelMaximum_))
                          : limit);
}

// Without a limit the model's own is what counts.
void AnnotateInspector::showLimit()
{
    showLimitSummary();
    const int64_t used = annotation_ ? annotation_->counts.tokens : 0;
    const int64_t most = limit_ > 0 ? limit_ : modelMaximum_;
    limitBar_->setVisible(most > 0);
    limitBar_->setRange(0, static_cast<int>(std::max<int64_t>(most, 1)));
    limitBar_->setValue(static_cast<int>(std::min(used, most)));
    const bool isOver = most > 0 && used > most;
    setRole(limitText_, !isOver ? "muted" : limit_ > 0 ? "error" : "warning");
    if (most <= 0)
        limitText_->setText(tr("All tokens are kept."));
    else if (!isOver)
        limitText_->setText((limit_ > 0 ? tr("%1 used, %2 tokens left.")
                                        : tr("%1 used, %2 tokens left until the model's limit."))
                                .arg(groupedNumber(used), groupedNumber(most - used)));
    else if (limit_ > 0)
        limitText_->setText(cutPlace());
    else
        limitText_->setText(
            tr("%1 tokens more than the model takes.").arg(groupedNumber(used - most)));
}

QString AnnotateInspector::cutPlace() const
{
    const int64_t cut = *annotation_->firstCutToken(limit_);
    if (cut == 0)
        return tr("All tokens of the text are cut off.");
    const AnnotatedToken &last = annotation_->tokens[static_cast<size_t>(cut - 1)];
    QString place = tr("character %1").arg(groupedNumber(last.end));
    if (last.run >= 0) {
        const DnaRun &run = annotation_->runs[static_cast<size_t>(last.run)];
        place = tr("base %1 of run %2")
                    .arg(groupedNumber(last.end - run.begin), groupedNumber(last.run + 1));
    }
    const int64_t lost = annotation_->counts.tokens - limit_;
    return tr("%1 tokens are cut off after %2.").arg(groupedNumber(lost), place);
}

void AnnotateInspector::showRoundTrip()
{
    if (!annotation_ || annotation_->tokens.empty()) {
        setRole(roundTrip_, "muted");
        roundTrip_->setText(tr("Nothing to compare."));
        return;
    }
    const RoundTrip &trip = annotation_->roundTrip;
    switch (trip.verdict) {
    case RoundTrip::Verdict::Identical:
        setRole(roundTrip_, "success");
        roundTrip_->setText(tr("Identical after decoding."));
        break;
    case RoundTrip::Verdict::SameLetters:
        setRole(roundTrip_, "success");
        roundTrip_->setText(
            tr("Same bases and words; case, accents and line breaks of text are lost."));
        break;
    case RoundTrip::Verdict::Different:
        setRole(roundTrip_, "warning");
        roundTrip_->setText(tr("Decoded text differs at character %1: %2.")
                                .arg(groupedNumber(trip.position), trip.reason));
        break;
    }
}

void AnnotateInspector::showCharts()
{
    showLengths();
    showVocabularyUse();
}

void AnnotateInspector::showLengths()
{
    std::vector<int64_t> lengths = lengthsOf(annotation_.get());
    std::vector<int64_t> others = lengthsOf(comparison_.get());
    const size_t bars = std::max(lengths.size(), others.size());
    lengths.resize(bars);
    if (!others.empty())
        others.resize(bars);
    std::vector<BarChart::Label> labels;
    const int step = bars > 16 ? 4 : 2;
    for (int bar = step - 1; bar < static_cast<int>(bars); bar += step)
        labels.push_back({bar, QString::number(bar + 1)});
    lengths_->setTips([lengths, others](int bar) {
        return countsAt(tr("%1 bases: %2 tokens").arg(bar + 1), lengths, others, bar);
    });
    const auto most = std::ranges::max_element(lengths);
    lengths_->setAccessibleDescription(
        lengths.empty() ? QString()
                        : tr("Most DNA tokens have %1 bases: %2")
                              .arg(most - lengths.begin() + 1)
                              .arg(groupedNumber(*most)));
    lengths_->setBars(std::move(lengths), std::move(labels), tr("Token length (bases)"));
    lengths_->setLine(std::move(others));
}

void AnnotateInspector::showVocabularyUse()
{
    std::vector<int64_t> uses = mostUsed(annotation_.get());
    std::vector<int64_t> others = mostUsed(comparison_.get());
    const size_t bars = std::max(uses.size(), others.size());
    uses.resize(bars);
    const int last = static_cast<int>(bars) - 1;
    vocabulary_->setTips([uses, others](int bar) {
        return countsAt(tr("Rank %1: %2 times").arg(bar + 1), uses, others, bar);
    });
    vocabulary_->setBars(std::move(uses),
                         {{0, tr("most used")}, {last, tr("rank %1").arg(last + 1)}}, {});
    vocabulary_->setLine(std::move(others));
    vocabulary_->setAccessibleDescription({});
    vocabularyHeader_->setSummary(annotation_ ? tr("no DNA tokens") : QString());
    if (!annotation_ || annotation_->vocabularyUse.empty())
        return;
    const int64_t used = std::ssize(annotation_->vocabularyUse);
    const int64_t all =
        annotation_->tokenizer->tokenizer->vocabularySize() - annotation_->tokenizer->dnaOffset;
    vocabulary_->setAccessibleDescription(
        tr("%1 different DNA tokens, the most used one %2 times")
            .arg(groupedNumber(used), groupedNumber(annotation_->vocabularyUse.front())));
    vocabularyHeader_->setSummary(countOf(used, all));
    vocabularyHeader_->setToolTip(tr("Different DNA tokens in the text, of all in the vocabulary"));
}

} // namespace helicase
