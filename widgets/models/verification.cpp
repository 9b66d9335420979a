#include "widgets/models/verification.h"

#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/section_header.h"
#include "widgets/common/table_columns.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int shownCaseRows = 8;

enum CaseColumn { CaseName, CaseDifference, CaseTolerance, CaseVerdict };

QStandardItem *rightItem(const QString &text)
{
    auto *item = new QStandardItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

double numberOf(const QJsonValue &value)
{
    return value.isDouble() ? value.toDouble() : std::numeric_limits<double>::quiet_NaN();
}

QStringList problemsOf(const QJsonObject &object)
{
    QStringList problems;
    for (const QJsonValue &problem : object.value(QStringLiteral("problems")).toArray())
        problems += problem.toString();
    return problems;
}

QString tipOf(const VerifiedCase &entry)
{
    QStringList lines{
        entry.name,
        Verification::tr("%1, %2 tensors compared").arg(entry.kind, groupedNumber(entry.compared))};
    if (!entry.worstTensor.isEmpty())
        lines += Verification::tr("Largest difference in %1").arg(entry.worstTensor);
    return (lines + entry.problems).join(u'\n');
}

} // namespace

std::vector<VerifiedCase> readVerifiedCases(const QByteArray &json)
{
    std::vector<VerifiedCase> cases;
    for (const QJsonValue &value : QJsonDocument::fromJson(json).array()) {
        const QJsonObject object = value.toObject();
        if (!object.contains(QStringLiteral("case")) || !object.contains(QStringLiteral("passed")))
            return {};
        cases.push_back({.name = object.value(QStringLiteral("case")).toString(),
                         .kind = object.value(QStringLiteral("kind")).toString(),
                         .compared = object.value(QStringLiteral("compared")).toInteger(),
                         .difference = numberOf(object.value(QStringLiteral("difference"))),
                         .tolerance = numberOf(object.value(QStringLiteral("tolerance"))),
                         .isPassed = object.value(QStringLiteral("passed")).toBool(),
                         .worstTensor = object.value(QStringLiteral("worst_tensor")).toString(),
                         .problems = problemsOf(object)});
    }
    return cases;
}

Verification::Verification(PanelJobs &jobs, QAction *verify, QWidget *parent)
    : QWidget(parent), jobs_(jobs), verify_(verify)
{
    header_ = new SectionHeader(tr("Verified on this machine"), this);
    table_ = new QTableView(this);
    cases_ = new QStandardItemModel(0, 4, table_);
    table_->setModel(cases_);
    setUpTable(table_, QStringLiteral("models.verify"), tr("Reference cases"));
    table_->setSortingEnabled(false);
    table_->setIconSize({14, 14});
    setCloseColumns(table_);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->setMinimumWidth(0);
    auto *button = new QHBoxLayout;
    button->setContentsMargins(12, 6, 12, 8);
    button->addWidget(actionButton(verify, this));
    button->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header_);
    layout->addWidget(table_);
    layout->addLayout(button);
    showCases({});
}

void Verification::verify(const QString &folder)
{
    if (std::exchange(isRunning_, true))
        return;
    verify_->setEnabled(false);
    jobs_.start({.words = {QStringLiteral("verify"), folder, QStringLiteral("--json")},
                 .folder = folder,
                 .title = tr("Verification"),
                 .isLong = false},
                messageId, [this](const Job &job) { takeEnd(job); });
}

// A case that does not hold fails the command, too; its verdicts are there all the same.
void Verification::takeEnd(const Job &job)
{
    isRunning_ = false;
    verify_->setEnabled(true);
    if (job.state != JobState::Done && job.state != JobState::Failed)
        return;
    const std::vector<VerifiedCase> cases = readVerifiedCases(jobs_.outputOf(job));
    if (cases.empty())
        return;
    showCases(cases);
    Q_EMIT verified(int(std::ranges::count_if(cases, &VerifiedCase::isPassed)), int(cases.size()));
}

void Verification::showCases(const std::vector<VerifiedCase> &cases)
{
    table_->setVisible(!cases.empty());
    cases_->clear();
    if (cases.empty()) {
        header_->setSummary(tr("not yet"));
        return;
    }
    cases_->setHorizontalHeaderLabels(
        {tr("Reference case"), tr("Difference"), tr("Limit"), QString()});
    for (const CaseColumn column : {CaseDifference, CaseTolerance})
        cases_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    cases_->horizontalHeaderItem(CaseDifference)
        ->setToolTip(tr("Largest difference to the reference, relative to its largest value where "
                        "that is above 1"));
    for (const VerifiedCase &entry : cases) {
        auto *name = new QStandardItem(entry.name);
        name->setToolTip(tipOf(entry));
        auto *verdict = new QStandardItem(
            icon(entry.isPassed ? QStringLiteral("check") : QStringLiteral("error"),
                 shownColor(entry.isPassed ? ColorRole::Success : ColorRole::Error)),
            entry.isPassed ? QString() : tr("differs"));
        verdict->setToolTip(entry.isPassed ? tr("Holds") : tr("Differs from the reference"));
        verdict->setData(verdict->toolTip(), Qt::AccessibleTextRole);
        verdict->setData(entry.isPassed ? tr("holds") : tr("differs"), exportRole);
        cases_->appendRow({name, rightItem(shortNumber(entry.difference, 2)),
                           rightItem(shortNumber(entry.tolerance, 2)), verdict});
    }
    const auto passed = std::ranges::count_if(cases, &VerifiedCase::isPassed);
    header_->setSummary(tr("%1 hold").arg(countOf(passed, qint64(cases.size()))));
    table_->horizontalHeader()->setSectionResizeMode(CaseName, QHeaderView::Stretch);
    for (const CaseColumn column : {CaseDifference, CaseTolerance, CaseVerdict})
        table_->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    const int rows = std::clamp(int(cases.size()), 1, shownCaseRows);
    table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() +
                           rows * table_->verticalHeader()->defaultSectionSize() + 4);
}

} // namespace helicase
