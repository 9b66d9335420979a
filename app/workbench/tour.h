// The five-minute tour of the README, with links that show the panels it names.
#pragma once

#include <QDialog>
#include <functional>

namespace helicase {

// The tour's steps as Markdown; **Train.** has become a link to panel:train where there is such a
// panel.
QString tourText();

class Tour final : public QDialog {
    Q_OBJECT
public:
    Tour(const std::function<void(const QString &panelId)> &showPanel, QWidget *parent);
};

} // namespace helicase
