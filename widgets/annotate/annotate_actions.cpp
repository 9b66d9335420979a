// The actions and the toolbar of the Annotate panel.
#include "widgets/annotate/annotate_centre.h"
#include "widgets/annotate/annotate_inspector.h"
#include "widgets/annotate/annotate_panel.h"
#include "widgets/annotate/token_editor.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/widgets.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace helicase {

void AnnotatePanel::buildActions()
{
    buildTextActions();
    buildTokenActions();
    buildStandardActions();
}

QAction *AnnotatePanel::registerAction(const QString &name, const QString &text, const QString &iconName,
                                  const QKeySequence &key, const QString &help,
                                  std::function<void()> function)
{
    return context().actions.add({.objectName = name,
                                  .text = text,
                                  .shortcut = key,
                                  .panel = id(),
                                  .icon = iconName,
                                  .help = help,
                                  .function = std::move(function)},
                                 this);
}

QAction *AnnotatePanel::registerSwitch(const QString &name, const QString &text, const QString &iconName,
                                  const QString &help)
{
    return context().actions.add({.objectName = name,
                                  .text = text,
                                  .panel = id(),
                                  .icon = iconName,
                                  .help = help,
                                  .isCheckable = true},
                                 this);
}

void AnnotatePanel::buildTextActions()
{
    TokenEditor *editor = centre_->editor();
    registerAction("annotate.open", tr("Open…"), "folder-open", {},
              tr("Opens text, FASTA or FASTQ files."), [this] { askAndOpen(); });
    registerAction("annotate.save", tr("Save text"), "save", {}, tr("Saves the document."),
              [this] { save(); });
    registerAction("annotate.new", tr("New text"), "plus", {}, tr("Starts an empty document."),
              [this] { newDocument(tr("text-%1.txt").arg(documents_.size() + 1), {}); });
    registerAction("annotate.close", tr("Close text"), "close", {},
              tr("Takes the document from the list; its file stays."), [this] { closeDocument(); });
    registerAction("annotate.example", tr("Insert example"), "text", {},
              tr("A text with two real regions."), [this] { insertExample({}); });
    registerAction("annotate.wrap", tr("Wrap as DNA"), "dna", Qt::CTRL | Qt::Key_D,
              tr("Puts <dna> and </dna> around the selection or the line."),
              [editor] { editor->wrapAsDna(); });
    registerAction("annotate.unwrap", tr("Unwrap DNA"), {}, Qt::CTRL | Qt::SHIFT | Qt::Key_D,
              tr("Removes the tags around the caret."), [editor] { editor->unwrapDna(); });
}

void AnnotatePanel::buildTokenActions()
{
    registerAction("annotate.tokenizer.open", tr("Open tokenizer…"), "folder-open", {},
              tr("Chooses a tokenizer folder."), [this] { askAndOpenTokenizer(TokenizerSide::A); });
    registerAction("annotate.roundTrip", tr("Round trip"), "round-trip", {},
              tr("Decodes the tokens and goes to the first place where the text differs."),
              [this] { showRoundTrip(); });
    connect(registerSwitch("annotate.compare", tr("Compare"), "compare",
                      tr("Shows the text under a second tokenizer.")),
            &QAction::toggled, this, &AnnotatePanel::setComparing);
    connect(registerSwitch("annotate.ruler", tr("Base ruler"), "ruler",
                      tr("Numbers every tenth base of a DNA run.")),
            &QAction::toggled, this, [this](bool isShown) {
                centre_->setRulerShown(isShown);
                keep_.start();
            });
    registerAction("annotate.copyTokens", tr("Copy"), "copy", {},
              tr("Copies the tokens as tab-separated text with a header."),
              [this] { copyTokens(TokenFormat::TabSeparated); });
    registerAction("annotate.copyJsonLines", tr("Copy as JSON lines"), {}, {},
              tr("Copies the tokens as helicase tokenize writes them."),
              [this] { copyTokens(TokenFormat::JsonLines); });
    registerAction("annotate.export", tr("Export"), "export", {},
              tr("Writes the tokens as JSON lines, TSV, CSV or LaTeX."), [this] { askAndExport(); });
}

void AnnotatePanel::buildStandardActions()
{
    TokenEditor *editor = centre_->editor();
    const auto set = [this](StandardAction which, const QString &name, const QString &text,
                            std::function<void()> function) {
        setStandardAction(which, registerAction(name, text, {}, {}, {}, std::move(function)));
    };
    setStandardAction(StandardAction::Export, context().actions.find("annotate.export"));
    setStandardAction(StandardAction::CopyTable, context().actions.find("annotate.copyTokens"));
    set(StandardAction::Find, "annotate.findAction", tr("Find in text"),
        [this] { centre_->openFindBar(); });
    set(StandardAction::FindNext, "annotate.findNext", tr("Find next in text"),
        [this] { centre_->findAgain(true); });
    set(StandardAction::FindPrevious, "annotate.findPrevious", tr("Find previous in text"),
        [this] { centre_->findAgain(false); });
    set(StandardAction::NextProblem, "annotate.nextProblem", tr("Next text problem"),
        [this] { inspector_->stepProblem(1); });
    set(StandardAction::PreviousProblem, "annotate.previousProblem", tr("Previous text problem"),
        [this] { inspector_->stepProblem(-1); });
    set(StandardAction::SelectAll, "annotate.selectAll", tr("Select all text"),
        [editor] { editor->selectAll(); });
}

