// The rows of `annotate.tokens`: one per token of the newest annotation, no copies. GUI thread
// only.
#pragma once

#include "widgets/annotate/annotation.h"

#include <QAbstractTableModel>

namespace helicase {

class TokenTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Index,
        Token,
        Id,
        IdWithoutOffset,
        Kind,
        Characters,
        BasesInRun,
        Length,
        ColumnCount
    };

    explicit TokenTableModel(QObject *parent = nullptr);

    void setAnnotation(std::shared_ptr<const Annotation> annotation);
    const Annotation *annotation() const { return annotation_.get(); }
    // The next row at or after `from` (wrapping round) whose token or id contains the text; -1:
    // none.
    int findRow(const QString &text, int from) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString display(const AnnotatedToken &token, int row, Column column) const;
    QVariant sortValue(const AnnotatedToken &token, int row, Column column) const;

    std::shared_ptr<const Annotation> annotation_;
};

// "DNA", "Text", "Special", "Unknown DNA", "Unknown text".
QString kindText(const AnnotatedToken &token);

} // namespace helicase
