// The left side of the Annotate panel: open documents, records of opened sequence files, and the
// region to insert. It knows no editor; the panel connects both. GUI thread only.
#pragma once

#include "widgets/annotate/record_store.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTreeWidget;
class QVBoxLayout;

namespace helicase {

class SectionHeader;
class TextDocument;

class AnnotateInputs final : public QWidget {
    Q_OBJECT
public:
    explicit AnnotateInputs(RecordStore &records, QWidget *parent = nullptr);

    void setDocuments(const std::vector<TextDocument *> &documents, TextDocument *current);
    // In the context menu of the documents.
    void addDocumentAction(QAction *action);
    // Chooses a record and fills the region fields with its beginning.
    void chooseRecord(int file, int record);

Q_SIGNALS:
    void documentChosen(int index);
    void newDocumentRequested();
    void regionRequested(const QString &path, int record, qint64 from, qint64 to);

private:
    struct RecordPlace {
        int file = -1;
        int record = -1;
    };

    void buildDocuments(QVBoxLayout *layout);
    void buildRecords(QVBoxLayout *layout);
    void buildRegion(QVBoxLayout *layout);
    void showRecords();
    void filterRecords(const QString &text);
    void recordChosen();
    const RecordEntry *chosen() const;
    RecordPlace chosenPlace() const;
    // Why the region cannot be inserted; empty when it can.
    QString regionMistake() const;
    void refreshRegion();
    void insertRegion();

    RecordStore &store_;
    QListWidget *documents_ = nullptr;
    QLineEdit *filter_ = nullptr;
    QTreeWidget *records_ = nullptr;
    SectionHeader *regionHeader_ = nullptr;
    QLineEdit *from_ = nullptr;
    QLineEdit *to_ = nullptr;
    QLabel *mistake_ = nullptr;
    QPushButton *insert_ = nullptr;
};

} // namespace helicase
