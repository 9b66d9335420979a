// One tokenizer's view of the document: chooser, number of tokens, and the text with its tokens.
// GUI thread only.
#pragma once

#include "widgets/annotate/annotation.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace helicase {

class TokenEditor;

// A is edited; B shows the same text under another tokenizer.
enum class TokenizerSide { A, B };

class TokenizerView final : public QWidget {
    Q_OBJECT
public:
    explicit TokenizerView(TokenizerSide side, QWidget *parent = nullptr);

    TokenEditor *editor() const { return editor_; }
    // "A" or "B" stands before the chooser while there are two views.
    void setLetterShown(bool isShown);
    // Null: "Choose a tokenizer".
    void setTokenizer(const std::shared_ptr<const NamedTokenizer> &tokenizer);
    // Adds it to the chooser when it is not there.
    void offerTokenizer(const NamedTokenizer &tokenizer);
    void setAnnotation(std::shared_ptr<const Annotation> annotation);
    void setCounting();
    // Another tokenizer is on its way; the tokens of the old one stay until then.
    void setLoading(bool isLoading);

Q_SIGNALS:
    void tokenizerChosen(const QString &folder);
    void openTokenizerRequested();

private:
    void buildHeader(TokenizerSide side, QVBoxLayout *layout);
    void refreshCount();

    QLabel *letter_ = nullptr;
    QComboBox *chooser_ = nullptr;
    QLabel *tokenCount_ = nullptr;
    TokenEditor *editor_ = nullptr;
    QString count_;
    bool isLoading_ = false;
};

} // namespace helicase
