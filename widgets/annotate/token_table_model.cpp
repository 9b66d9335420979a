#include "widgets/annotate/token_table_model.h"

#include "widgets/annotate/annotation_checks.h"
#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"

namespace helicase {

TokenTableModel::TokenTableModel(QObject *parent) : QAbstractTableModel(parent) {}

void TokenTableModel::setAnnotation(std::shared_ptr<const Annotation> annotation)
{
    beginResetModel();
    annotation_ = std::move(annotation);
    endResetModel();
}

int TokenTableModel::findRow(const QString &text, int from) const
{
    const int rows = rowCount();
    for (int step = 0; step < rows; ++step) {
        const int row = (from + step) % rows;
        const AnnotatedToken &token = annotation_->tokens[static_cast<size_t>(row)];
        if (QString::number(token.id) == text ||
            tokenText(*annotation_->tokenizer, token.id).contains(text, Qt::CaseInsensitive))
            return row;
    }
    return -1;
}

int TokenTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !annotation_ ? 0 : static_cast<int>(annotation_->tokens.size());
}

int TokenTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TokenTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !annotation_)
        return {};
    const AnnotatedToken &token = annotation_->tokens[static_cast<size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return display(token, index.row(), column);
    case sortRole:
        return sortValue(token, index.row(), column);
    case Qt::FontRole:
        return column == Token ? QVariant(monospacedFont()) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            (column == Token || column == Kind ? Qt::AlignLeft : Qt::AlignRight) |
            Qt::AlignVCenter);
    default:
        return {};
    }
}

QString TokenTableModel::display(const AnnotatedToken &token, int row, Column column) const
{
    const NamedTokenizer &named = *annotation_->tokenizer;
    switch (column) {
    case Index:
        return groupedNumber(row);
    case Token:
        return tokenText(named, token.id);
    case Id:
        return groupedNumber(token.id);
    case IdWithoutOffset:
        return token.isDna && token.id >= named.dnaOffset
                   ? groupedNumber(token.id - named.dnaOffset)
                   : QString();
    case Kind:
        return kindText(token);
    case Characters:
        return tr("%1 to %2").arg(groupedNumber(token.begin), groupedNumber(token.end));
    case BasesInRun: {
        if (token.run < 0)
            return {};
        const int32_t begin = annotation_->runs[static_cast<size_t>(token.run)].begin;
        return tr("%1 to %2")
            .arg(groupedNumber(token.begin - begin), groupedNumber(token.end - begin));
    }
    case Length:
        return groupedNumber(token.end - token.begin);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant TokenTableModel::sortValue(const AnnotatedToken &token, int row, Column column) const
{
    switch (column) {
    case Index:
    case Characters:
        return row;
    case Id:
    case IdWithoutOffset:
        return token.id;
    case BasesInRun:
        return token.run < 0
                   ? -1
                   : token.begin - annotation_->runs[static_cast<size_t>(token.run)].begin;
    case Length:
        return token.end - token.begin;
    default:
        return display(token, row, column);
    }
}

QVariant TokenTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            (section == Token || section == Kind ? Qt::AlignLeft : Qt::AlignRight) |
            Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Characters:
            return tr("Characters of the document, from 0, the end excluded.");
        case BasesInRun:
            return tr("Bases within the token's DNA run, from 0, the end excluded.");
        case IdWithoutOffset:
            return tr("The id in the DNA vocabulary itself.");
        case Length:
            return tr("Letters that the token covers.");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    static const char *names[] = {QT_TR_NOOP("Index"),        QT_TR_NOOP("Token"),
                                  QT_TR_NOOP("Id"),           QT_TR_NOOP("Id − offset"),
                                  QT_TR_NOOP("Kind"),         QT_TR_NOOP("Characters"),
                                  QT_TR_NOOP("Bases in run"), QT_TR_NOOP("Length")};
    return tr(names[section]);
}

QString kindText(const AnnotatedToken &token)
{
    switch (token.kind) {
    case TokenKind::Dna:
        return TokenTableModel::tr("DNA");
    case TokenKind::Text:
        return TokenTableModel::tr("Text");
    case TokenKind::Special:
        return TokenTableModel::tr("Special");
    case TokenKind::Unknown:
        return token.isDna ? TokenTableModel::tr("Unknown DNA")
                           : TokenTableModel::tr("Unknown text");
    }
    return {};
}

} // namespace helicase
