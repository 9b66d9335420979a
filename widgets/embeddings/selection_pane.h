// The right dock: what is selected, in figures and as a bar of species, and what can be done with
// it. GUI thread.
#pragma once

#include <QWidget>

class QAction;
class QGridLayout;
class QLabel;

namespace helicase {

class CloudModel;
class CompositionBar;
class FactList;

class SelectionPane final : public QWidget {
    Q_OBJECT

public:
    // saveFasta is shown as the primary button.
    SelectionPane(CloudModel &model, QAction *saveFasta, QAction *clear, QWidget *parent = nullptr);

private:
    void refresh();
    void listSpecies();

    CloudModel &model_;
    FactList *facts_ = nullptr;
    CompositionBar *bar_ = nullptr;
    QLabel *hint_ = nullptr;
    QWidget *species_ = nullptr;
    QGridLayout *speciesGrid_ = nullptr;
};

} // namespace helicase
