// The left dock: which task, on which data, with which candidates, the command line that follows
// and the button that runs it. GUI thread.
#pragma once

#include "widgets/evaluate/evaluation_loader.h"

#include <QHash>
#include <QWidget>
#include <map>
#include <string>

class QAction;
class QLabel;
class QListWidget;
class QVBoxLayout;

namespace helicase {

class CandidateList;
class CommandPreview;
class OptionForm;
class SectionHeader;

class EvaluateInputs final : public QWidget {
    Q_OBJECT

public:
    // run and addCandidate become buttons.
    EvaluateInputs(QAction *run, QAction *addCandidate, QWidget *parent = nullptr);

    void setProject(const QString &folder);
    void setScan(const ProjectScan &scan);
    void addCandidate(const QString &path);

    std::string task() const;
    void setTask(const std::string &task);
    // Behind "helicase", with the folder of the result.
    QStringList words() const;
    QString outputFolder() const;
    // Why it cannot run; empty: it can.
    QString obstacle() const;

Q_SIGNALS:
    void changed();
    void taskChanged();

private:
    void fillDataFields();
    void showTask();
    void refresh();
    OptionForm *form() const;
    // Bins that were made elsewhere are the candidates themselves.
    bool hasCandidates() const { return task() != "bins"; }
    OptionForm *makeForm(); // of the current task

    QString project_;
    ProjectScan scan_;
    QAction *run_ = nullptr;
    QListWidget *tasks_ = nullptr;
    QVBoxLayout *formPlace_ = nullptr;
    std::map<std::string, OptionForm *> forms_; // of the tasks chosen so far; one is visible
    SectionHeader *candidatesHeader_ = nullptr;
    QWidget *candidatesPlace_ = nullptr;
    CandidateList *candidates_ = nullptr;
    QLabel *obstacle_ = nullptr;
    CommandPreview *preview_ = nullptr;
};

} // namespace helicase
