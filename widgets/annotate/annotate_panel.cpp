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

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

namespace helicase {

namespace {

// Long enough to bundle fast typing, short enough not to be felt. A text of millions waits for a
// pause: whoever counts it holds the old text, which the next key would have to copy.
int debounceMilliseconds(const TextDocument &document)
{
    constexpr int shortest = 25;
    constexpr qsizetype charactersPerMillisecond = 20'000;
    return shortest + static_cast<int>(document.text().size() / charactersPerMillisecond);
}

// Below, numbers that vanish and come back would only flicker.
constexpr int countingMilliseconds = 150;
// What is faster needs no message.
constexpr int openingMilliseconds = 150;
// The project saves itself some seconds later.
constexpr int keepMilliseconds = 1000;

QString tokenizerMessage(TokenizerSide which)
{
    return which == TokenizerSide::A ? QStringLiteral("annotate.tokenizer")
                                     : QStringLiteral("annotate.tokenizer2");
}

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
    for (const char *name : {"annotate.save", "annotate.close"})
        inputs_->addDocumentAction(context().actions.find(name));
    connect(inputs_, &AnnotateInputs::regionRequested, this,
            [this](const QString &path, int record, qint64 from, qint64 to) {
                example_.reset(); // the answer is the user's
                records_.readRegion(path, record, from, to);
            });
    connect(inspector_, &AnnotateInspector::problemChosen, this, &AnnotatePanel::goToProblem);
    connect(inspector_, &AnnotateInspector::remedyRequested, this, &AnnotatePanel::applyRemedy);
}

void AnnotatePanel::connectWorkers()
{
    debounce_.setSingleShot(true);
    connect(&debounce_, &QTimer::timeout, this, [this] { requestAnnotation(); });
    counting_.setSingleShot(true);
    counting_.setInterval(countingMilliseconds);
    connect(&counting_, &QTimer::timeout, this, [this] {
        inspector_->setCounting(true);
        centre_->setCounting();
    });
    keep_.setSingleShot(true);
    keep_.setInterval(keepMilliseconds);
    connect(&keep_, &QTimer::timeout, this, &AnnotatePanel::keepState);
    opening_.setSingleShot(true);
    opening_.setInterval(openingMilliseconds);
    connect(&opening_, &QTimer::timeout, this, &AnnotatePanel::showOpening);
    connect(&records_, &RecordStore::openingChanged, this, [this] {
        if (!records_.opening().isEmpty())
            opening_.start();
        else
            band()->remove("annotate.opening");
    });
    connectSide(TokenizerSide::A);
    connectSide(TokenizerSide::B);
    connect(&a_.annotator, &Annotator::exported, this, &AnnotatePanel::tokensExported);
    connect(&a_.annotator, &Annotator::exportFailed, this, [this](const QString &message) {
        showFailure(tr("The tokens were not saved."), message);
    });
    connect(&records_, &RecordStore::regionRead, this, &AnnotatePanel::regionArrived);
    connect(&records_, &RecordStore::failed, this, &AnnotatePanel::recordsFailed);
    connect(&records_, &RecordStore::fileRead, this, [this](int file) {
        const RecordFile &read = records_.files()[static_cast<size_t>(file)];
        if (example_ && example_->file == read.path) {
            continueExample({}, {}, 0, 0);
            return;
        }
        band()->remove("annotate.failure");
        keep_.start();
    });
    connect(centre_, &AnnotateCentre::tokenizerChosen, this,
            [this](TokenizerSide which, const QString &folder) { useTokenizer(folder, which); });
    connect(centre_, &AnnotateCentre::openTokenizerRequested, this,
            &AnnotatePanel::askAndOpenTokenizer);
    connect(centre_->editor(), &TokenEditor::caretMoved, this, &AnnotatePanel::refreshStatus);
}

void AnnotatePanel::connectSide(TokenizerSide which)
{
    Annotator &annotator = side(which).annotator;
    connect(&annotator, &Annotator::annotated, this,
            [this, which](std::shared_ptr<const Annotation> annotation) {
                if (current_ && annotation->revision == current_->revision())
                    showAnnotation(which, std::move(annotation));
            });
    connect(&annotator, &Annotator::tokenizerLoaded, this,
            [this, which](std::shared_ptr<const NamedTokenizer> tokenizer) {
                tokenizerArrived(which, std::move(tokenizer));
            });
    connect(&annotator, &Annotator::failed, this,
            [this, which](const QString &message) { tokenizerFailed(which, message); });
}

bool AnnotatePanel::isAnnotated(const Side &side) const
{
    return side.annotation && side.annotation->revision == current_->revision() &&
           side.annotation->tokenizer == side.tokenizer && side.annotation->special == special_;
}

bool AnnotatePanel::contentReady() const
{
    return current_ && !example_ && !a_.isLoading && !b_.isLoading && isAnnotated(a_) &&
           (!isComparing_ || !b_.tokenizer || isAnnotated(b_));
}

TextDocument *AnnotatePanel::newDocument(const QString &name, const QString &text)
{
    TextDocument *document = addDocument(name, text);
    showDocument(document);
    centre_->editor()->setFocus();
    return document;
}

TextDocument *AnnotatePanel::addDocument(const QString &name, const QString &text)
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
    return document;
}

void AnnotatePanel::showDocument(TextDocument *document)
{
    current_ = document;
    centre_->setDocument(document);
    showAnnotation(TokenizerSide::A, nullptr);
    showAnnotation(TokenizerSide::B, nullptr);
    showEmptyState(document == nullptr);
    for (const char *name : {"annotate.save", "annotate.close", "annotate.wrap", "annotate.unwrap",
                             "annotate.copyTokens", "annotate.copyJsonLines", "annotate.export",
                             "annotate.roundTrip"})
        context().actions.find(name)->setEnabled(document != nullptr);
    refreshDocuments();
    requestAnnotation();
    refreshStatus();
}

