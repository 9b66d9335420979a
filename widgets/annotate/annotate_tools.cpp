// What the Annotate panel does with tokens: problems and repairs, the round trip, copy and export.
#include "core/base/error.h"
#include "widgets/annotate/annotate_centre.h"
#include "widgets/annotate/annotate_panel.h"
#include "widgets/annotate/problem_view.h"
#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"
#include "widgets/common/format.h"
#include "widgets/common/project.h"
#include "widgets/common/table_tools.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>

namespace helicase {

void AnnotatePanel::goToProblem(int problem)
{
    if (!a_.annotation || problem < 0 || problem >= std::ssize(a_.annotation->problems))
        return;
    const DocumentProblem &place = a_.annotation->problems[static_cast<size_t>(problem)];
    centre_->editor()->select(place.begin, place.end);
}

void AnnotatePanel::applyRemedy(int problem)
{
    if (!current_ || !isAnnotated(a_) || problem < 0 || problem >= std::ssize(a_.annotation->problems))
        return;
    const DocumentProblem place = a_.annotation->problems[static_cast<size_t>(problem)];
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

void AnnotatePanel::showRoundTrip()
{
    if (!current_ || !isAnnotated(a_))
        return;
    const RoundTrip &trip = a_.annotation->roundTrip;
    if (trip.verdict == RoundTrip::Verdict::Identical) {
        context().toast(tr("Identical after decoding."));
        return;
    }
    const auto length = static_cast<int32_t>(current_->text().size());
    centre_->editor()->select(trip.position, std::min(trip.position + 1, length));
    centre_->editor()->setFocus();
    context().toast(tr("Decoded text differs at character %1: %2.")
                        .arg(groupedNumber(trip.position), trip.reason));
}

void AnnotatePanel::askAndExport()
{
    if (!current_ || !a_.tokenizer)
        return;
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export tokens"), context().project.path("tokens.jsonl"),
        tr("JSON lines (*.jsonl);;Tab-separated (*.tsv);;Comma-separated (*.csv);;LaTeX (*.tex)"));
    if (!path.isEmpty())
        exportTokens(path);
}

void AnnotatePanel::exportTokens(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == "csv" || ending == "tex")
        exportShownTable(path);
    else
        a_.annotator.exportTokens(
            requestFor(TokenizerSide::A), current_->name(),
            ending == "tsv" ? TokenFormat::TabSeparated : TokenFormat::JsonLines, path);
}

void AnnotatePanel::exportShownTable(const QString &path)
{
    centre_->table()->clearSelection();
    try {
        exportTable(centre_->table(), path);
        tokensExported({}, path);
    } catch (const Error &error) {
        showFailure(tr("The table was not saved."), QString::fromStdString(error.line()));
    }
}

void AnnotatePanel::copyTokens(TokenFormat format)
{
    if (current_ && a_.tokenizer)
        a_.annotator.exportTokens(requestFor(TokenizerSide::A), current_->name(), format, {});
}

void AnnotatePanel::tokensExported(const QByteArray &text, const QString &path)
{
    if (!path.isEmpty()) {
        context().toast(tr("%1 written.").arg(QFileInfo(path).fileName()));
        return;
    }
    QApplication::clipboard()->setText(QString::fromUtf8(text));
    context().toast(tr("Tokens copied."));
}

} // namespace helicase
