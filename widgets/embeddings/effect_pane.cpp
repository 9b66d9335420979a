#include "widgets/embeddings/effect_pane.h"

#include "widgets/common/format.h"
#include "widgets/common/widgets.h"
#include "widgets/embeddings/bin_scoring.h"
#include "widgets/embeddings/cloud_model.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace helicase {

EffectPane::EffectPane(CloudModel &model, const BinScoring &scoring, QWidget *parent)
    : QWidget(parent), model_(model), scoring_(scoring)
{
    setObjectName(QStringLiteral("embeddings.effect"));
    title_ = new QLabel(this);
    setRole(title_, "sectiontitle");
    auto *head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(mutedLabel(tr("if moved"), this));
    table_ = new QWidget(this);
    auto *grid = new QGridLayout(table_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    const std::array<QString, 3> columns = {tr("Now"), tr("Then"), QStringLiteral("±")};
    for (int column = 0; column < 3; ++column)
        grid->addWidget(mutedLabel(columns[size_t(column)], this), 0, column + 1, Qt::AlignRight);
    const std::array<QString, LineCount> names = {tr("Completeness, %"), tr("Contamination, %"),
                                                  tr("ARI, all bins"), tr("Unbinned")};
    for (int line = 0; line < LineCount; ++line) {
        grid->addWidget(new QLabel(names[size_t(line)], this), line + 1, 0);
        for (int column = 0; column < 3; ++column) {
            auto *cell = new QLabel(this);
            cells_[size_t(line)][size_t(column)] = cell;
            grid->addWidget(cell, line + 1, column + 1, Qt::AlignRight);
        }
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(table_);
    connect(&scoring_, &BinScoring::changed, this, &EffectPane::refresh);
    connect(&scoring_, &BinScoring::targetChanged, this, &EffectPane::refresh);
    refresh();
}

void EffectPane::refresh()
{
    setVisible(scoring_.then().has_value());
    if (!scoring_.then())
        return;
    title_->setText(tr("Effect on %1").arg(model_.binGroups().nameOf(scoring_.target())));
    const auto figures = [&](const BinScores &scores) {
        const auto found = scores.bins.find(scoring_.target());
        return found == scores.bins.end() ? BinFigures{} : found->second;
    };
    constexpr double unknownFigure = std::numeric_limits<double>::quiet_NaN();
    const BinScores &now = scoring_.now();
    const BinScores &then = *scoring_.then();
    const auto percentOf = [](const std::optional<double> &share) {
        return share ? *share * 100 : unknownFigure;
    };
    setLine(Completeness, percentOf(figures(now).completeness),
            percentOf(figures(then).completeness), 1, 1);
    setLine(Contamination, percentOf(figures(now).contamination),
            percentOf(figures(then).contamination), 1, -1);
    setLine(AdjustedRand, now.adjustedRand.value_or(unknownFigure),
            then.adjustedRand.value_or(unknownFigure), 3, 1);
    setLine(Unbinned, double(now.unbinned), double(then.unbinned), 0, -1);
}

void EffectPane::setLine(Line line, double now, double then, int decimals, int better)
{
    const auto text = [&](double value) {
        return std::isnan(value) ? QStringLiteral("–") : fixedNumber(value, decimals);
    };
    const double difference = then - now;
    const bool isNothing = std::abs(difference) < 0.5 * std::pow(10, -decimals);
    QString change =
        std::isnan(difference) ? QStringLiteral("–") : text(isNothing ? 0 : difference);
    if (difference > 0 && !isNothing)
        change.prepend(u'+');
    const auto &[nowCell, thenCell, changeCell] = cells_[line];
    nowCell->setText(text(now));
    thenCell->setText(text(then));
    changeCell->setText(change);
    setRole(changeCell, isNothing || std::isnan(difference) ? "muted"
                        : difference * better > 0           ? "success"
                                                            : "error");
}

} // namespace helicase
