// The middle of the Annotate panel: legend, tokenizer chooser, editor with find bar, and the token
// table that follows the caret. It holds no documents. GUI thread only.
#pragma once

#include "widgets/annotate/annotation.h"
#include "widgets/annotate/token_painter.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QTableView;
class QVBoxLayout;

namespace helicase {

class Theme;
class TokenEditor;
class TokenTableModel;

class AnnotateCentre final : public QWidget {
    Q_OBJECT
public:
    explicit AnnotateCentre(Theme &theme, QWidget *parent = nullptr);

    TokenEditor *editor() const { return editor_; }
    QTableView *table() const { return table_; }
    TokenTableModel *model() const { return model_; }

    // Null: "Choose a tokenizer."
    void setTokenizer(std::shared_ptr<const NamedTokenizer> tokenizer);
    // Adds it to the chooser when it is not there.
    void addTokenizerFolder(const QString &folder, const QString &name);
    void setAnnotation(std::shared_ptr<const Annotation> annotation);
    void openFindBar();
    void findAgain(bool forward);

Q_SIGNALS:
    void tokenizerChosen(const QString &folder);
    void openTokenizerRequested();

private:
    QWidget *buildLegend();
    QWidget *buildFindBar();
    QWidget *buildTable();
    void applyTheme();
    void followCaret(int position);
    void followRow(int row);
    void findInTable();

    Theme &theme_;
    QComboBox *chooser_ = nullptr;
    QLabel *tokenCount_ = nullptr;
    std::vector<QLabel *> swatches_;
    TokenEditor *editor_ = nullptr;
    QWidget *findBar_ = nullptr;
    QLineEdit *findField_ = nullptr;
    QLabel *findNote_ = nullptr;
    QSplitter *splitter_ = nullptr;
    QTableView *table_ = nullptr;
    TokenTableModel *model_ = nullptr;
    QLabel *tableSummary_ = nullptr;
    QLineEdit *tableFind_ = nullptr;
    bool isFollowing_ = false; // a row is being selected because the caret moved, or the reverse
};

} // namespace helicase
