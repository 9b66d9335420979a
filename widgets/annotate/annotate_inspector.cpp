#include "widgets/annotate/annotate_inspector.h"

#include "widgets/annotate/bar_chart.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QToolButton>
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

} // namespace

QString remedyText(DocumentProblem::Remedy remedy)
{
    switch (remedy) {
    case DocumentProblem::Remedy::ReplaceByN:
        return AnnotateInspector::tr("Replace by N");
    case DocumentProblem::Remedy::UpperCase:
        return AnnotateInspector::tr("Use upper case");
    case DocumentProblem::Remedy::CloseRun:
        return AnnotateInspector::tr("Close it");
    case DocumentProblem::Remedy::RemoveTag:
        return AnnotateInspector::tr("Remove it");
    case DocumentProblem::Remedy::None:
        break;
    }
    return {};
}

AnnotateInspector::AnnotateInspector(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildCounts(layout);
    buildCharts(layout);
    buildProblems(layout);
    connect(&theme_, &Theme::changed, this, &AnnotateInspector::applyTheme);
    applyTheme();
    setAnnotation(nullptr);
}

void AnnotateInspector::buildCounts(QVBoxLayout *layout)
{
    countsHeader_ = new SectionHeader(tr("Counts"), this);
    layout->addWidget(countsHeader_);
    counts_ = new FactList(this);
    counts_->setObjectName("annotate.counts");
    counts_->setAccessibleName(tr("Token counts"));
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
    auto *lengthHeader = new SectionHeader(tr("Token length"), this);
    lengthHeader->setSummary(tr("DNA tokens"));
    layout->addWidget(lengthHeader);
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

void AnnotateInspector::buildProblems(QVBoxLayout *layout)
{
    layout->addSpacing(4);
    layout->addWidget(horizontalLine(this));
    problemsHeader_ = new SectionHeader(tr("Problems"), this);
    layout->addWidget(problemsHeader_);
    problems_ = new QListWidget(this);
    problems_->setObjectName("annotate.problems");
    problems_->setAccessibleName(tr("Problems of the text"));
    problems_->setFrameShape(QFrame::NoFrame);
    problems_->setWordWrap(true);
    problems_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    problems_->setMinimumHeight(72);
    layout->addWidget(problems_, 1);
    connect(problems_, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            Q_EMIT problemChosen(row);
    });
}

void AnnotateInspector::setAnnotation(std::shared_ptr<const Annotation> annotation)
{
    annotation_ = std::move(annotation);
    setCounting(false);
    showCounts();
    showLimit();
    showRoundTrip();
    showCharts();
    showProblems();
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
    const int count = problems_->count();
    if (count == 0)
        return;
    const int current = problems_->currentRow();
    const int next = current < 0 ? (by > 0 ? 0 : count - 1) : (current + by + count) % count;
    problems_->setCurrentRow(next);
    if (next == current)
        Q_EMIT problemChosen(next);
}

int AnnotateInspector::currentProblem() const
{
    return problems_->currentRow();
}

void AnnotateInspector::applyTheme()
{
    for (BarChart *chart : {lengths_, vocabulary_})
        chart->setColors(theme_.color(ColorRole::DnaTokenOther),
                         theme_.color(ColorRole::ControlBorder), theme_.color(ColorRole::Muted));
    showProblems();
}

void AnnotateInspector::showCounts()
{
    const AnnotationCounts counts = annotation_ ? annotation_->counts : AnnotationCounts{};
    const auto number = [this](int64_t value) {
        return annotation_ ? groupedNumber(value) : QStringLiteral("–");
    };
    counts_->setFact(tr("Tokens"), number(counts.tokens));
    counts_->setFact(tr("Bases per DNA token"), counts.dna > 0
                                                    ? fixedNumber(counts.basesPerDnaToken(), 2)
                                                    : QStringLiteral("–"));
    counts_->setFact(tr("DNA tokens"), number(counts.dna));
    counts_->setFact(tr("Text tokens"), number(counts.text));
    counts_->setFact(tr("Special tokens"), number(counts.special));
    counts_->setFact(tr("Unknown tokens"), number(counts.unknown));
}

