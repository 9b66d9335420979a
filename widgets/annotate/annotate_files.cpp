// Files, the example and the kept state of the Annotate panel.
#include "widgets/annotate/annotate_panel.h"

#include "core/base/error.h"
#include "core/base/resources.h"
#include "widgets/annotate/annotate_centre.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/format.h"
#include "widgets/common/journal.h"
#include "widgets/common/project.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonArray>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>

#include <algorithm>

namespace helicase {

namespace {

constexpr qint64 largestKeptText = 1 << 20;
constexpr int64_t exampleBases = 420;
constexpr qint64 headBytes = 4096;

// FASTA and FASTQ begin with > or @, blank lines aside; compressed files are taken for sequences too.
bool looksLikeSequences(const QByteArray &beginning)
{
    const QByteArray text = beginning.trimmed();
    return text.startsWith('>') || text.startsWith('@') || beginning.startsWith("\x1f\x8b");
}

bool isTokenizerFolder(const QString &path)
{
    const QDir folder(path);
    return folder.exists("dna_text_tokenizer_config.json") || folder.exists("tokenizer.json") ||
           folder.exists("vocab.txt");
}

QString resource(const char *relative)
{
    try {
        return QString::fromStdString((resourceFolder() / relative).string());
    } catch (const Error &) {
        // An installation without the embedded files still opens files of the user.
        return {};
    }
}

} // namespace

void AnnotatePanel::openArgument(const QString &argument)
{
    const qsizetype nameEnd = argument.indexOf(u'\n');
    if (nameEnd >= 0)
        newDocument(argument.left(nameEnd), argument.mid(nameEnd + 1));
    else
        openFile(argument);
}

void AnnotatePanel::openFile(const QString &path)
{
    const auto refuse = [this](const QString &reason) {
        showFailure(tr("The file could not be opened."), reason);
    };
    if (QFileInfo(path).isDir()) {
        useTokenizer(path);
        return;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refuse(tr("%1 cannot be read: %2.").arg(path, file.errorString()));
    if (file.size() == 0)
        return refuse(tr("%1 is empty.").arg(path));
    if (looksLikeSequences(file.peek(headBytes))) {
        records_.open(path);
        return;
    }
    if (file.size() > TextDocument::largestText)
        return refuse(tr("%1 is larger than %2.").arg(path, sizeText(TextDocument::largestText)));
    const QByteArray content = file.readAll();
    if (content.left(headBytes).contains('\0'))
        return refuse(tr("%1 is neither text nor a sequence file.").arg(path));
    band()->remove("annotate.failure");
    QString text = QString::fromUtf8(content);
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    newDocument(QFileInfo(path).fileName(), text)->setFile(path);
}

void AnnotatePanel::askAndOpen()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Open text or sequences"), context().project.folder(),
        tr("Text and sequences (*.txt *.fa *.fasta *.fna *.fa.gz *.fasta.gz *.fna.gz *.fq *.fastq "
           "*.fastq.gz)"
           ";;All files (*)"));
    for (const QString &file : files)
        openFile(file);
}

void AnnotatePanel::askAndOpenTokenizer(TokenizerSide which)
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open tokenizer folder"),
                                                             context().project.folder());
    if (!folder.isEmpty())
        useTokenizer(folder, which);
    else
        centre_->setTokenizer(which, side(which).tokenizer);
}

void AnnotatePanel::save()
{
    if (!current_)
        return;
    QString path = current_->file();
    if (path.isEmpty())
        path = QFileDialog::getSaveFileName(this, tr("Save text"),
                                            context().project.path(current_->name()));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    const QByteArray content = current_->text().toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() ||
        !file.commit()) {
        showFailure(tr("The text was not saved."),
                    tr("%1: %2.").arg(path, file.errorString()));
        return;
    }
    current_->setFile(path);
    current_->setName(QFileInfo(path).fileName());
    current_->setSaved();
}

void AnnotatePanel::closeDocument()
{
    if (!current_ || !mayClose(*current_))
        return;
    // Gone at once: undo must not reach it any more.
    const std::unique_ptr<TextDocument> closed(current_);
    const auto behind = documents_.erase(std::ranges::find(documents_, current_));
    showDocument(behind != documents_.end() ? *behind
                 : documents_.empty()       ? nullptr
                                            : documents_.back());
    keep_.start();
}

bool AnnotatePanel::mayClose(const TextDocument &document)
{
    if (!document.isModified())
        return true;
    QMessageBox question(QMessageBox::Question, tr("Close text"),
                         tr("Close %1 without saving its changes?").arg(document.name()),
                         QMessageBox::NoButton, this);
    question.addButton(tr("Close without saving"), QMessageBox::DestructiveRole);
    QPushButton *keep = question.addButton(tr("Keep open"), QMessageBox::RejectRole);
    question.setDefaultButton(keep);
    question.setEscapeButton(keep);
    question.exec();
    return question.clickedButton() != keep;
}

void AnnotatePanel::showDemo(const QString &folder)
{
    const QDir project(folder);
    if (!a_.tokenizer || !a_.tokenizer->folder.startsWith(folder))
        if (isTokenizerFolder(project.filePath("tokenizer")))
            useTokenizer(project.filePath("tokenizer"));
    const QString sequences = project.filePath("data/contigs.fa");
    if (!documents_.empty() || offeredExample_ == sequences)
        return;
    offeredExample_ = sequences;
    insertExample(sequences);
}

