#include "widgets/embeddings/bin_tools.h"

#include "widgets/embeddings/bin_scoring.h"
#include "widgets/embeddings/cloud_model.h"
#include "widgets/embeddings/panel_actions.h"

#include <QInputDialog>

namespace helicase {

BinTools::BinTools(Panel *panel, ActionRegistry &actions, CloudModel &model, BinScoring &scoring)
    : QObject(panel), model_(model), scoring_(scoring)
{
    ask_ = [panel](const QString &title, const QString &question, const QString &text,
                   const QStringList &known) {
        bool isGiven = false;
        const QString answer =
            known.isEmpty()
                ? QInputDialog::getText(panel, title, question, QLineEdit::Normal, text, &isGiven)
                : QInputDialog::getItem(panel, title, question, known, -1, true, &isGiven);
        return isGiven ? answer.trimmed() : QString();
    };
    const auto add = [&](const PanelActionText &text, std::function<void()> function) {
        return addPanelAction(actions, panel, text, std::move(function));
    };
    newBin_ = add({"newbin", tr("New bin"), QStringLiteral("bin"),
                   tr("Makes a bin of the selected contigs. Key: N in a cloud.")},
                  [this] { scoring_.setTarget(model_.bins().create(model_.selection())); });
    move_ = add({"movetobin",
                 tr("Move to bin"),
                 {},
                 tr("Moves the selected contigs into the bin whose row is current in Bins.")},
                [this] { model_.bins().move(model_.selection(), scoring_.target()); });
    takeOut_ =
        add({"takeout", tr("Take out"), {}, tr("Takes the selected contigs out of their bins.")},
            [this] { model_.bins().move(model_.selection(), ContigGroups::none); });
    label_ =
        add({"label", tr("Label…"), QStringLiteral("label"),
             tr("Gives the selected contigs a label of your own; the label file stays as it is.")},
            [this] { askForLabel(); });
    select_ = add({"bin.select", tr("Select"), {}, tr("Selects the contigs of the bin.")},
                  [this] { selectBin(scoring_.target()); });
    rename_ = add({"bin.rename", tr("Rename…"), {}, tr("Gives the bin another name.")},
                  [this] { askForName(); });
    remove_ =
        add({"bin.remove", tr("Remove"), {}, tr("Removes the bin; its contigs stay, unbinned.")},
            [this] { model_.bins().remove(scoring_.target()); });
    connect(&model_, &CloudModel::selectionChanged, this, &BinTools::refresh);
    connect(&model_, &CloudModel::dataChanged, this, &BinTools::refresh);
    connect(&model_.bins(), &GroupEditor::changed, this, &BinTools::refresh);
    connect(&scoring_, &BinScoring::targetChanged, this, &BinTools::refresh);
    refresh();
}

void BinTools::refresh()
{
    const bool hasSelection = !model_.selection().empty();
    const int target = scoring_.target();
    const bool hasTarget = model_.binGroups().has(target);
    newBin_->setEnabled(hasSelection);
    label_->setEnabled(hasSelection);
    takeOut_->setEnabled(hasSelection);
    move_->setEnabled(hasSelection && hasTarget);
    move_->setText(hasTarget ? tr("Move to %1").arg(model_.binGroups().nameOf(target))
                             : tr("Move to bin"));
    for (QAction *action : ofTarget())
        action->setEnabled(hasTarget);
}

void BinTools::selectBin(int bin)
{
    if (model_.binGroups().has(bin))
        model_.setSelection(model_.binGroups().membersOf(bin));
}

void BinTools::askForName()
{
    const int bin = scoring_.target();
    const QString name =
        ask_(tr("Rename bin"), tr("Name"), model_.binGroups().nameOf(bin), QStringList());
    if (!name.isEmpty())
        model_.bins().rename(bin, name);
}

void BinTools::askForLabel()
{
    QStringList known;
    for (const auto &[number, group] : model_.labelGroups().groups())
        known.append(group.name);
    const std::vector<int> contigs = model_.selection();
    const QString name =
        ask_(tr("Label"), tr("Own label of the selected contigs"), QString(), known);
    if (name.isEmpty())
        return;
    const int label = model_.labelGroups().find(name);
    if (label == ContigGroups::none)
        model_.labels().create(contigs, name);
    else
        model_.labels().move(contigs, label);
}

} // namespace helicase