void AnnotateInspector::showLimit()
{
    const int64_t used = annotation_ ? annotation_->counts.tokens : 0;
    limitHeader_->setSummary(limit_ > 0 ? tr("%1 tokens").arg(groupedNumber(limit_)) : tr("none"));
    limitBar_->setVisible(limit_ > 0);
    limitBar_->setRange(0, static_cast<int>(std::max<int64_t>(limit_, 1)));
    limitBar_->setValue(static_cast<int>(std::min(used, limit_)));
    const bool isCut = limit_ > 0 && used > limit_;
    setRole(limitText_, isCut ? "error" : "muted");
    if (limit_ <= 0) {
        limitText_->setText(tr("All tokens are kept."));
        return;
    }
    if (!isCut) {
        limitText_->setText(
            tr("%1 used, %2 tokens left.").arg(groupedNumber(used), groupedNumber(limit_ - used)));
        return;
    }
    const AnnotatedToken &last = annotation_->tokens[static_cast<size_t>(limit_ - 1)];
    QString place = tr("character %1").arg(groupedNumber(last.end));
    if (last.run >= 0) {
        const DnaRun &run = annotation_->runs[static_cast<size_t>(last.run)];
        place = tr("base %1 of run %2")
                    .arg(groupedNumber(last.end - run.begin), groupedNumber(last.run + 1));
    }
    limitText_->setText(
        tr("%1 tokens are cut off after %2.").arg(groupedNumber(used - limit_), place));
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
    std::vector<int64_t> lengths;
    if (annotation_)
        lengths = annotation_->dnaTokenLengths;
    while (!lengths.empty() && lengths.back() == 0)
        lengths.pop_back();
    if (!lengths.empty())
        lengths.erase(lengths.begin());
    std::vector<BarChart::Label> labels;
    const int step = lengths.size() > 16 ? 4 : 2;
    for (int bar = step - 1; bar < std::ssize(lengths); bar += step)
        labels.push_back({bar, QString::number(bar + 1)});
    lengths_->setBars(std::move(lengths), std::move(labels), tr("Token length (bases)"));

    std::vector<int64_t> uses;
    if (annotation_)
        uses = annotation_->vocabularyUse;
    const auto distinct = static_cast<int64_t>(uses.size());
    uses.resize(std::min<size_t>(uses.size(), shownRanks));
    const int last = static_cast<int>(uses.size()) - 1;
    vocabulary_->setBars(std::move(uses),
                         {{0, tr("most used")}, {last, tr("rank %1").arg(last + 1)}}, {});
    if (!annotation_ || distinct == 0) {
        vocabularyHeader_->setSummary({});
        return;
    }
    const int64_t all =
        annotation_->tokenizer->tokenizer->vocabularySize() - annotation_->tokenizer->dnaOffset;
    vocabularyHeader_->setSummary(
        tr("%1 of %2 tokens").arg(groupedNumber(distinct), groupedNumber(all)));
}

void AnnotateInspector::showProblems()
{
    const QSignalBlocker quiet(problems_);
    const int current = problems_->currentRow();
    problems_->clear();
    const int count = annotation_ ? static_cast<int>(annotation_->problems.size()) : 0;
    const int64_t all = count + (annotation_ ? annotation_->furtherProblems : 0);
    problemsHeader_->setSummary(all > count ? tr("%1 of %2").arg(count).arg(groupedNumber(all))
                                            : groupedNumber(all));
    for (int index = 0; index < count; ++index) {
        auto *item = new QListWidgetItem(problems_);
        QWidget *row = problemRow(index);
        row->setFixedWidth(std::max(180, problems_->viewport()->width()));
        item->setSizeHint({10, row->sizeHint().height()});
        item->setData(Qt::AccessibleTextRole,
                      annotation_->problems[static_cast<size_t>(index)].message);
        problems_->setItemWidget(item, row);
    }
    if (current < count)
        problems_->setCurrentRow(current);
}

QWidget *AnnotateInspector::problemRow(int index)
{
    const DocumentProblem &problem = annotation_->problems[static_cast<size_t>(index)];
    auto *row = new QWidget(problems_);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 5, 8, 5);
    layout->setSpacing(7);
    auto *sign = new QLabel(row);
    sign->setPixmap(
        iconPixmap("warning", theme_.color(ColorRole::Warning), 14, devicePixelRatioF()));
    sign->setFixedWidth(14);
    layout->addWidget(sign, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(1);
    auto *text = new QLabel(problem.message, row);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setFont(secondaryFont());
    text->setFixedWidth(std::max(140, problems_->viewport()->width() - 44));
    column->addWidget(text);
    if (problem.remedy != DocumentProblem::Remedy::None) {
        QToolButton *remedy = linkButton(remedyText(problem.remedy),
                                         QStringLiteral("annotate.remedy.%1").arg(index), row);
        connect(remedy, &QToolButton::clicked, this,
                [this, index] { Q_EMIT remedyRequested(index); });
        column->addWidget(remedy, 0, Qt::AlignLeft);
    }
    layout->addLayout(column, 1);
    return row;
}

} // namespace helicase
