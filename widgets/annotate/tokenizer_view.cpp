#include "widgets/annotate/tokenizer_view.h"

#include "widgets/annotate/token_editor.h"
#include "widgets/common/format.h"
#include "widgets/common/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace helicase {

TokenizerView::TokenizerView(TokenizerSide side, QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildHeader(side, layout);
    layout->addWidget(horizontalLine(this));
    editor_ = new TokenEditor(this);
    editor_->setObjectName(side == TokenizerSide::A ? "annotate.editor" : "annotate.editor2");
    editor_->setMinimumHeight(120);
    if (side == TokenizerSide::B) {
        editor_->setAccess(TokenEditor::Access::ReadOnly);
        editor_->setAccessibleName(tr("Text with tokens of tokenizer B"));
        editor_->setAccessibleDescription(tr("The same text, cut by another tokenizer."));
    }
    layout->addWidget(editor_, 1);
    setTokenizer(nullptr);
}

void TokenizerView::buildHeader(TokenizerSide side, QVBoxLayout *layout)
{
    const bool isA = side == TokenizerSide::A;
    auto *bar = new QWidget(this);
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(12, 3, 12, 3);
    line->setSpacing(8);
    letter_ = new QLabel(isA ? tr("A") : tr("B"), bar);
    setRole(letter_, "strong");
    letter_->hide();
    line->addWidget(letter_);
    chooser_ = new QComboBox(bar);
    chooser_->setObjectName(isA ? "annotate.tokenizer" : "annotate.tokenizer2");
    chooser_->setAccessibleName(isA ? tr("Tokenizer") : tr("Tokenizer B"));
    chooser_->setPlaceholderText(tr("Choose a tokenizer"));
    chooser_->setMinimumContentsLength(18);
    chooser_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    chooser_->addItem(tr("Open tokenizer…"));
    line->addWidget(chooser_);
    tokenCount_ = mutedLabel({}, bar);
    tokenCount_->setObjectName(isA ? "annotate.tokenCount" : "annotate.tokenCount2");
    line->addWidget(tokenCount_);
    line->addStretch(1);
    layout->addWidget(bar);
    connect(chooser_, &QComboBox::activated, this, [this](int index) {
        const QString folder = chooser_->itemData(index).toString();
        if (folder.isEmpty())
            Q_EMIT openTokenizerRequested();
        else
            Q_EMIT tokenizerChosen(folder);
    });
}

void TokenizerView::setLetterShown(bool isShown)
{
    letter_->setVisible(isShown);
}

void TokenizerView::setTokenizer(const std::shared_ptr<const NamedTokenizer> &tokenizer)
{
    if (!tokenizer) {
        chooser_->setCurrentIndex(-1);
        chooser_->setToolTip({});
        return;
    }
    offerTokenizer(*tokenizer);
    chooser_->setCurrentIndex(chooser_->findData(tokenizer->folder));
    const int64_t size = tokenizer->tokenizer->vocabularySize();
    chooser_->setToolTip(
        tokenizer->isUnified
            ? tr("%1\n%2 ids, DNA from id %3")
                  .arg(tokenizer->folder, groupedNumber(size), groupedNumber(tokenizer->dnaOffset))
            : tr("%1\n%2 ids").arg(tokenizer->folder, groupedNumber(size)));
}

void TokenizerView::offerTokenizer(const NamedTokenizer &tokenizer)
{
    if (chooser_->findData(tokenizer.folder) >= 0)
        return;
    const int current = chooser_->currentIndex();
    chooser_->insertItem(chooser_->count() - 1, tokenizer.name, tokenizer.folder);
    if (current < 0)
        chooser_->setCurrentIndex(-1);
}

void TokenizerView::setAnnotation(std::shared_ptr<const Annotation> annotation)
{
    count_ = annotation ? tr("%1 tokens").arg(groupedNumber(annotation->counts.tokens)) : QString();
    refreshCount();
    if (annotation)
        editor_->setAnnotation(std::move(annotation));
    else
        editor_->clearAnnotation();
}

void TokenizerView::setCounting()
{
    count_ = tr("counting …");
    refreshCount();
}

void TokenizerView::setLoading(bool isLoading)
{
    isLoading_ = isLoading;
    refreshCount();
}

void TokenizerView::refreshCount()
{
    tokenCount_->setText(isLoading_ ? tr("loading …") : count_);
}

} // namespace helicase
