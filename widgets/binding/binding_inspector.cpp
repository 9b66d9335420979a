#include "widgets/binding/binding_inspector.h"

#include "widgets/binding/comparison_model.h"
#include "widgets/binding/live_training.h"
#include "widgets/binding/score_scatter.h"
#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"
#include "widgets/common/section_header.h"
#include "widgets/common/table_tools.h"
#include "widgets/common/widgets.h"

#include <QComboBox>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

BindingInspector::BindingInspector(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    buildScatter();
    buildComparison();
    window_ = new FactList(this);
    window_->setObjectName(QStringLiteral("binding.window"));
    times_ = new FactList(this);
    times_->setObjectName(QStringLiteral("binding.times"));
    training_ = new LiveTraining(theme, this);
    auto *head = new SectionHeader(tr("All windows"), this);
    head->addWidget(model_);
    auto *comparisonHead = new SectionHeader(tr("Comparison"), this);
    comparisonHead->setSummary(tr("validation"));
    timeHeader_ = new SectionHeader(tr("Training time"), this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head);
    layout->addWidget(scatter_);
    layout->addWidget(correlation_);
    layout->addWidget(training_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(comparisonHead);
    layout->addWidget(comparison_);
    layout->addWidget(new SectionHeader(tr("This window"), this));
    layout->addWidget(window_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(timeHeader_);
    layout->addWidget(times_);
    layout->addStretch(1);
    connect(&theme_, &Theme::changed, this, &BindingInspector::refresh);
    setResult(nullptr);
}

void BindingInspector::buildScatter()
{
    model_ = new QComboBox(this);
    model_->setObjectName(QStringLiteral("binding.model"));
    model_->setAccessibleName(tr("Model"));
    model_->setToolTip(tr("The model of the scatter, of r and MSE in the table of windows, and of "
                          "Mutate window"));
    model_->setPlaceholderText(tr("No model"));
    model_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    model_->setMinimumContentsLength(14);
    model_->setIconSize({markerIconSide, markerIconSide});
    scatter_ = new ScoreScatter(theme_, this);
    correlation_ = mutedLabel({}, this);
    correlation_->setObjectName(QStringLiteral("binding.correlation"));
    correlation_->setContentsMargins(10, 2, 10, 8);
    correlation_->setWordWrap(true);
    connect(model_, &QComboBox::currentIndexChanged, this, [this] {
        showCandidate();
        Q_EMIT candidateChosen();
    });
}

void BindingInspector::buildComparison()
{
    comparisonModel_ = new ComparisonModel(this);
    comparison_ = new QTableView(this);
    comparison_->setModel(comparisonModel_);
    setUpTable(comparison_, QStringLiteral("binding.comparison"), tr("Comparison of models"));
    setCloseColumns(comparison_);
    comparison_->setSortingEnabled(false);
    comparison_->setIconSize({markerIconSide, markerIconSide});
    comparison_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    comparison_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    comparison_->horizontalHeader()->setSectionResizeMode(ComparisonModel::Model,
                                                          QHeaderView::Stretch);
}

// A long name does not widen the dock.
QString BindingInspector::shortLabel(const std::string &name) const
{
    constexpr int room = 130;
    return fontMetrics().elidedText(candidateLabel(*result_, name), Qt::ElideMiddle, room);
}

std::string BindingInspector::candidate() const
{
    return model_->currentData().toString().toStdString();
}

void BindingInspector::setResult(std::shared_ptr<const BindingResult> result)
{
    const QString former = model_->currentData().toString();
    result_ = std::move(result);
    {
        const QSignalBlocker quiet(model_);
        model_->clear();
        for (size_t i = 0; result_ && i < result_->candidates.size(); ++i)
            model_->addItem(candidateLabel(*result_, result_->candidates[i]),
                            QString::fromStdString(result_->candidates[i]));
        if (model_->count() > 0)
            model_->setCurrentIndex(std::max(0, model_->findData(former)));
    }
    model_->setEnabled(model_->count() > 0);
    refresh();
    Q_EMIT candidateChosen();
}

void BindingInspector::refresh()
{
    comparisonModel_->setResult(result_, theme_.isDark());
    const int rows = comparisonModel_->rowCount();
    comparison_->setFixedHeight(comparison_->horizontalHeader()->sizeHint().height() +
                                rows * comparison_->verticalHeader()->defaultSectionSize() + 2);
    for (int index = 0; result_ && index < model_->count(); ++index)
        model_->setItemIcon(
            index,
            markerIcon(categoryStyle(
                candidateCategory(*result_, model_->itemData(index).toString().toStdString()),
                theme_.isDark())));
    times_->clear();
    if (result_)
        for (const auto &[name, run] : result_->trainings)
            times_->setFact(tr("%1, %2 steps").arg(shortLabel(name), groupedNumber(run.steps)),
                            durationText(run.seconds));
    const bool hasTimes = result_ && !result_->trainings.empty();
    timeHeader_->setVisible(hasTimes);
    times_->setVisible(hasTimes);
    showCandidate();
}

void BindingInspector::showCandidate()
{
    const std::string name = candidate();
    if (!result_ || name.empty()) {
        scatter_->setDensity(nullptr, {}, 0);
        correlation_->setText(tr("No model was evaluated on these windows yet."));
        return;
    }
    scatter_->setDensity(result_, name, candidateCategory(*result_, name));
    const ScoreDensity &density = result_->densities.at(name);
    correlation_->setText(
        tr("Pearson r %1 over %2 bases")
            .arg(density.pearson ? fixedNumber(*density.pearson, 3) : tr("is not defined"),
                 groupedNumber(density.bases)));
}

void BindingInspector::setWindow(const BindingData &windows, int64_t window,
                                 std::optional<double> meanLikelihood)
{
    window_->clear();
    if (window < 0)
        return;
    window_->setFact(tr("Position"), windows.placeText(window));
    window_->setFact(tr("Motifs"), groupedNumber(windows.motifs(window)));
    const int64_t row = result_ ? result_->rowOf(windows.name(window)) : -1;
    for (size_t i = 0; row >= 0 && i < result_->candidates.size(); ++i) {
        const std::string &name = result_->candidates[i];
        if (name == meanBaseline)
            continue; // the comparison above tells of it
        const WindowFit &fit = result_->fits.at(name)[static_cast<size_t>(row)];
        const QString label = shortLabel(name);
        window_->setFact(tr("r, %1").arg(label),
                         fit.r ? fixedNumber(*fit.r, 3) : tr("not defined"));
        window_->setFact(tr("MSE, %1").arg(label), fixedNumber(fit.error, 3));
    }
    if (meanLikelihood)
        window_->setFact(tr("Log-likelihood"),
                         tr("%1 nats per base").arg(fixedNumber(*meanLikelihood, 2)));
}

} // namespace helicase
