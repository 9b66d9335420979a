#include "widgets/data/record_inspector.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/section_header.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/data/data_places.h"
#include "widgets/data/data_words.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QTextBlock>
#include <QTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// Of one sequence; more are counted.
constexpr size_t mostPlaces = 8;
// Boxes that a reader would look at; more letters are counted.
constexpr size_t mostBoxedLetters = 2'000;

QString qtText(std::string_view text)
{
    return QString::fromUtf8(text.data(), std::ssize(text));
}

// Appends letters on a ground of their own.
void appendBox(QTextCursor &cursor, const QString &text, ColorRole ground)
{
    QTextCharFormat format;
    format.setBackground(shownColor(ground));
    format.setForeground(shownColor(ColorRole::Text));
    cursor.insertText(text, format);
}

// One text cut into its tokens. The places of tokens are code points; letters of DNA are one each.
void appendTokens(QTextCursor &cursor, const Tokenizer &tokenizer, std::string_view letters)
{
    const Encoding encoding = tokenizer.encode(letters, SpecialTokens::Add);
    const QString text = qtText(letters);
    bool isOther = false;
    for (size_t token = 0; token < encoding.size(); ++token) {
        const TokenSpan place = encoding.offsets[token];
        if (encoding.specialMask[token] != 0) {
            appendBox(cursor, QString::fromStdString(tokenizer.token(encoding.ids[token])),
                      ColorRole::SpecialToken);
            continue;
        }
        const bool isUnknown = encoding.ids[token] == tokenizer.unknownId();
        appendBox(cursor, text.mid(place.begin, place.end - place.begin),
                  isUnknown ? ColorRole::UnknownToken
                  : isOther ? ColorRole::DnaTokenOther
                            : ColorRole::DnaToken);
        isOther = !isOther;
    }
}

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

