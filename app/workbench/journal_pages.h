// The Log and Problems tabs of the bottom dock. GUI thread only.
#pragma once

#include "widgets/common/journal.h"

#include <QAbstractTableModel>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace helicase {

class LogPage final : public QWidget {
    Q_OBJECT
public:
    explicit LogPage(Journal &journal, QWidget *parent = nullptr);

private:
    void append(const LogLine &line);
    void rebuild();
    bool isWanted(const LogLine &line) const;

    Journal &journal_;
    QComboBox *level_ = nullptr;
    QLineEdit *find_ = nullptr;
    QPlainTextEdit *view_ = nullptr;
};

class ProblemTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { SeverityColumn, Place, Message, ColumnCount };

    explicit ProblemTableModel(Journal &journal, QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Journal &journal_;
};

class ProblemsPage final : public QWidget {
    Q_OBJECT
public:
    explicit ProblemsPage(Journal &journal, QWidget *parent = nullptr);

private:
    void refreshButtons();
    const Problem *selected() const;

    Journal &journal_;
    ProblemTableModel *model_ = nullptr;
    QTableView *table_ = nullptr;
    QPushButton *action_ = nullptr;
    QPushButton *dismiss_ = nullptr;
};

} // namespace helicase