void AnnotatePanel::textChanged()
{
    debounce_.start(debounceMilliseconds(*current_));
    if (!counting_.isActive())
        counting_.start();
    if (current_ && current_->isModified() != currentWasModified_)
        refreshDocuments();
}

void AnnotatePanel::requestAnnotation()
{
    requestAnnotation(TokenizerSide::A);
    if (isComparing_)
        requestAnnotation(TokenizerSide::B);
}

void AnnotatePanel::requestAnnotation(TokenizerSide which)
{
    if (current_ && side(which).tokenizer)
        side(which).annotator.request(requestFor(which));
    else
        showAnnotation(which, nullptr);
}

AnnotationRequest AnnotatePanel::requestFor(TokenizerSide which)
{
    return {current_->text(), current_->revision(), side(which).tokenizer, special_};
}

void AnnotatePanel::showAnnotation(TokenizerSide which,
                                   std::shared_ptr<const Annotation> annotation)
{
    side(which).annotation = annotation;
    centre_->setAnnotation(which, annotation);
    if (which == TokenizerSide::B) {
        inspector_->setComparison(annotation);
        return;
    }
    counting_.stop();
    inspector_->setAnnotation(annotation);
    refreshStatus();
    if (annotation)
        keep_.start();
}

void AnnotatePanel::tokenizerArrived(TokenizerSide which,
                                     std::shared_ptr<const NamedTokenizer> tokenizer)
{
    setLoading(which, false);
    side(which).tokenizer = std::move(tokenizer);
    centre_->setTokenizer(which, side(which).tokenizer);
    band()->remove(tokenizerMessage(which));
    if (which == TokenizerSide::A)
        showModelMaximum();
    if (which == TokenizerSide::A || isComparing_)
        requestAnnotation(which);
    keep_.start();
}

void AnnotatePanel::setLoading(TokenizerSide which, bool isLoading)
{
    side(which).isLoading = isLoading;
    centre_->setLoading(which, isLoading);
}

void AnnotatePanel::showModelMaximum()
{
    const int64_t maximum = a_.tokenizer ? a_.tokenizer->modelMaximum : 0;
    inspector_->setModelMaximum(maximum);
    modelMaximum_->setText(tr("model maximum %1").arg(groupedNumber(maximum)));
    modelMaximumShown_->setVisible(maximum > 0);
}

void AnnotatePanel::tokenizerFailed(TokenizerSide which, const QString &message)
{
    setLoading(which, false);
    band()->post({.id = tokenizerMessage(which),
                  .kind = BandKind::Error,
                  .headline = tr("The tokenizer cannot be used."),
                  .text = message});
    // The choice goes back to the one in use.
    centre_->setTokenizer(which, side(which).tokenizer);
}

void AnnotatePanel::showOpening()
{
    const QStringList &files = records_.opening();
    if (files.isEmpty())
        return;
    const QString name = QFileInfo(files.front()).fileName();
    band()->post({.id = "annotate.opening",
                  .kind = BandKind::Progress,
                  .headline = files.size() == 1
                                  ? tr("Loading %1 …").arg(name)
                                  : tr("Loading %1 and %2 more …").arg(name).arg(files.size() - 1),
                  .actions = {{tr("Cancel"), [this] {
                                   example_.reset();
                                   records_.cancelOpening();
                               }}}});
}

void AnnotatePanel::showFailure(const QString &headline, const QString &message)
{
    band()->post({.id = "annotate.failure",
                  .kind = BandKind::Error,
                  .headline = headline,
                  .text = message});
}

void AnnotatePanel::useTokenizer(const QString &folder, TokenizerSide which)
{
    setLoading(which, true);
    side(which).annotator.loadTokenizer(folder);
}

void AnnotatePanel::setComparing(bool isComparing)
{
    if (isComparing_ == isComparing)
        return;
    isComparing_ = isComparing;
    context().actions.find("annotate.compare")->setChecked(isComparing);
    centre_->setComparing(isComparing);
    inspector_->setComparing(isComparing);
    if (isComparing)
        requestAnnotation(TokenizerSide::B);
    else
        showAnnotation(TokenizerSide::B, nullptr);
    keep_.start();
}

void AnnotatePanel::setSpecialTokens(SpecialTokens special)
{
    if (special_ == special)
        return;
    special_ = special;
    specialChoice_->setCurrentIndex(special == SpecialTokens::Add ? 1 : 0);
    requestAnnotation();
    keep_.start();
}

void AnnotatePanel::setLimit(int64_t tokens)
{
    limit_ = tokens;
    const QString text = tokens > 0 ? QString::number(tokens) : QString();
    if (limitField_->text().toLongLong() != tokens)
        limitField_->setText(text);
    centre_->setLimit(tokens);
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
    const LineColumn place = editor->caretPlace();
    QString text =
        tr("Line %1, column %2").arg(groupedNumber(place.line), groupedNumber(place.column + 1));
    if (const auto run = editor->places().runAt(editor->caret())) {
        const int32_t base = std::clamp(editor->caret() - run->begin, 0, run->length());
        text = tr("Line %1, base %2 of %3")
                   .arg(groupedNumber(place.line), groupedNumber(base),
                        groupedNumber(run->length()));
    }
    setStatusText(text);
}

} // namespace helicase