// Two regions of different records with a sentence each: text and DNA side by side.
void AnnotatePanel::insertExample(const QString &sequenceFile)
{
    if (example_)
        return;
    QString file = sequenceFile;
    if (!QFileInfo::exists(file))
        file = resource("demo/genomes/escherichia_coli_MG1655.fa.gz");
    if (!QFileInfo::exists(file)) {
        newDocument(tr("example.txt"),
                    tr("A promoter with its TATA box: <dna>TTGACATATAATACGT</dna>\n"));
        return;
    }
    example_ = Example{.file = file,
                       .isAskedFor = sequenceFile.isEmpty(),
                       .before = current_,
                       .revisionBefore = current_ ? current_->revision() : 0};
    records_.open(file);
}

void AnnotatePanel::continueExample(const QString &bases, const QString &record, qint64 from,
                                    qint64 to)
{
    const auto file = std::ranges::find(records_.files(), example_->file, &RecordFile::path);
    if (file == records_.files().end())
        return;
    if (example_->records.empty()) {
        example_->records = {0};
        if (file->records.size() > 1)
            example_->records.push_back(static_cast<int>(file->records.size()) - 1);
    }
    if (!bases.isEmpty()) {
        const QString sentence = example_->next == 1
                                     ? tr("Bases %1 to %2 of %3 (%4).")
                                     : tr("Compare with bases %1 to %2 of %3 (%4).");
        // Plain words, as one would write them: no underscores, no endings of files.
        const QString source = QFileInfo(example_->file).baseName().replace(u'_', u' ');
        example_->text += sentence.arg(groupedNumber(from), groupedNumber(to),
                                       record.section(u':', 0, 0).replace(u'_', u' '), source) +
                          QStringLiteral("\n<dna>%1</dna>\n").arg(bases.toUpper());
    }
    if (example_->next >= example_->records.size()) {
        finishExample();
        return;
    }
    const int next = example_->records[example_->next++];
    const int64_t length = file->records[static_cast<size_t>(next)].length;
    records_.readRegion(example_->file, next, 1, std::min(length, exampleBases));
}

void AnnotatePanel::finishExample()
{
    const Example example = std::move(*example_);
    example_.reset();
    const bool isInUse =
        current_ != example.before || (current_ && current_->revision() != example.revisionBefore);
    if (isInUse) {
        addDocument(tr("example.txt"), example.text);
        refreshDocuments();
        keep_.start();
        return;
    }
    if (limit_ == 0)
        setLimit(160);
    newDocument(tr("example.txt"), example.text);
}

// An example that nobody asked for is a courtesy: whoever is to use the file tells what is wrong.
void AnnotatePanel::recordsFailed(const QString &path, const QString &message)
{
    const bool isExample = example_ && example_->file == path;
    const bool isCourtesy = isExample && !example_->isAskedFor;
    if (isExample)
        example_.reset();
    if (isCourtesy)
        context().journal.write(Severity::Info, title(), tr("No example: %1").arg(message));
    else
        showFailure(tr("The file could not be opened."), message);
}

void AnnotatePanel::regionArrived(const QString &bases, const QString &record, qint64 from,
                                  qint64 to)
{
    if (example_) {
        continueExample(bases, record, from, to);
        return;
    }
    const QString run = QStringLiteral("<dna>%1</dna>").arg(bases);
    if (!current_) {
        newDocument(record + ".txt", run);
        return;
    }
    const TokenEditor *editor = centre_->editor();
    current_->replace(editor->selectionBegin(), editor->selectionEnd() - editor->selectionBegin(),
                      run, tr("Insert region"));
    centre_->editor()->setFocus();
}

void AnnotatePanel::restoreState()
{
    const QJsonObject state = context().project.section(id());
    for (const QJsonValue &entry : state.value("documents").toArray()) {
        const QJsonObject kept = entry.toObject();
        TextDocument *document =
            newDocument(kept.value("name").toString(), kept.value("text").toString());
        document->setFile(kept.value("file").toString());
    }
    for (const QJsonValue &file : state.value("records").toArray())
        if (QFileInfo::exists(file.toString()))
            records_.open(file.toString());
    setLimit(state.value("limit").toInteger());
    setSpecialTokens(state.value("special").toBool() ? SpecialTokens::Add : SpecialTokens::Omit);
    context().actions.find("annotate.ruler")->setChecked(state.value("ruler").toBool());
    setComparing(state.value("compare").toBool());
    if (const QString other = state.value("tokenizer2").toString(); isTokenizerFolder(other))
        useTokenizer(other, TokenizerSide::B);
    // Nothing of this is news to the project.
    keep_.stop();
    const QString kept = state.value("tokenizer").toString();
    for (const QString &folder :
         {kept, context().project.path("tokenizer"), resource("demo/tokenizer")}) {
        if (folder.isEmpty() || !isTokenizerFolder(folder))
            continue;
        useTokenizer(folder);
        return;
    }
}

void AnnotatePanel::keepState()
{
    if (!context().project.isOpen())
        return;
    QJsonArray documents;
    for (const TextDocument *document : documents_)
        if (document->text().size() <= largestKeptText)
            documents.append(QJsonObject{{"name", document->name()},
                                         {"file", document->file()},
                                         {"text", document->text()}});
    QJsonArray records;
    for (const RecordFile &file : records_.files())
        records.append(file.path);
    QJsonObject state{
        {"documents", documents}, {"records", records}, {"limit", static_cast<qint64>(limit_)}};
    state.insert("compare", isComparing_);
    state.insert("ruler", context().actions.find("annotate.ruler")->isChecked());
    state.insert("special", special_ == SpecialTokens::Add);
    if (a_.tokenizer)
        state.insert("tokenizer", a_.tokenizer->folder);
    if (b_.tokenizer)
        state.insert("tokenizer2", b_.tokenizer->folder);
    if (state != context().project.section(id()))
        context().project.setSection(id(), state);
}

} // namespace helicase
