// Annotate: see how text and DNA become tokens, position by position. Documents are edited here and
// tokenised while one types, on a worker thread. GUI thread only.
#pragma once

#include "widgets/annotate/annotator.h"
#include "widgets/annotate/record_store.h"
#include "widgets/annotate/token_painter.h"
#include "widgets/annotate/tokenizer_view.h"
#include "widgets/common/panel.h"

#include <QTimer>

#include <optional>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace helicase {

class AnnotateCentre;
class AnnotateInputs;
class AnnotateInspector;
class TextDocument;

class AnnotatePanel final : public Panel {
    Q_OBJECT
public:
    explicit AnnotatePanel(PanelContext &context, QWidget *parent = nullptr);

    // Takes the project's tokenizer and, when no document is open, an example with its sequences.
    void showDemo(const QString &folder) override;
    // The text is tokenised as it stands.
    bool contentReady() const override;
    // A text file, a FASTA or FASTQ file, or a tokenizer folder: found by content. Or a text of
    // another panel, with its name in a line before it.
    void openArgument(const QString &argument) override;

    void openFile(const QString &path);
    void useTokenizer(const QString &folder, TokenizerSide side = TokenizerSide::A);
    // A text that becomes the current one.
    TextDocument *newDocument(const QString &name, const QString &text);
    TextDocument *document() const { return current_; }
    // Tokens above this number count as cut off; 0: no limit.
    void setLimit(int64_t tokens);
    // Shows the text under tokenizer B beside that of A.
    void setComparing(bool isComparing);
    void setSpecialTokens(SpecialTokens special);
    // The tokens of A, as the file's ending says: .jsonl, .tsv, .csv or .tex.
    void exportTokens(const QString &path);

private:
    // One of the two tokenizers with the newest of what it made of the text.
    struct Side {
        Annotator annotator;
        std::shared_ptr<const NamedTokenizer> tokenizer;
        std::shared_ptr<const Annotation> annotation;
        bool isLoading = false; // another tokenizer
    };
    Side &side(TokenizerSide which) { return which == TokenizerSide::A ? a_ : b_; }

    // annotate_actions.cpp: what can be pressed
    void buildActions();
    void buildTextActions();
    void buildTokenActions();
    void buildStandardActions();
    QAction *registerAction(const QString &name, const QString &text, const QString &iconName,
                       const QKeySequence &key, const QString &help,
                       std::function<void()> function);
    QAction *registerSwitch(const QString &name, const QString &text, const QString &iconName,
                       const QString &help);
    void buildToolBar();
    void addDisplayButtons();
    void addLimitField();
    void addSpecialChoice();
    QHBoxLayout *addToolBarGroup(const QString &label);

    // annotate_panel.cpp: the flow from text to tokens
    void buildSides();
    void connectWorkers();
    void connectSide(TokenizerSide which);
    TextDocument *addDocument(const QString &name, const QString &text);
    void showDocument(TextDocument *document);
    void textChanged();
    void requestAnnotation();
    void requestAnnotation(TokenizerSide which);
    AnnotationRequest requestFor(TokenizerSide which);
    void showAnnotation(TokenizerSide which, std::shared_ptr<const Annotation> annotation);
    void tokenizerArrived(TokenizerSide which, std::shared_ptr<const NamedTokenizer> tokenizer);
    void tokenizerFailed(TokenizerSide which, const QString &message);
    bool isAnnotated(const Side &side) const;
    void setLoading(TokenizerSide which, bool isLoading);
    void showModelMaximum();
    void showOpening();
    void showFailure(const QString &headline, const QString &message);
    void refreshDocuments();
    void refreshStatus();

    // annotate_tools.cpp: what is done with the tokens
    void goToProblem(int problem);
    void applyRemedy(int problem);
    void showRoundTrip();
    void askAndExport();
    void exportShownTable(const QString &path);
    void copyTokens(TokenFormat format);
    void tokensExported(const QByteArray &text, const QString &path);

    // annotate_files.cpp: files, example, project state
    void askAndOpen();
    void askAndOpenTokenizer(TokenizerSide which);
    void save();
    void closeDocument();
    bool mayClose(const TextDocument &document);
    void insertExample(const QString &sequenceFile);
    void continueExample(const QString &bases, const QString &record, qint64 from, qint64 to);
    void finishExample();
    void recordsFailed(const QString &path, const QString &message);
    void regionArrived(const QString &bases, const QString &record, qint64 from, qint64 to);
    void restoreState();
    void keepState();

    // The example grows by one region at a time while its file is read.
    struct Example {
        QString file;
        bool isAskedFor = false;
        // What was on view when it began: only this text, unchanged, makes room for it.
        const TextDocument *before = nullptr;
        uint64_t revisionBefore = 0;
        QString text;
        std::vector<int> records;
        size_t next = 0;
    };

    Side a_;
    Side b_;
    bool isComparing_ = false;
    SpecialTokens special_ = SpecialTokens::Omit;
    RecordStore records_;
    std::vector<TextDocument *> documents_; // children of this
    TextDocument *current_ = nullptr;
    bool currentWasModified_ = false;
    std::optional<Example> example_;
    QString offeredExample_; // the project's file; once is enough
    QTimer debounce_;
    QTimer counting_; // until the numbers are said to be out of date
    QTimer keep_;
    QTimer opening_; // until the files that are being opened are named
    int64_t limit_ = 0;
    AnnotateInputs *inputs_ = nullptr;
    AnnotateCentre *centre_ = nullptr;
    AnnotateInspector *inspector_ = nullptr;
    QLineEdit *limitField_ = nullptr;
    QToolButton *modelMaximum_ = nullptr;
    QAction *modelMaximumShown_ = nullptr; // its place in the toolbar
    QComboBox *specialChoice_ = nullptr;
};

} // namespace helicase
