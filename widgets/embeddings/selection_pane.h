// The right dock: what is selected, in figures and as a bar of species, and what can be done with
// it. GUI thread.
#pragma once

#include <QWidget>

class QAction;
class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace helicase {

class CloudModel;
class CompositionBar;
class FactList;
struct SelectionSummary;

class SelectionPane final : public QWidget {
    Q_OBJECT

public:
    // primary: the accent button; others: the buttons below it, two in a line.
    SelectionPane(CloudModel &model, QAction *primary, const QList<QAction *> &others,
                  QWidget *parent = nullptr);
    // Below the buttons.
    void addSection(QWidget *section);

private:
    void refresh();
    void listSpecies(const SelectionSummary &summary);

    CloudModel &model_;
    FactList *facts_ = nullptr;
    CompositionBar *bar_ = nullptr;
    QLabel *hint_ = nullptr;
    QVBoxLayout *layout_ = nullptr;
    QWidget *species_ = nullptr;
    QGridLayout *speciesGrid_ = nullptr;
};

} // namespace helicase
