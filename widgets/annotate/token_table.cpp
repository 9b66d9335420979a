#include "widgets/annotate/token_table.h"

#include "widgets/annotate/token_table_model.h"
#include "widgets/common/format.h"
#include "widgets/common/icon.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace helicase {

TokenTable::TokenTable(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildHeader(layout);
    model_ = new TokenTableModel(this);
    view_ = new QTableView(this);
    setUpTable(view_, "annotate.tokens", tr("Tokens"));
    // Rows stand in the order of the text: what is beside a token matters more than its rank.
    view_->setSortingEnabled(false);
    view_->setModel(model_);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setMinimumHeight(5 * 26 + 30);
    // Words take the room that numbers leave.
    for (const int column : {TokenTableModel::Token, TokenTableModel::Kind})
        view_->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    Q_EMIT tokenSelected(current.row());
            });
    layout->addWidget(view_, 1);
    connect(&theme_, &Theme::changed, this, &TokenTable::fit);
    fit();
}

void TokenTable::buildHeader(QVBoxLayout *layout)
{
    auto *line = new QHBoxLayout;
    line->setContentsMargins(10, 3, 10, 3);
    auto *title = new QLabel(tr("Tokens"), this);
    setRole(title, "strong");
    line->addWidget(title);
    line->addSpacing(6);
    count_ = mutedLabel({}, this);
    line->addWidget(count_);
    line->addStretch(1);
    find_ = new QLineEdit(this);
    find_->setObjectName("annotate.tokens.find");
    find_->setAccessibleName(tr("Find token or id"));
    find_->setPlaceholderText(tr("Find token or id"));
    find_->addAction(icon("search"), QLineEdit::LeadingPosition);
    connect(find_, &QLineEdit::returnPressed, this, &TokenTable::findToken);
    line->addWidget(find_);
    layout->addLayout(line);
}

// Columns of numbers are as wide as the size of the text asks for.
void TokenTable::fit()
{
    constexpr std::pair<int, int> widths[] = {{TokenTableModel::Index, 56},
                                              {TokenTableModel::Id, 68},
                                              {TokenTableModel::IdWithoutOffset, 86},
                                              {TokenTableModel::Characters, 106},
                                              {TokenTableModel::BasesInRun, 102},
                                              {TokenTableModel::Length, 64}};
    const auto scaled = [this](int width) { return qRound(width * theme_.textScale()); };
    view_->horizontalHeader()->setMinimumSectionSize(scaled(56));
    for (const auto &[column, width] : widths)
        view_->setColumnWidth(column, scaled(width));
    find_->setFixedWidth(scaled(180));
}

void TokenTable::setAnnotation(std::shared_ptr<const Annotation> annotation)
{
    model_->setAnnotation(std::move(annotation));
    showCount();
}

void TokenTable::setCounting()
{
    count_->setText(tr("counting …"));
}

void TokenTable::setComparing(bool isComparing)
{
    isComparing_ = isComparing;
    showCount();
}

void TokenTable::showCount()
{
    const Annotation *annotation = model_->annotation();
    const QString count = annotation ? groupedNumber(annotation->counts.tokens) : QString();
    count_->setText(annotation && isComparing_ ? tr("%1, tokenizer A").arg(count) : count);
}

void TokenTable::selectToken(int64_t token)
{
    if (token >= 0 && token < model_->rowCount())
        view_->selectRow(static_cast<int>(token));
    else
        view_->clearSelection();
}

void TokenTable::findToken()
{
    selectToken(model_->findRow(find_->text().trimmed(), view_->currentIndex().row() + 1));
}

} // namespace helicase
