// The left side of the Train panel: task, name and options of a new run, the command it will be,
// and the buttons that start it or let it wait. It starts nothing itself. GUI thread only.
#pragma once

#include <QHash>
#include <QStringList>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace helicase {

class CommandPreview;
class DataPreview;
class JobRunner;
class OptionForm;
class Project;
struct RunDraft;

class RunForm final : public QWidget {
    Q_OBJECT
public:
    // start, queue: the primary action and the one beside it; they are enabled while the form can
    // be run.
    RunForm(Project &project, const JobRunner &jobs, QAction *start, QAction *queue,
            QWidget *parent = nullptr);

    QString task() const;
    void setTask(const QString &task);
    QString runName() const;
    // Behind "helicase".
    QStringList words() const;
    QString runFolder() const;
    bool isRunnable() const;
    OptionForm *options() const;
    // Values of a YAML recipe; the form stays as it is when the file is unreadable.
    void loadRecipe(const QString &file);
    // Shows its task and puts its values over what the form has. False: no such task.
    bool takeDraft(const RunDraft &draft);
    // The values of one of the recipes offered, over defaults; files that it does not name stay.
    void chooseRecipe(const QString &file);
    // The recipe of the demo with the project's data.
    void useDemoRecipe();
    // Looks again for what the project holds: data for empty fields, names that are taken.
    void takeProject();
    // A name that no run of the project has and none that waits, after a run was started.
    void suggestName();

Q_SIGNALS:
    void loaded();
    void saved(const QString &file);
    void failed(const QString &headline, const QString &message);
    // More of the data than the preview tells; a file or folder.
    void dataRequested(const QString &path);

private:
    QWidget *buildHead();
    QWidget *buildFoot();
    void fillFromProject();
    void addForm(const QString &task);
    void addPreview(OptionForm *form);
    void listRecipes();
    void refresh();
    void refreshPreview();
    // A run of this name is there, or will be when its turn comes.
    bool isTaken(const QString &name) const;
    QString mistakeInName() const;
    void askAndLoad();
    void askAndSave();

    Project &project_;
    const JobRunner &jobs_;
    QAction *start_;
    QAction *queue_;
    QComboBox *task_ = nullptr;
    QComboBox *recipe_ = nullptr;
    QLineEdit *name_ = nullptr;
    QLabel *nameMistake_ = nullptr;
    QStackedWidget *pages_ = nullptr;
    QHash<QString, OptionForm *> forms_;
    QHash<QString, DataPreview *> previews_; // of the tasks on labelled sequences
    CommandPreview *command_ = nullptr;
    QLabel *mistakes_ = nullptr;
};

} // namespace helicase
