// The left dock: the windows with search and filter, and the form that trains a head and the
// baseline on them. It starts nothing itself. GUI thread only.
#pragma once

#include "widgets/binding/window_table_model.h"
#include "widgets/evaluate/evaluation_loader.h"

#include <QStringList>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace helicase {

class OptionForm;
class SectionHeader;

class BindingInputs final : public QWidget {
    Q_OBJECT
public:
    explicit BindingInputs(QAction *train, QWidget *parent = nullptr);

    void setData(std::shared_ptr<const BindingData> opened);
    void setResult(std::shared_ptr<const BindingResult> result, const std::string &candidate);
    // Runs that a head may read.
    void setRuns(const std::vector<MeasurableRun> &runs);
    WindowTableModel *windows() const { return windows_; }
    QTableView *table() const { return table_; }
    void focusSearch();

    // Row of the data; -1: none is chosen.
    int64_t chosenWindow() const;
    void chooseWindow(int64_t window);
    // Up or down in the order of the table.
    void step(int rows);

    // Folder of the run whose model the head reads; empty: only the baseline is trained.
    QString backbone() const;
    // Where the model of the head comes from, as words of the training.
    QStringList backboneWords() const;
    // The newest run of a GPT, or the chosen one; empty: there is none.
    QString languageModel() const;
    // What both trainings share, behind "--data.scores FILE".
    QStringList optionWords() const;
    bool hasErrors() const;

Q_SIGNALS:
    // Also when the same one is chosen again behind a change of the table.
    void windowChosen(qint64 window);

private:
    void buildWindows();
    void buildTraining(QAction *train);
    void tellCounts();
    void tellSplit();

    std::shared_ptr<const BindingData> data_;
    WindowTableModel *windows_ = nullptr;
    SectionHeader *header_ = nullptr;
    QLineEdit *search_ = nullptr;
    QComboBox *scope_ = nullptr;
    QTableView *table_ = nullptr;
    QWidget *training_ = nullptr;
    QComboBox *backbone_ = nullptr;
    OptionForm *form_ = nullptr;
    QLabel *splitNote_ = nullptr;
    QLabel *hint_ = nullptr;
};

} // namespace helicase
