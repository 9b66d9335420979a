// Sequences to classes: pasted text or a file goes through `helicase predict`, the answer is a
// table. Models without a classifier get a word on how to make one. GUI thread.
#pragma once

#include "widgets/models/loaded_model.h"

#include <QThreadPool>
#include <QWidget>

class QAction;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTableView;

namespace helicase {

class CommandPreview;
class PanelJobs;
class PredictionTableModel;
class Project;
struct Job;
struct SequenceClasses;

struct PredictActions {
    QAction *predict = nullptr;
    QAction *openSequences = nullptr;
    QAction *fineTune = nullptr; // what the hint offers
};

class PredictView final : public QWidget {
    Q_OBJECT

public:
    // Of the band's message that tells how it goes.
    static inline const QString messageId = QStringLiteral("predict");

    PredictView(Project &project, PanelJobs &jobs, const PredictActions &actions,
                QWidget *parent = nullptr);
    ~PredictView() override;

    void setModel(const ModelPointer &model);
    // In place of pasted text.
    void setFile(const QString &file);
    // Starts the command that is shown.
    void predict();
    bool isRunning() const { return isRunning_; }
    QTableView *table() const { return table_; }

Q_SIGNALS:
    void done(int sequences);
    // What the command wrote, or where it should have read, is no good.
    void unreadable(const QString &message);

private:
    QWidget *buildInputs();
    QWidget *buildHint();
    QString obstacle() const;
    QString outputFolder() const;
    QStringList words() const;
    QString inputFile() const;
    bool writeInput();
    void refresh();
    void takeEnd(const Job &job);
    void showPredictions(const QString &file);
    void takePredictions(const SequenceClasses &predictions);
    void fitColumns();

    Project &project_;
    PanelJobs &jobs_;
    PredictActions actions_;
    ModelPointer model_;
    QString file_; // chosen sequences; empty: the text
    QThreadPool pool_;
    bool isRunning_ = false;
    QString output_;
    QStackedWidget *pages_ = nullptr;
    QWidget *hint_ = nullptr;
    QPlainTextEdit *text_ = nullptr;
    QLabel *obstacle_ = nullptr;
    QLabel *fileName_ = nullptr;
    CommandPreview *preview_ = nullptr;
    QLabel *summary_ = nullptr;
    QTableView *table_ = nullptr;
    PredictionTableModel *predictions_ = nullptr;
};

} // namespace helicase
