#include "widgets/annotate/counts_table.h"

#include "widgets/common/format.h"
#include "widgets/common/table_tools.h"

#include <QEvent>
#include <QHeaderView>

namespace helicase {

namespace {

enum CountRow { AllTokens, BasesPerToken, DnaTokens, TextTokens, SpecialCount, UnknownCount };

QStringList countsOf(const Annotation *annotation)
{
    if (!annotation)
        return QStringList(UnknownCount + 1, QStringLiteral("–"));
    const AnnotationCounts &counts = annotation->counts;
    return {groupedNumber(counts.tokens),
            counts.dna > 0 ? fixedNumber(counts.basesPerDnaToken(), 2) : QStringLiteral("–"),
            groupedNumber(counts.dna),
            groupedNumber(counts.text),
            groupedNumber(counts.special),
            groupedNumber(counts.unknown)};
}

} // namespace

CountsTable::CountsTable(QWidget *parent) : QTableWidget(UnknownCount + 1, 3, parent)
{
    setUpTable(this, "annotate.counts", tr("Token counts"));
    setSortingEnabled(false);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalHeaderLabels({QString(), tr("A"), tr("B")});
    const QStringList names = {tr("Tokens"),      tr("Bases per DNA token"), tr("DNA tokens"),
                               tr("Text tokens"), tr("Special tokens"),      tr("Unknown tokens")};
    for (int row = 0; row < rowCount(); ++row) {
        setItem(row, 0, new QTableWidgetItem(names[row]));
        for (const int column : {1, 2}) {
            setItem(row, column, new QTableWidgetItem);
            item(row, column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    for (const int column : {1, 2})
        horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    QHeaderView *header = horizontalHeader();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(30);
    header->setSectionsMovable(false);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const int column : {1, 2})
        header->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    setComparing(false);
    setCounts(nullptr, nullptr);
}

void CountsTable::setComparing(bool isComparing)
{
    setColumnHidden(2, !isComparing);
    horizontalHeader()->setVisible(isComparing);
    fit();
}

void CountsTable::setCounts(const Annotation *a, const Annotation *b)
{
    const QStringList first = countsOf(a);
    const QStringList second = countsOf(b);
    for (int row = 0; row < rowCount(); ++row) {
        item(row, 1)->setText(first[row]);
        item(row, 2)->setText(second[row]);
    }
    fit();
}

QString CountsTable::count(const QString &name, int column) const
{
    const QList<QTableWidgetItem *> found = findItems(name, Qt::MatchExactly);
    return found.isEmpty() ? QString() : item(found.front()->row(), column)->text();
}

// Nothing is cut off: larger text makes the table, and the dock around it, larger.
void CountsTable::fit()
{
    int width = 2 * frameWidth();
    for (int column = 0; column < columnCount(); ++column)
        if (!isColumnHidden(column))
            width += sizeHintForColumn(column);
    setMinimumWidth(width);

    const int header = horizontalHeader()->isHidden() ? 0 : horizontalHeader()->sizeHint().height();
    setFixedHeight(header + verticalHeader()->length() + 2 * frameWidth());
}

void CountsTable::changeEvent(QEvent *event)
{
    QTableWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

} // namespace helicase
