#include "widgets/annotate/annotate_panel.h"

#include "widgets/annotate/annotate_centre.h"
#include "widgets/annotate/annotate_inputs.h"
#include "widgets/annotate/annotate_inspector.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/format.h"
#include "widgets/common/project.h"
#include "widgets/common/widgets.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QToolBar>
#include <QToolButton>

namespace helicase {

namespace {

// Long enough to bundle fast typing, short enough not to be felt.
constexpr int debounceMilliseconds = 25;
// The project saves itself some seconds later.
constexpr int keepMilliseconds = 1000;

} // namespace

AnnotatePanel::AnnotatePanel(PanelContext &context, QWidget *parent)
    : Panel(context, "annotate", tr("Annotate"), parent)
{
    centre_ = new AnnotateCentre(context.theme, this);
    setCentre(centre_);
    buildActions();
    buildToolBar();
    buildSides();
    auto *empty =
        new EmptyState("annotate", "panel-annotate", tr("No text yet"),
                       tr("Type or paste text with <dna>...</dna>, or open a FASTA file."), this);
    empty->addButton(context.actions.find("annotate.open"));
    empty->addButton(context.actions.find("annotate.example"));
    empty->addButton(context.actions.find("annotate.new"));
    setEmptyState(empty);
    connectWorkers();
    showDocument(nullptr);
    restoreState();
}

void AnnotatePanel::buildActions()
{
    ActionRegistry &actions = context().actions;
    const auto add = [&](const QString &name, const QString &text, const QString &iconName,
                         const QKeySequence &key, const QString &help,
                         std::function<void()> function) {
        return actions.add({.objectName = name,
                            .text = text,
                            .shortcut = key,
                            .panel = id(),
                            .icon = iconName,
                            .help = help,
                            .function = std::move(function)},
                           this);
    };
    TokenEditor *editor = centre_->editor();
    add("annotate.open", tr("Open…"), "folder-open", {}, tr("Opens text, FASTA or FASTQ files."),
        [this] { askAndOpen(); });
    add("annotate.save", tr("Save text"), "save", {}, tr("Saves the document."),
        [this] { save(); });
    add("annotate.new", tr("New text"), "plus", {}, tr("Starts an empty document."),
        [this] { newDocument(tr("text-%1.txt").arg(documents_.size() + 1), {}); });
    add("annotate.example", tr("Insert example"), "text", {}, tr("A text with two real regions."),
        [this] { insertExample({}); });
    add("annotate.wrap", tr("Wrap as DNA"), "dna", Qt::CTRL | Qt::Key_D,
        tr("Puts <dna> and </dna> around the selection or the line."),
        [editor] { editor->wrapAsDna(); });
    add("annotate.unwrap", tr("Unwrap DNA"), {}, Qt::CTRL | Qt::SHIFT | Qt::Key_D,
        tr("Removes the tags around the caret."), [editor] { editor->unwrapDna(); });
    add("annotate.tokenizer.open", tr("Open tokenizer…"), "folder-open", {},
        tr("Chooses a tokenizer folder."), [this] { askAndOpenTokenizer(); });
    add("annotate.copyTokens", tr("Copy"), "copy", {},
        tr("Copies the token table with its header."), [this] { copyTokens(); });
    add("annotate.export", tr("Export"), "export", {}, tr("Writes the token table as TSV or CSV."),
        [this] { exportTokens(); });
    const auto hidden = [&](const QString &name, const QString &text,
                            std::function<void()> function) {
        return add(name, text, {}, {}, {}, std::move(function));
    };
    setStandardAction(StandardAction::Export, actions.find("annotate.export"));
    setStandardAction(StandardAction::CopyTable, actions.find("annotate.copyTokens"));
    setStandardAction(StandardAction::Find, hidden("annotate.findAction", tr("Find in text"),
                                                   [this] { centre_->openFindBar(); }));
    setStandardAction(StandardAction::FindNext, hidden("annotate.findNext", tr("Find next in text"),
                                                       [this] { centre_->findAgain(true); }));
    setStandardAction(StandardAction::FindPrevious,
                      hidden("annotate.findPrevious", tr("Find previous in text"),
                             [this] { centre_->findAgain(false); }));
    setStandardAction(StandardAction::NextProblem,
                      hidden("annotate.nextProblem", tr("Next text problem"),
                             [this] { inspector_->stepProblem(1); }));
    setStandardAction(StandardAction::PreviousProblem,
                      hidden("annotate.previousProblem", tr("Previous text problem"),
                             [this] { inspector_->stepProblem(-1); }));
    setStandardAction(StandardAction::SelectAll, hidden("annotate.selectAll", tr("Select all text"),
                                                        [editor] { editor->selectAll(); }));
}

void AnnotatePanel::buildToolBar()
{
    const ActionRegistry &actions = context().actions;
    const auto addButton = [&](const char *name, ButtonText text) {
        toolBar()->addWidget(toolButton(actions.find(name), text, toolBar()));
    };
    addButton("annotate.open", ButtonText::Beside);
    addButton("annotate.save", ButtonText::Hidden);
    toolBar()->addSeparator();
    addButton("annotate.wrap", ButtonText::Beside);
    toolBar()->addSeparator();
    auto *segments = new QWidget(toolBar());
    segments->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(segments);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(mutedLabel(tr("Show"), segments));
    layout->addSpacing(6);
    auto *group = new QButtonGroup(segments);
    const std::pair<QString, TokenDisplay> displays[] = {{tr("Tokens"), TokenDisplay::Tokens},
                                                         {tr("Ids"), TokenDisplay::Ids},
                                                         {tr("Plain"), TokenDisplay::Plain}};
    for (const auto &[text, display] : displays) {
        auto *button = new QToolButton(segments);
        button->setText(text);
        button->setCheckable(true);
        button->setChecked(display == TokenDisplay::Tokens);
        button->setObjectName("annotate.show." + text.toLower());
        button->setAccessibleName(tr("Show %1").arg(text.toLower()));
        setRole(button, "segment");
        group->addButton(button);
        layout->addWidget(button);
        connect(button, &QToolButton::clicked, this,
                [this, shown = display] { setDisplay(shown); });
    }
    toolBar()->addWidget(segments);
    toolBar()->addSeparator();
    auto *limit = new QWidget(toolBar());
    limit->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto *limitLayout = new QHBoxLayout(limit);
    limitLayout->setContentsMargins(0, 0, 0, 0);
    limitLayout->setSpacing(6);
    limitLayout->addWidget(mutedLabel(tr("Limit"), limit));
    limitField_ = new QLineEdit(limit);
    limitField_->setObjectName("annotate.limit");
    limitField_->setAccessibleName(tr("Limit in tokens"));
    limitField_->setPlaceholderText(tr("none"));
    limitField_->setToolTip(tr("Tokens that a model would keep; the others are shown as cut off."));
    limitField_->setValidator(new QIntValidator(0, 10'000'000, limitField_));
    limitField_->setFixedWidth(70);
    limitLayout->addWidget(limitField_);
    limitLayout->addWidget(mutedLabel(tr("tokens"), limit));
    toolBar()->addWidget(limit);
    connect(limitField_, &QLineEdit::textChanged, this,
            [this](const QString &text) { setLimit(text.toLongLong()); });
    addToolBarSpacer();
    addButton("annotate.copyTokens", ButtonText::Beside);
    addButton("annotate.export", ButtonText::Beside);
}

void AnnotatePanel::buildSides()
{
    inputs_ = new AnnotateInputs(records_, this);
    setLeft(inputs_, tr("Input"), 232);
    inspector_ = new AnnotateInspector(context().theme, this);
    setRight(inspector_, tr("Tokens in numbers"), 260);
    connect(inputs_, &AnnotateInputs::documentChosen, this,
            [this](int index) { showDocument(documents_[static_cast<size_t>(index)]); });
    connect(inputs_, &AnnotateInputs::newDocumentRequested, context().actions.find("annotate.new"),
            &QAction::trigger);
    connect(inputs_, &AnnotateInputs::regionRequested, this,
            [this](const QString &path, int record, qint64 from, qint64 to) {
                records_.readRegion(path, record, from, to);
            });
    connect(inspector_, &AnnotateInspector::problemChosen, this, &AnnotatePanel::goToProblem);
    connect(inspector_, &AnnotateInspector::remedyRequested, this, &AnnotatePanel::applyRemedy);
}

void AnnotatePanel::connectWorkers()
{
    debounce_.setSingleShot(true);
    debounce_.setInterval(debounceMilliseconds);
    connect(&debounce_, &QTimer::timeout, this, &AnnotatePanel::requestAnnotation);
    keep_.setSingleShot(true);
    keep_.setInterval(keepMilliseconds);
    connect(&keep_, &QTimer::timeout, this, &AnnotatePanel::keepState);
    connect(&annotator_, &Annotator::annotated, this, &AnnotatePanel::annotationArrived);
    connect(&annotator_, &Annotator::tokenizerLoaded, this, &AnnotatePanel::tokenizerArrived);
    connect(&annotator_, &Annotator::failed, this, &AnnotatePanel::tokenizerFailed);
    connect(&records_, &RecordStore::regionRead, this, &AnnotatePanel::regionArrived);
    connect(&records_, &RecordStore::failed, this, [this](const QString &message) {
        example_.reset();
        showFailure(tr("The file could not be opened."), message);
    });
    connect(&records_, &RecordStore::fileRead, this, [this](int file) {
        band()->remove("annotate.failure");
        const RecordFile &read = records_.files()[static_cast<size_t>(file)];
        if (example_ && example_->file == read.path)
            continueExample({}, {}, 0, 0);
        else
            keep_.start();
    });
    connect(centre_, &AnnotateCentre::tokenizerChosen, this, &AnnotatePanel::useTokenizer);
    connect(centre_, &AnnotateCentre::openTokenizerRequested, this,
            &AnnotatePanel::askAndOpenTokenizer);
    connect(centre_->editor(), &TokenEditor::caretMoved, this, &AnnotatePanel::refreshStatus);
}

bool AnnotatePanel::contentReady() const
{
    return current_ && annotation_ && annotation_->revision == current_->revision() && !example_;
}

TextDocument *AnnotatePanel::newDocument(const QString &name, const QString &text)
{
    auto *document = new TextDocument(context().project.undoStack(), name, this);
    document->load(text);
    documents_.push_back(document);
    connect(document, &TextDocument::edited, this, [this, document] {
        // Undo may reach a document that is not on view.
        if (document != current_)
            showDocument(document);
        textChanged();
    });
    connect(document, &TextDocument::savedChanged, this, &AnnotatePanel::refreshDocuments);
    connect(document, &TextDocument::renamed, this, &AnnotatePanel::refreshDocuments);
    showDocument(document);
    centre_->editor()->setFocus();
    return document;
}

void AnnotatePanel::showDocument(TextDocument *document)
{
    current_ = document;
    annotation_.reset();
    centre_->editor()->setDocument(document);
    showEmptyState(document == nullptr);
    for (const char *name : {"annotate.save", "annotate.wrap", "annotate.unwrap",
                             "annotate.copyTokens", "annotate.export"})
        context().actions.find(name)->setEnabled(document != nullptr);
    refreshDocuments();
    requestAnnotation();
    refreshStatus();
}

void AnnotatePanel::textChanged()
{
    inspector_->setCounting(true);
    debounce_.start();
    if (current_ && current_->isModified() != currentWasModified_)
        refreshDocuments();
}

void AnnotatePanel::requestAnnotation()
{
    if (!current_ || !tokenizer_) {
        centre_->setAnnotation(nullptr);
        inspector_->setAnnotation(nullptr);
        return;
    }
    annotator_.request({current_->text(), current_->revision(), tokenizer_});
}

void AnnotatePanel::annotationArrived(std::shared_ptr<const Annotation> annotation)
{
    if (!current_ || annotation->revision != current_->revision())
        return;
    annotation_ = annotation;
    centre_->setAnnotation(annotation);
    inspector_->setAnnotation(annotation);
    inspector_->setLimit(limit_);
    refreshStatus();
    keep_.start();
}

void AnnotatePanel::tokenizerArrived(std::shared_ptr<const NamedTokenizer> tokenizer)
{
    tokenizer_ = std::move(tokenizer);
    centre_->setTokenizer(tokenizer_);
    band()->remove("annotate.tokenizer");
    requestAnnotation();
    keep_.start();
}

void AnnotatePanel::tokenizerFailed(const QString &message)
{
    band()->post({.id = "annotate.tokenizer",
                  .kind = BandKind::Error,
                  .headline = tr("The tokenizer cannot be used."),
                  .text = message});
    // The choice goes back to the one in use.
    centre_->setTokenizer(tokenizer_);
}

void AnnotatePanel::showFailure(const QString &headline, const QString &message)
{
    band()->post({.id = "annotate.failure",
                  .kind = BandKind::Error,
                  .headline = headline,
                  .text = message});
}

void AnnotatePanel::useTokenizer(const QString &folder)
{
    annotator_.loadTokenizer(folder);
}

void AnnotatePanel::setLimit(int64_t tokens)
{
    limit_ = tokens;
    const QString text = tokens > 0 ? QString::number(tokens) : QString();
    if (limitField_->text().toLongLong() != tokens)
        limitField_->setText(text);
    centre_->editor()->setLimit(tokens);
    inspector_->setLimit(tokens);
}

void AnnotatePanel::refreshDocuments()
{
    currentWasModified_ = current_ && current_->isModified();
    inputs_->setDocuments(documents_, current_);
}

void AnnotatePanel::refreshStatus()
{
    if (!current_) {
        setStatusText({});
        return;
    }
    const TokenEditor *editor = centre_->editor();
    const LineColumn place = lineColumn(current_->text(), editor->caret());
    QString text =
        tr("Line %1, column %2").arg(groupedNumber(place.line), groupedNumber(place.column + 1));
    const int32_t run = runAt(editor->runs(), editor->caret());
    if (run >= 0) {
        const DnaRun &bases = editor->runs()[static_cast<size_t>(run)];
        const int32_t base = std::clamp(editor->caret() - bases.begin, 0, bases.length());
        text =
            tr("Line %1, base %2 of %3")
                .arg(groupedNumber(place.line), groupedNumber(base), groupedNumber(bases.length()));
    }
    setStatusText(text);
}

void AnnotatePanel::setDisplay(TokenDisplay display)
{
    centre_->editor()->setDisplay(display);
}

void AnnotatePanel::goToProblem(int problem)
{
    if (!annotation_ || problem < 0 || problem >= std::ssize(annotation_->problems))
        return;
    const DocumentProblem &place = annotation_->problems[static_cast<size_t>(problem)];
    centre_->editor()->select(place.begin, place.end);
}

void AnnotatePanel::applyRemedy(int problem)
{
    if (!contentReady() || problem < 0 || problem >= std::ssize(annotation_->problems))
        return;
    const DocumentProblem place = annotation_->problems[static_cast<size_t>(problem)];
    const QString &text = current_->text();
    const int32_t length = place.end - place.begin;
    const QString what = remedyText(place.remedy);
    switch (place.remedy) {
    case DocumentProblem::Remedy::ReplaceByN:
        current_->replace(place.begin, length, QString(length, u'N'), what);
        break;
    case DocumentProblem::Remedy::UpperCase:
        current_->replace(place.begin, length, text.mid(place.begin, length).toUpper(), what);
        break;
    case DocumentProblem::Remedy::CloseRun: {
        const qsizetype lineBreak = text.indexOf(u'\n', place.end);
        const qsizetype end = lineBreak < 0 ? text.size() : lineBreak;
        current_->replace(static_cast<int32_t>(end), 0, dnaCloser.toString(), what);
        break;
    }
    case DocumentProblem::Remedy::RemoveTag:
        current_->replace(place.begin, length, {}, what);
        break;
    case DocumentProblem::Remedy::None:
        break;
    }
}

} // namespace helicase
