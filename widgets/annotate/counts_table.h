// Counts of tokens in rows, tokenizer A and, when two are compared, B in columns. GUI thread only.
#pragma once

#include "widgets/annotate/annotation.h"

#include <QTableWidget>

namespace helicase {

class CountsTable final : public QTableWidget {
    Q_OBJECT
public:
    explicit CountsTable(QWidget *parent = nullptr);

    void setComparing(bool isComparing);
    // Null: blank.
    void setCounts(const Annotation *a, const Annotation *b);
    // The text beside a name; column 1: A, 2: B.
    QString count(const QString &name, int column = 1) const;

private:
    void fit();
    void changeEvent(QEvent *event) override;
};

} // namespace helicase
