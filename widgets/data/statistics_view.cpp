#include "widgets/data/statistics_view.h"

#include "core/dataset/label_slips.h"
#include "widgets/common/categories.h"
#include "widgets/common/flow_layout.h"
#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"
#include "widgets/data/class_balance_chart.h"
#include "widgets/data/data_words.h"
#include "widgets/data/duplicate_matrix.h"
#include "widgets/data/length_chart.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// A table of more classes helps nobody, and a million rows of it would stop the window.
constexpr size_t mostClassRows = 10'000;

QTableWidgetItem *numberItem(const QString &text)
{
    auto *item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

QString shareText(int64_t part, int64_t whole)
{
    return whole == 0 ? QString()
                      : percent(static_cast<double>(part) / static_cast<double>(whole), 1);
}

} // namespace

StatisticsView::StatisticsView(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("data.statistics"));
    balance_ = new ClassBalanceChart(QStringLiteral("data.balance"));
    lengths_ = new LengthChart(QStringLiteral("data.lengths"));
    duplicates_ = new DuplicateMatrix(QStringLiteral("data.duplicates"));
    balanceNote_ = mutedLabel({});
    lengthNote_ = mutedLabel({});
    duplicateNote_ = mutedLabel(tr("same letters, both strands"));
    duplicateText_ = mutedLabel({});
    duplicateText_->setWordWrap(true);
    auto *charts = new QWidget(this);
    auto *row = new QHBoxLayout(charts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    const auto line = [&] {
        auto *vertical = new QFrame(charts);
        setRole(vertical, "line");
        vertical->setFixedWidth(1);
        return vertical;
    };
    row->addWidget(frame(tr("Class balance"), balanceNote_, balance_, nullptr), 5);
    row->addWidget(line());
    row->addWidget(frame(tr("Length"), lengthNote_, lengths_, nullptr), 5);
    row->addWidget(line());
    row->addWidget(frame(tr("Duplicates"), duplicateNote_, duplicates_, duplicateText_), 4);
    charts->setMinimumHeight(220);
    classes_ = new QTableWidget(this);
    setUpTable(classes_, QStringLiteral("data.classes"), tr("Rows of each class by split"));
    classes_->setSortingEnabled(false);
    classes_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    classes_->setIconSize({markerIconSide, markerIconSide});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(charts, 3);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(classes_, 2);
    connect(duplicates_, &DuplicateMatrix::cellChosen, this, &StatisticsView::chooseCell);
}

QWidget *StatisticsView::frame(const QString &title, QLabel *note, QWidget *chart, QLabel *below)
{
    auto *widget = new QWidget(this);
    setRole(widget, "canvas");
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(10, 8, 10, 8);
    layout->setSpacing(4);
    auto *heading = new QHBoxLayout;
    auto *name = new QLabel(title, widget);
    setRole(name, "sectiontitle");
    heading->addWidget(name);
    heading->addStretch(1);
    note->setAlignment(Qt::AlignRight);
    heading->addWidget(note);
    layout->addLayout(heading);
    layout->addWidget(chart, 1);
    if (below)
        layout->addWidget(below);
    return widget;
}

void StatisticsView::setLoaded(const std::shared_ptr<const LoadedData> &loaded)
{
    loaded_ = loaded;
    if (!loaded) {
        balance_->clear();
        lengths_->clear();
        duplicates_->clear();
        for (QLabel *label : {balanceNote_, lengthNote_, duplicateText_})
            label->clear();
        classes_->setRowCount(0);
        return;
    }
    balance_->setSurvey(*loaded->survey);
    balanceNote_->setText(hasLabels(loaded->survey->kind) && hasRealLabels(*loaded->survey)
                              ? tr("values, no classes")
                              : tr("sequences"));
    lengths_->setData(*loaded);
    lengthNote_->setText(lengths_->summary());
    duplicates_->setSurvey(*loaded->survey);
    duplicateText_->setText(duplicates_->summary());
    fillClasses();
}

void StatisticsView::fillClasses()
{
    const DataSurvey &survey = *loaded_->survey;
    const bool isDark = shownColor(ColorRole::Window).lightness() < 128;
    const auto splits = static_cast<int>(survey.splits.size());
    const size_t labels = std::min(survey.labels.size(), mostClassRows);
    QStringList titles{survey.labels.empty() ? tr("Split totals") : tr("Label")};
    for (const SurveySplit &split : survey.splits)
        titles << tr("%1, rows").arg(QString::fromStdString(split.file.split))
               << tr("%1, share").arg(QString::fromStdString(split.file.split));
    titles << tr("All rows");
    classes_->clear();
    classes_->setColumnCount(static_cast<int>(titles.size()));
    classes_->setHorizontalHeaderLabels(titles);
    classes_->setRowCount(static_cast<int>(labels) + 1);
    for (int column = 1; column < titles.size(); ++column)
        classes_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    classes_->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (size_t label = 0; label < labels; ++label) {
        const auto row = static_cast<int>(label);
        auto *name = new QTableWidgetItem(QString::fromStdString(survey.labels[label]));
        name->setIcon(markerIcon({categoryStyle(row, isDark).color, Marker::Square}));
        classes_->setItem(row, 0, name);
        for (int split = 0; split < splits; ++split) {
            const SurveySplit &part = survey.splits[static_cast<size_t>(split)];
            classes_->setItem(row, 1 + 2 * split, numberItem(groupedNumber(part.labelRows[label])));
            classes_->setItem(row, 2 + 2 * split,
                              numberItem(shareText(part.labelRows[label], part.rows)));
        }
        classes_->setItem(row, 1 + 2 * splits,
                          numberItem(groupedNumber(rowsWithLabel(survey, label))));
    }
    const auto last = static_cast<int>(labels);
    classes_->setItem(last, 0, new QTableWidgetItem(tr("All rows")));
    for (int split = 0; split < splits; ++split) {
        const SurveySplit &part = survey.splits[static_cast<size_t>(split)];
        classes_->setItem(last, 1 + 2 * split, numberItem(groupedNumber(part.rows)));
        classes_->setItem(last, 2 + 2 * split, numberItem(shareText(part.rows, part.rows)));
    }
    classes_->setItem(last, 1 + 2 * splits, numberItem(groupedNumber(std::ssize(survey.rows))));
    classes_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
}

void StatisticsView::chooseCell(int first, int second)
{
    const DataSurvey &survey = *loaded_->survey;
    std::vector<uint32_t> rows;
    survey.forEachGroup([&](std::span<const uint32_t> group) {
        const auto isIn = [&](int split) {
            return std::ranges::count_if(
                group, [&](uint32_t row) { return survey.rows[row].split == split; });
        };
        if (first == second ? isIn(first) > 1 : isIn(first) > 0 && isIn(second) > 0)
            std::ranges::copy_if(group, std::back_inserter(rows), [&](uint32_t row) {
                return survey.rows[row].split == first || survey.rows[row].split == second;
            });
    });
    std::ranges::sort(rows);
    const auto nameOfSplit = [&](int split) {
        return QString::fromStdString(survey.splits[static_cast<size_t>(split)].file.split);
    };
    Q_EMIT rowsChosen(first == second
                          ? tr("duplicates within %1").arg(nameOfSplit(first))
                          : tr("in %1 and in %2").arg(nameOfSplit(first), nameOfSplit(second)),
                      rows);
}

} // namespace helicase
