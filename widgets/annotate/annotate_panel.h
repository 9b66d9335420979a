// Annotate: see how text and DNA become tokens, position by position. Documents are edited here and
// tokenised while one types, on a worker thread. GUI thread only.
#pragma once

#include "widgets/annotate/annotator.h"
#include "widgets/annotate/record_store.h"
#include "widgets/annotate/token_painter.h"
#include "widgets/common/panel.h"

#include <QTimer>

#include <optional>

class QLineEdit;

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
    // A text file, a FASTA or FASTQ file, or a tokenizer folder: found by content.
    void openArgument(const QString &argument) override;

    void openFile(const QString &path);
    void useTokenizer(const QString &folder);
    TextDocument *newDocument(const QString &name, const QString &text);
    TextDocument *document() const { return current_; }
    // Tokens above this number count as cut off; 0: no limit.
    void setLimit(int64_t tokens);

private:
    // annotate_panel.cpp: building and the flow from text to tokens
    void buildActions();
    void buildToolBar();
    void buildSides();
    void connectWorkers();
    void showDocument(TextDocument *document);
    void textChanged();
    void requestAnnotation();
    void annotationArrived(std::shared_ptr<const Annotation> annotation);
    void tokenizerArrived(std::shared_ptr<const NamedTokenizer> tokenizer);
    void tokenizerFailed(const QString &message);
    void showFailure(const QString &headline, const QString &message);
    void refreshDocuments();
    void refreshStatus();
    void setDisplay(TokenDisplay display);
    void goToProblem(int problem);
    void applyRemedy(int problem);

    // annotate_files.cpp: files, example, project state
    void askAndOpen();
    void askAndOpenTokenizer();
    void save();
    void exportTokens();
    void copyTokens();
    void insertExample(const QString &sequenceFile);
    void continueExample(const QString &bases, const QString &record, qint64 from, qint64 to);
    void finishExample();
    void regionArrived(const QString &bases, const QString &record, qint64 from, qint64 to);
    void restoreState();
    void keepState();

    // The example grows by one region at a time while its file is read.
    struct Example {
        QString file;
        QString text;
        std::vector<int> records;
        size_t next = 0;
    };

    Annotator annotator_;
    RecordStore records_;
    std::shared_ptr<const NamedTokenizer> tokenizer_;
    std::shared_ptr<const Annotation> annotation_;
    std::vector<TextDocument *> documents_; // children of this
    TextDocument *current_ = nullptr;
    bool currentWasModified_ = false;
    std::optional<Example> example_;
    QTimer debounce_;
    QTimer keep_;
    int64_t limit_ = 0;
    AnnotateInputs *inputs_ = nullptr;
    AnnotateCentre *centre_ = nullptr;
    AnnotateInspector *inspector_ = nullptr;
    QLineEdit *limitField_ = nullptr;
};

} // namespace helicase
