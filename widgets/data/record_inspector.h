// One row of a data set in full: its facts, its letters cut into tokens, where the same sequence
// occurs, and the files it comes from. GUI thread only.
#pragma once

#include "widgets/data/loaded_data.h"

#include <QWidget>

class QAction;
class QLabel;
class QTextEdit;
class QVBoxLayout;

namespace helicase {

class FactList;
class SectionHeader;

class RecordInspector final : public QWidget {
    Q_OBJECT

public:
    // The buttons at its end and beside its title.
    struct Actions {
        QAction *previous = nullptr;
        QAction *next = nullptr;
        std::vector<QAction *> uses; // Fine-tune…, Embed…, Tokenize
    };
    explicit RecordInspector(const Actions &actions, QWidget *parent = nullptr);

    void setLoaded(std::shared_ptr<const LoadedData> loaded);
    // -1: none.
    void setRecord(qint64 record);
    qint64 record() const { return record_; }

Q_SIGNALS:
    void recordChosen(quint32 record);

private:
    QWidget *buildTitle(const Actions &actions);
    void showFacts();
    void showTokens();
    void showSame();
    void showFiles();
    QString letters() const; // of the record, as they are kept

    std::shared_ptr<const LoadedData> loaded_;
    qint64 record_ = -1;
    QLabel *title_ = nullptr;
    FactList *facts_ = nullptr;
    SectionHeader *tokenTitle_ = nullptr;
    QTextEdit *tokens_ = nullptr;
    QLabel *tokenNote_ = nullptr;
    SectionHeader *sameTitle_ = nullptr;
    QWidget *same_ = nullptr;
    QVBoxLayout *sameRows_ = nullptr;
    FactList *files_ = nullptr;
    FactList *provenance_ = nullptr;
};

} // namespace helicase
