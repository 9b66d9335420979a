#include "app/workbench/start_page.h"

#include "widgets/common/elided_label.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QAction>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr int columnHeadHeight = 28;

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->widget() != nullptr)
            item->widget()->deleteLater();
        if (item->layout() != nullptr)
            clearLayout(item->layout());
        delete item;
    }
}

QString homeRelative(const QString &path)
{
    return path.startsWith(QDir::homePath()) ? QLatin1Char('~') + path.mid(QDir::homePath().size())
                                             : path;
}

// "step 1,840 of 3,000, 4 min left"
QString runText(const Job &job)
{
    QStringList parts{job.stage.isEmpty() ? StartPage::tr("starting") : job.stage};
    if (job.secondsLeft() >= 0)
        parts += timeLeftText(job.secondsLeft());
    return parts.join(QStringLiteral(", "));
}

// A button with two lines at the left and a note at the right.
class EntryButton final : public QPushButton {
public:
    EntryButton(const QString &title, const QString &subtitle, const QString &note,
                const QString &iconName, QWidget *parent)
        : QPushButton(parent)
    {
        setRole(this, "entry");
        setAccessibleName(title + QStringLiteral(", ") + subtitle + QStringLiteral(", ") + note);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(10, 4, 10, 4);
        row->setSpacing(10);
        auto *picture = new QLabel(this);
        picture->setPixmap(helicase::icon(iconName).pixmap(16, 16));
        auto *texts = new QVBoxLayout;
        texts->setSpacing(0);
        texts->addWidget(new ElidedLabel(title, this));
        auto *second = new ElidedLabel(subtitle, this);
        second->setElideMode(Qt::ElideMiddle);
        setRole(second, "muted");
        texts->addWidget(second);
        row->addWidget(picture);
        row->addLayout(texts, 1);
        row->addWidget(mutedLabel(note, this));
        for (QLabel *label : findChildren<QLabel *>())
            label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    QSize sizeHint() const override { return layout()->sizeHint(); }
    QSize minimumSizeHint() const override { return layout()->minimumSize(); }
};

} // namespace

StartPage::StartPage(WindowSettings &settings, JobRunner &jobs, QWidget *parent)
    : QFrame(parent), settings_(settings), jobs_(jobs)
{
    setObjectName(QStringLiteral("start.page"));
    setAccessibleName(tr("Start page"));
    setRole(this, "canvas");
    setAttribute(Qt::WA_StyledBackground);
    columns_ = new QHBoxLayout(this);
    columns_->setContentsMargins(32, 88, 32, 32);
    columns_->setSpacing(32);
    columns_->addStretch(1);
    buildBegin();
    auto *clear = linkButton(tr("Clear list"), QStringLiteral("start.clear"), this);
    recent_ = addColumn(tr("Recent projects"), clear);
    runCount_ = mutedLabel({}, this);
    runs_ = addColumn(tr("Runs still going"), runCount_);
    columns_->addStretch(1);
    buildNote();
    connect(clear, &QToolButton::clicked, this, [this] {
        settings_.clearRecentProjects();
        refreshRecent();
    });
    for (const auto signal : {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobRemoved})
        connect(&jobs_, signal, this, [this] {
            if (isVisible())
                refreshRuns();
        });
    refresh();
}

QVBoxLayout *StartPage::newColumn(int width)
{
    auto *column = new QWidget(this);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    columns_->addWidget(column, width, Qt::AlignTop);
    return layout;
}

void StartPage::buildBegin()
{
    QVBoxLayout *column = newColumn(3);
    auto *name = new QLabel(QStringLiteral("Helicase"), this);
    setRole(name, "headline");
    column->addWidget(name);
    column->addWidget(mutedLabel(
        tr("Workbench for DNA language models, %1").arg(QCoreApplication::applicationVersion()),
        this));
    column->addSpacing(10);
    entries_ = new QVBoxLayout;
    entries_->setSpacing(4);
    column->addLayout(entries_);
    column->addSpacing(8);
    auto *hint = mutedLabel(tr("Or drop a FASTA file, an embedding, a run folder or a project "
                               "anywhere in this window."),
                            this);
    hint->setWordWrap(true);
    column->addWidget(hint);
}