void AnnotatePanel::buildToolBar()
{
    const ActionRegistry &actions = context().actions;
    const auto addButton = [&](const char *name, ButtonText text) {
        toolBar()->addWidget(toolButton(actions.find(name), text, toolBar()));
    };
    addButton("annotate.open", ButtonText::WhileRoom);
    addButton("annotate.save", ButtonText::Hidden);
    toolBar()->addSeparator();
    addButton("annotate.wrap", ButtonText::WhileRoom);
    addButton("annotate.roundTrip", ButtonText::WhileRoom);
    toolBar()->addSeparator();
    addDisplayButtons();
    addButton("annotate.compare", ButtonText::WhileRoom);
    addButton("annotate.ruler", ButtonText::WhileRoom);
    toolBar()->addSeparator();
    addLimitField();
    addSpecialChoice();
    QToolButton *copy =
        toolButton(actions.find("annotate.copyTokens"), ButtonText::WhileRoom, toolBar());
    auto *formats = new QMenu(copy);
    formats->addAction(actions.find("annotate.copyTokens"));
    formats->addAction(actions.find("annotate.copyJsonLines"));
    copy->setMenu(formats);
    copy->setPopupMode(QToolButton::MenuButtonPopup);
    toolBar()->addAtEnd(copy);
    toolBar()->addAtEnd(toolButton(actions.find("annotate.export"), ButtonText::Beside, toolBar()));
}

QHBoxLayout *AnnotatePanel::addToolBarGroup(const QString &label)
{
    auto *group = new QWidget(toolBar());
    group->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(group);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(0);
    layout->addWidget(mutedLabel(label, group));
    layout->addSpacing(6);
    toolBar()->addWidget(group);
    return layout;
}

void AnnotatePanel::addDisplayButtons()
{
    QHBoxLayout *layout = addToolBarGroup(tr("Show"));
    auto *group = new QButtonGroup(toolBar());
    const std::pair<QString, TokenDisplay> displays[] = {{tr("Tokens"), TokenDisplay::Tokens},
                                                         {tr("Ids"), TokenDisplay::Ids},
                                                         {tr("Plain"), TokenDisplay::Plain}};
    for (const auto &[text, display] : displays) {
        auto *button = new QToolButton(layout->parentWidget());
        button->setText(text);
        button->setCheckable(true);
        button->setChecked(display == TokenDisplay::Tokens);
        button->setObjectName("annotate.show." + text.toLower());
        button->setAccessibleName(tr("Show %1").arg(text.toLower()));
        setRole(button, "segment");
        group->addButton(button);
        layout->addWidget(button);
        connect(button, &QToolButton::clicked, this,
                [this, shown = display] { centre_->setDisplay(shown); });
    }
}

void AnnotatePanel::addLimitField()
{
    QHBoxLayout *layout = addToolBarGroup(tr("Limit"));
    limitField_ = new QLineEdit(layout->parentWidget());
    limitField_->setObjectName("annotate.limit");
    limitField_->setAccessibleName(tr("Limit in tokens"));
    limitField_->setPlaceholderText(tr("none"));
    limitField_->setToolTip(tr("Tokens that a model would keep; the others are shown as cut off."));
    limitField_->setValidator(new QIntValidator(0, 10'000'000, limitField_));
    limitField_->setFixedWidth(70);
    layout->addWidget(limitField_);
    layout->addSpacing(6);
    layout->addWidget(mutedLabel(tr("tokens"), layout->parentWidget()));
    modelMaximum_ = linkButton({}, "annotate.limit.maximum", toolBar());
    modelMaximum_->setAccessibleName(tr("Use the model's maximum as the limit"));
    modelMaximum_->setToolTip(modelMaximum_->accessibleName());
    modelMaximumShown_ = toolBar()->addWidget(modelMaximum_);
    modelMaximumShown_->setVisible(false);
    connect(modelMaximum_, &QToolButton::clicked, this, [this] {
        if (a_.tokenizer)
            setLimit(a_.tokenizer->modelMaximum);
    });
    connect(limitField_, &QLineEdit::textChanged, this,
            [this](const QString &text) { setLimit(text.toLongLong()); });
}

void AnnotatePanel::addSpecialChoice()
{
    QHBoxLayout *layout = addToolBarGroup(tr("Add"));
    specialChoice_ = new QComboBox(layout->parentWidget());
    specialChoice_->setObjectName("annotate.special");
    specialChoice_->setAccessibleName(tr("Special tokens"));
    specialChoice_->setToolTip(tr("[CLS], [SEP] and the like around the text. A tokenizer for text "
                                  "and DNA adds none."));
    specialChoice_->addItems({tr("No special tokens"), tr("As the model wants")});
    layout->addWidget(specialChoice_);
    connect(specialChoice_, &QComboBox::currentIndexChanged, this, [this](int index) {
        setSpecialTokens(index == 1 ? SpecialTokens::Add : SpecialTokens::Omit);
    });
}

} // namespace helicase
