// The bases of the selected contig, page by page, to read and to copy. GUI thread; the file is read
// elsewhere (sequence_reading.h).
#pragma once

#include "widgets/embeddings/sequence_reading.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace helicase {

class CloudModel;

class SequencePane final : public QWidget {
    Q_OBJECT

public:
    static constexpr int64_t basesPerLine = 20;
    static constexpr int64_t basesPerPage = 2000;

    explicit SequencePane(CloudModel &model, QWidget *parent = nullptr);

    // Reads from the files of this projection from now on; -1: none.
    void setProjection(int projection);
    bool isReading() const { return reading_.isRunning(); }
    void showPage(int64_t page); // from 0
    int64_t pageCount() const;
    // As FASTA, 70 bases a line; of a contig that was not read whole the part that was.
    void copy();

Q_SIGNALS:
    void copied(const QString &what);

private:
    void selectionChanged();
    void show(std::shared_ptr<const ContigSequence> sequence);
    void tell(const QString &note);
    QWidget *buildPageRow();

    CloudModel &model_;
    SequenceReading reading_;
    int projection_ = -1;
    std::shared_ptr<const ContigSequence> sequence_; // null: none is shown
    int64_t page_ = 0;
    QLabel *title_ = nullptr;
    QToolButton *copy_ = nullptr;
    QLabel *facts_ = nullptr;
    QLabel *note_ = nullptr;
    QPlainTextEdit *bases_ = nullptr;
    QWidget *pages_ = nullptr;
    QLabel *place_ = nullptr;
    QToolButton *back_ = nullptr;
    QToolButton *forward_ = nullptr;
};

// Lines of basesPerLine bases in groups of ten, each with the 1-based place of its first base, as
// wide as the largest place needs.
QString numberedBases(std::string_view bases, int64_t first, int64_t basesPerLine);

} // namespace helicase