void StartPage::buildNote()
{
    note_ = new QFrame(this);
    note_->setObjectName(QStringLiteral("start.note"));
    setRole(note_, "note");
    auto *row = new QHBoxLayout(note_);
    row->setSpacing(8);
    auto *picture = new QLabel(note_);
    picture->setPixmap(helicase::icon(QStringLiteral("info")).pixmap(16, 16));
    row->addWidget(picture, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    noteText_ = new QLabel(note_);
    noteText_->setWordWrap(true);
    texts->addWidget(noteText_);
    auto *changes =
        linkButton(tr("Show what changed"), QStringLiteral("start.note.changes"), note_);
    texts->addWidget(changes, 0, Qt::AlignLeft);
    row->addLayout(texts, 1);
    note_->hide();
    auto *column = static_cast<QVBoxLayout *>(runs_->parentWidget()->layout());
    column->addSpacing(6);
    column->addWidget(note_);
    connect(changes, &QToolButton::clicked, this, &StartPage::changesRequested);
}

QVBoxLayout *StartPage::addColumn(const QString &title, QWidget *headWidget)
{
    QVBoxLayout *column = newColumn(4);
    auto *label = new QLabel(title, this);
    setRole(label, "strong");
    headWidget->setFixedHeight(columnHeadHeight);
    auto *head = new QHBoxLayout;
    head->addWidget(label);
    head->addStretch();
    head->addWidget(headWidget);
    column->addLayout(head);
    column->addWidget(horizontalLine(this));
    auto *rows = new QVBoxLayout;
    rows->setSpacing(2);
    column->addLayout(rows);
    return rows;
}

void StartPage::addEntry(QAction *action, const QString &note)
{
    auto *button = new QPushButton(action->icon(), action->text(), this);
    button->setObjectName(QStringLiteral("start.") + action->objectName());
    button->setAccessibleName(action->text());
    button->setMinimumWidth(240);
    button->setIconSize({16, 16});
    setRole(button, hasPrimary_ ? "entry" : "primary");
    if (!hasPrimary_)
        button->setIcon(onAccentIcon(action->icon().name()));
    if (!hasPrimary_)
        button->setStyleSheet(
            QStringLiteral("QPushButton { text-align: left; padding: 6px 10px; }"));
    const QString right =
        note.isEmpty() ? action->shortcut().toString(QKeySequence::NativeText) : note;
    auto *row = new QHBoxLayout(button);
    row->setContentsMargins(0, 0, 10, 0);
    row->addStretch();
    auto *label = new QLabel(right, button);
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    if (hasPrimary_)
        setRole(label, "muted");
    else
        label->setStyleSheet(QStringLiteral("color: palette(window); font-weight: 400;"));
    row->addWidget(label);
    hasPrimary_ = true;
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    entries_->addWidget(button);
}

void StartPage::showNote(const QString &text)
{
    noteText_->setText(text);
    note_->show();
}

void StartPage::refresh()
{
    refreshRecent();
    shownRuns_.clear();
    refreshRuns();
}

void StartPage::refreshRecent()
{
    clearLayout(recent_);
    for (const RecentProject &project : settings_.recentProjects()) {
        const bool exists = QFileInfo::exists(project.path);
        auto *entry = new EntryButton(QFileInfo(project.path).completeBaseName(),
                                      homeRelative(QFileInfo(project.path).absolutePath()),
                                      exists ? momentText(project.opened) : tr("Locate…"),
                                      QStringLiteral("folder"), this);
        entry->setObjectName(QStringLiteral("start.recent"));
        for (QLabel *label : entry->findChildren<QLabel *>())
            label->setEnabled(exists);
        entry->setToolTip(exists ? project.path
                                 : tr("%1 was not found. A click asks where it is.").arg(project.path));
        connect(entry, &QPushButton::clicked, this, [this, exists, path = project.path] {
            if (exists)
                Q_EMIT projectChosen(path);
            else
                Q_EMIT missingProjectChosen(path);
        });
        recent_->addWidget(entry);
    }
    if (recent_->count() == 0)
        recent_->addWidget(mutedLabel(tr("None yet."), this));
}

// Rebuilt when the set of runs changes; otherwise only bars and texts move.
void StartPage::refreshRuns()
{
    QStringList ids;
    int count = 0;
    for (const Job &job : jobs_.jobs())
        if (job.state == JobState::Running) {
            ids += job.id + job.stage;
            ++count;
        }
    const QString key = ids.join(QLatin1Char(' '));
    if (key == shownRuns_ && runs_->count() > 0)
        return;
    shownRuns_ = key;
    clearLayout(runs_);
    runCount_->setText(QString::number(count));
    for (const Job &job : jobs_.jobs()) {
        if (job.state != JobState::Running)
            continue;
        auto *head = new QHBoxLayout;
        auto *picture = new QLabel(this);
        picture->setPixmap(
            helicase::icon(iconOf(job.state), shownColor(ColorRole::Success)).pixmap(16, 16));
        auto *title = new QLabel(job.title, this);
        setRole(title, "strong");
        head->addWidget(picture);
        auto *attach = linkButton(tr("Attach"), QStringLiteral("start.attach"), this);
        attach->setAccessibleName(tr("Attach %1").arg(job.title));
        head->addWidget(title);
        head->addStretch();
        head->addWidget(attach);
        auto *bar = new QProgressBar(this);
        bar->setTextVisible(false);
        bar->setRange(0, job.fraction() < 0 ? 0 : 1000);
        bar->setValue(int(job.fraction() * 1000));
        runs_->addLayout(head);
        runs_->addWidget(bar);
        runs_->addWidget(mutedLabel(runText(job), this));
        runs_->addWidget(horizontalLine(this));
        connect(attach, &QToolButton::clicked, this,
                [this, folder = job.folder] { Q_EMIT attachRequested(folder); });
    }
    if (count == 0)
        runs_->addWidget(mutedLabel(tr("None."), this));
}

} // namespace helicase