RecordInspector::RecordInspector(const Actions &actions, QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("data.record"));
    facts_ = new FactList(this);
    tokenTitle_ = new SectionHeader(tr("Tokens"), this);
    tokens_ = new QTextEdit(this);
    tokens_->setObjectName(QStringLiteral("data.tokens"));
    tokens_->setAccessibleName(tr("Letters and tokens of the row"));
    tokens_->setReadOnly(true);
    tokens_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    tokens_->setTabChangesFocus(true);
    tokens_->setWordWrapMode(QTextOption::WrapAnywhere);
    tokens_->setMinimumHeight(110);
    tokens_->setMaximumHeight(180);
    setRole(tokens_, "flat");
    tokenNote_ = mutedLabel({}, this);
    tokenNote_->setWordWrap(true);
    tokenNote_->setContentsMargins(12, 2, 12, 4);
    sameTitle_ = new SectionHeader(tr("Same sequence elsewhere"), this);
    same_ = new QWidget(this);
    sameRows_ = new QVBoxLayout(same_);
    sameRows_->setContentsMargins(8, 0, 12, 6);
    sameRows_->setSpacing(0);
    files_ = new FactList(this);
    provenance_ = new FactList(this);
    auto *uses = new QWidget(this);
    auto *grid = new QGridLayout(uses);
    grid->setContentsMargins(12, 2, 12, 10);
    for (size_t use = 0; use < actions.uses.size(); ++use)
        grid->addWidget(actionButton(actions.uses[use], uses), static_cast<int>(use / 2),
                        static_cast<int>(use % 2));
    auto *tokenBox = new QVBoxLayout;
    tokenBox->setContentsMargins(12, 0, 12, 0);
    tokenBox->addWidget(tokens_);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildTitle(actions));
    layout->addWidget(facts_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(tokenTitle_);
    layout->addLayout(tokenBox);
    layout->addWidget(tokenNote_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(sameTitle_);
    layout->addWidget(same_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Files"), this));
    layout->addWidget(files_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Provenance"), this));
    layout->addWidget(provenance_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(new SectionHeader(tr("Use"), this));
    layout->addWidget(uses);
    layout->addStretch(1);
}

QWidget *RecordInspector::buildTitle(const Actions &actions)
{
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 6, 8, 2);
    layout->setSpacing(2);
    title_ = new ElidedLabel({}, bar);
    title_->setObjectName(QStringLiteral("data.record.title"));
    setRole(title_, "sectiontitle");
    layout->addWidget(title_, 1);
    layout->addWidget(toolButton(actions.previous, ButtonText::Hidden, bar));
    layout->addWidget(toolButton(actions.next, ButtonText::Hidden, bar));
    return bar;
}

void RecordInspector::setLoaded(std::shared_ptr<const LoadedData> loaded)
{
    loaded_ = std::move(loaded);
    record_ = -1;
    showFiles();
    setRecord(-1);
}

void RecordInspector::setRecord(qint64 record)
{
    record_ = loaded_ ? record : -1;
    showFacts();
    showTokens();
    showSame();
}

void RecordInspector::showFacts()
{
    facts_->clear();
    if (record_ < 0) {
        title_->setText(tr("No row is chosen"));
        return;
    }
    const DataSurvey &survey = *loaded_->survey;
    const auto index = static_cast<size_t>(record_);
    const SurveyRow &row = survey.rows[index];
    const SurveySplit &split = survey.splits[row.split];
    const QString name = qtText(survey.text(index).name);
    title_->setText(name.isEmpty() ? tr("Row %1").arg(groupedNumber(record_ + 1)) : name);
    const QString line = tr("line %1").arg(groupedNumber(row.line));
    facts_->setFact(survey.splits.size() > 1 ? tr("Split") : tr("Place"),
                    survey.splits.size() > 1 ? QStringLiteral("%1, %2").arg(
                                                   QString::fromStdString(split.file.split), line)
                                             : line);
    if (hasLabels(survey.kind))
        facts_->setFact(
            tr("Label"),
            row.label < 0 ? tr("none")
                          : QString::fromStdString(survey.labels[static_cast<size_t>(row.label)]));
    facts_->setFact(tr("Length"), tr("%1 bp").arg(groupedNumber(row.bases)));
    if (row.tokens >= 0)
        facts_->setFact(tr("Tokens"), loaded_->choice.maxTokens > 0
                                          ? countOf(row.tokens, loaded_->choice.maxTokens)
                                          : groupedNumber(row.tokens));
    facts_->setFact(tr("GC"), row.bases == 0 ? QString() : percent(row.gcShare, 1));
}

void RecordInspector::showTokens()
{
    tokens_->clear();
    tokenNote_->clear();
    tokenNote_->hide();
    tokenTitle_->setSummary(loaded_ && loaded_->tokenizer ? tokenizerName(loaded_->choice.tokenizer)
                                                          : tr("no tokenizer"));
    if (record_ < 0)
        return;
    const DataSurvey::RowText text = loaded_->survey->text(static_cast<size_t>(record_));
    const int64_t letters = loaded_->survey->rows[static_cast<size_t>(record_)].bases;
    QTextCursor cursor(tokens_->document());
    QTextCharFormat plain;
    plain.setFont(monospacedFont());
    tokens_->setFont(monospacedFont());
    int64_t shown = 0;
    for (const std::string_view sequence : {text.first, text.second}) {
        if (sequence.empty())
            continue;
        const std::string_view part = sequence.substr(0, mostBoxedLetters);
        shown += std::ssize(part);
        if (!cursor.atStart())
            cursor.insertBlock();
        if (loaded_->tokenizer)
            appendTokens(cursor, *loaded_->tokenizer, part);
        else
            cursor.insertText(qtText(part), plain);
    }
    cursor.movePosition(QTextCursor::Start);
    tokens_->setTextCursor(cursor);
    if (shown < letters) {
        tokenNote_->setText(tr("The first %1 letters are shown.").arg(countOf(shown, letters)));
        tokenNote_->show();
    }
}

void RecordInspector::showSame()
{
    clearLayout(sameRows_);
    if (record_ < 0) {
        sameTitle_->setSummary({});
        return;
    }
    const DataSurvey &survey = *loaded_->survey;
    const auto index = static_cast<size_t>(record_);
    const auto all = survey.sameSequence(index);
    const auto others = static_cast<int64_t>(all.size()) - (all.empty() ? 0 : 1);
    sameTitle_->setSummary(others == 0 ? tr("nowhere") : groupedNumber(others));
    size_t listed = 0;
    for (const uint32_t other : all) {
        if (other == index)
            continue;
        if (listed++ == mostPlaces)
            break;
        const SurveyRow &row = survey.rows[other];
        QString text = QStringLiteral("%1, %2").arg(
            QString::fromStdString(survey.splits[row.split].file.split),
            tr("line %1").arg(groupedNumber(row.line)));
        if (row.isReversed != survey.rows[index].isReversed)
            text += tr(", other strand");
        if (row.label >= 0 && row.label != survey.rows[index].label)
            text += tr(", label %1")
                        .arg(QString::fromStdString(survey.labels[static_cast<size_t>(row.label)]));
        QToolButton *link = linkButton(text, QStringLiteral("data.same.%1").arg(listed), same_);
        link->setToolTip(tr("Goes to this row."));
        connect(link, &QToolButton::clicked, this, [this, other] { Q_EMIT recordChosen(other); });
        sameRows_->addWidget(link, 0, Qt::AlignLeft);
    }
    if (others > static_cast<int64_t>(mostPlaces))
        sameRows_->addWidget(mutedLabel(
            tr("and %1 more").arg(groupedNumber(others - static_cast<int64_t>(mostPlaces))),
            same_));
}

void RecordInspector::showFiles()
{
    files_->clear();
    provenance_->clear();
    if (!loaded_)
        return;
    const DataSurvey &survey = *loaded_->survey;
    for (size_t split = 0; split < survey.splits.size(); ++split) {
        const SurveySplit &part = survey.splits[split];
        const QString name = QString::fromStdString(part.file.path.filename().string());
        files_->setFact(name, rowsText(part.rows, survey.kind));
        if (static_cast<qsizetype>(split) < loaded_->digests.size()) {
            // Room for all of it is nowhere: the ends are shown, the whole can be copied.
            const QString digest = loaded_->digests[static_cast<qsizetype>(split)];
            provenance_->setFact(tr("SHA-256 %1").arg(QString::fromStdString(part.file.split)),
                                 digest.left(8) + QStringLiteral(" … ") + digest.right(4));
        }
    }
    provenance_->setFact(
        tr("Read"),
        tr("%1, %2 s").arg(momentText(loaded_->readAt), fixedNumber(loaded_->seconds, 2)));
}

} // namespace helicase
