// The middle of the Annotate panel: legend, the editor, beside it on request the same text under
// another tokenizer, find bar, and the token table that follows the caret. It holds no documents.
// GUI thread only.
#pragma once

#include "widgets/annotate/annotation.h"
#include "widgets/annotate/token_painter.h"
#include "widgets/annotate/tokenizer_view.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QSplitter;
class QTableView;
class QVBoxLayout;

namespace helicase {

class Theme;
class TextDocument;
class TokenEditor;
class TokenTable;

class AnnotateCentre final : public QWidget {
    Q_OBJECT
public:
    explicit AnnotateCentre(Theme &theme, QWidget *parent = nullptr);

    // The one that edits.
    TokenEditor *editor() const;
    QTableView *table() const;

    void setDocument(TextDocument *document);
    // Shows or hides the view of tokenizer B.
    void setComparing(bool isComparing);
    void setDisplay(TokenDisplay display);
    void setRulerShown(bool isShown);
    void setLimit(int64_t tokens);
    // Null: "Choose a tokenizer".
    void setTokenizer(TokenizerSide side, const std::shared_ptr<const NamedTokenizer> &tokenizer);
    void setAnnotation(TokenizerSide side, std::shared_ptr<const Annotation> annotation);
    void setLoading(TokenizerSide side, bool isLoading);
    // Numbers are of an older text until the next annotation.
    void setCounting();
    void openFindBar();
    void findAgain(bool forward);

Q_SIGNALS:
    void tokenizerChosen(helicase::TokenizerSide side, const QString &folder);
    void openTokenizerRequested(helicase::TokenizerSide side);

private:
    QWidget *buildLegend();
    QWidget *buildViews();
    void linkViews();
    QWidget *buildFindBar();
    void applyTheme();
    TokenizerView *view(TokenizerSide side) const;
    void followCaret();
    void followToken(int token);

    Theme &theme_;
    std::vector<QLabel *> swatches_;
    QSplitter *views_ = nullptr;
    TokenizerView *viewA_ = nullptr;
    TokenizerView *viewB_ = nullptr;
    TextDocument *document_ = nullptr;
    QWidget *findBar_ = nullptr;
    QLineEdit *findField_ = nullptr;
    QLabel *findNote_ = nullptr;
    QSplitter *splitter_ = nullptr;
    TokenTable *tokens_ = nullptr;
    std::shared_ptr<const Annotation> annotation_; // of tokenizer A
    bool isFollowing_ = false; // the caret or row that moves was moved by the other view
    bool isScrolling_ = false; // the same for scroll bars
};

} // namespace helicase
