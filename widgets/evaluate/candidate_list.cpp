#include "widgets/evaluate/candidate_list.h"

#include "widgets/common/widgets.h"
#include "widgets/evaluate/note_delegate.h"

#include <QFileInfo>
#include <QSignalBlocker>

#include <algorithm>

namespace helicase {

namespace {

constexpr int kindRole = Qt::UserRole;
constexpr int valueRole = Qt::UserRole + 1;

struct Baseline {
    const char *name;
    const char *label;
    bool isTicked = true; // unless the user decides otherwise
};

std::vector<Baseline> baselinesOf(const std::string &task)
{
    if (task == "binding")
        return {{"mean", QT_TRANSLATE_NOOP("helicase::CandidateList", "Mean score")}};
    if (task == "classify")
        return {
            {"majority",
             QT_TRANSLATE_NOOP("helicase::CandidateList", "Most frequent class or mean")},
            {"4-mer-regression", QT_TRANSLATE_NOOP("helicase::CandidateList", "4-mer regression")}};
    return {{"tnf", QT_TRANSLATE_NOOP("helicase::CandidateList", "TNF")},
            {"tnf-merged", QT_TRANSLATE_NOOP("helicase::CandidateList", "TNF, strands merged")},
            {"tnf-k", QT_TRANSLATE_NOOP("helicase::CandidateList", "TNF-K"), false},
            {"tnf-k-compat",
             QT_TRANSLATE_NOOP("helicase::CandidateList", "TNF-K, rows as published"), false},
            {"dna2vec", QT_TRANSLATE_NOOP("helicase::CandidateList", "DNA2Vec"), false},
            {"3-mers", QT_TRANSLATE_NOOP("helicase::CandidateList", "3-mers"), false},
            {"5-mers", QT_TRANSLATE_NOOP("helicase::CandidateList", "5-mers"), false},
            {"6-mers-merged",
             QT_TRANSLATE_NOOP("helicase::CandidateList", "6-mers, strands merged"), false}};
}

bool suits(const MeasurableRun &run, const std::string &task)
{
    const auto hasHead = [](const std::string &name) {
        return name == "binding" || name == "classify";
    };
    return hasHead(task) ? run.task == task : !hasHead(run.task);
}

} // namespace

CandidateList::CandidateList(QWidget *parent) : QListWidget(parent)
{
    setObjectName(QStringLiteral("evaluate.candidates"));
    setAccessibleName(tr("Candidates"));
    setFrameShape(QFrame::NoFrame);
    setRole(this, "clear");
    setItemDelegate(new NoteDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QListWidget::itemChanged, this, [this](QListWidgetItem *item) {
        const QString value = item->data(valueRole).toString();
        chosen_[value] = item->checkState() == Qt::Checked;
        Q_EMIT changed();
    });
}

void CandidateList::setCandidates(const std::string &task, const std::vector<MeasurableRun> &runs)
{
    {
        const QSignalBlocker quiet(this);
        clear();
        // Of a task's many runs the newest is what one wants to measure; binding runs are few and
        // compared.
        bool isFirst = true;
        for (const MeasurableRun &run : runs) {
            if (!suits(run, task))
                continue;
            addEntry(Kind::Model, tr("%1, best checkpoint").arg(run.name), run.folder,
                     isFirst || task == "binding");
            isFirst = false;
        }
        for (const QString &path : added_)
            addEntry(path.endsWith(QStringLiteral(".safetensors")) ? Kind::Embedding : Kind::Model,
                     QFileInfo(path).fileName(), path, true);
        for (const Baseline &baseline : baselinesOf(task))
            addEntry(Kind::Baseline, tr(baseline.label), QLatin1String(baseline.name),
                     baseline.isTicked);
    }
    updateGeometry();
    Q_EMIT changed();
}

void CandidateList::addEntry(Kind kind, const QString &label, const QString &value, bool ticked)
{
    const QString note = kind == Kind::Baseline    ? tr("baseline")
                         : kind == Kind::Embedding ? tr("vectors")
                                                   : tr("model");
    auto *item = new QListWidgetItem(label, this);
    item->setData(NoteDelegate::noteRole, note);
    item->setData(Qt::AccessibleDescriptionRole, note);
    item->setData(kindRole, static_cast<int>(kind));
    item->setData(valueRole, value);
    item->setToolTip(QStringLiteral("%1\n%2").arg(label, value));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    item->setCheckState(chosen_.value(value, ticked) ? Qt::Checked : Qt::Unchecked);
}

void CandidateList::addFile(const QString &path)
{
    added_.removeAll(path);
    added_.append(path);
    {
        const QSignalBlocker quiet(this);
        addEntry(path.endsWith(QStringLiteral(".safetensors")) ? Kind::Embedding : Kind::Model,
                 QFileInfo(path).fileName(), path, true);
    }
    updateGeometry();
    Q_EMIT changed();
}

QStringList CandidateList::tickedOf(Kind kind) const
{
    QStringList values;
    for (int row = 0; row < count(); ++row)
        if (item(row)->checkState() == Qt::Checked &&
            item(row)->data(kindRole).toInt() == static_cast<int>(kind))
            values.append(item(row)->data(valueRole).toString());
    return values;
}

bool CandidateList::hasTicked(const QString &value) const
{
    for (int row = 0; row < count(); ++row)
        if (item(row)->data(valueRole).toString() == value)
            return item(row)->checkState() == Qt::Checked;
    return false;
}

QStringList CandidateList::words() const
{
    QStringList words;
    const auto add = [&](const QString &option, Kind kind) {
        if (const QStringList values = tickedOf(kind); !values.isEmpty())
            words.append({option, values.join(u',')});
    };
    add(QStringLiteral("--model"), Kind::Model);
    add(QStringLiteral("--embeddings"), Kind::Embedding);
    add(QStringLiteral("--baseline"), Kind::Baseline);
    if (tickedOf(Kind::Baseline).isEmpty())
        words.append({QStringLiteral("--baseline"), QString()}); // the option's default names some
    return words;
}

int CandidateList::tickedCount() const
{
    int ticked = 0;
    for (int row = 0; row < count(); ++row)
        ticked += item(row)->checkState() == Qt::Checked;
    return ticked;
}

QSize CandidateList::sizeHint() const
{
    return {200, std::clamp(count(), 1, 12) * std::max(sizeHintForRow(0), 0) + 4};
}

} // namespace helicase
