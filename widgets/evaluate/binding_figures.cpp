#include "widgets/evaluate/binding_figures.h"

#include "core/base/text.h"
#include "widgets/common/format.h"
#include "widgets/common/plot_view.h"
#include "widgets/common/widgets.h"
#include "widgets/evaluate/candidate_style.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

constexpr int firstCandidateColumn = 3; // window, position, measured

double number(const std::string &text)
{
    return parseReal(text).value_or(0);
}

QString labelOf(const StoredEvaluation &evaluation, const std::string &name)
{
    const ShownCandidate *candidate = evaluation.candidate(name);
    return candidate ? candidate->label : QString::fromStdString(name);
}

} // namespace

BindingFigures::BindingFigures(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    window_ = new QComboBox(this);
    window_->setObjectName(QStringLiteral("evaluate.window"));
    window_->setAccessibleName(tr("Window"));
    track_ = new PlotView(theme, QStringLiteral("evaluate.track"), tr("Binding track"), this);
    track_->setAxisTitles(tr("Base in window"), tr("Score"));
    scatter_ =
        new PlotView(theme, QStringLiteral("evaluate.scatter"), tr("Predicted and measured"), this);
    scatter_->setAxisTitles(tr("Measured score"), tr("Predicted score"));
    auto *trackTitle = new QLabel(tr("Window"), this);
    auto *scatterTitle = new QLabel(tr("Predicted and measured"), this);
    scatterTitle->setToolTip(tr("The bases of all windows that can be chosen at the left."));
    legend_ = new QLabel(this);
    legend_->setTextFormat(Qt::RichText);
    legend_->setWordWrap(true);
    for (QLabel *title : {trackTitle, scatterTitle})
        setRole(title, "sectiontitle");
    auto *trackHeader = new QHBoxLayout;
    trackHeader->addWidget(trackTitle);
    trackHeader->addWidget(window_);
    trackHeader->addStretch();
    auto *left = new QVBoxLayout;
    left->addLayout(trackHeader);
    left->addWidget(legend_);
    left->addWidget(track_, 1);
    auto *right = new QVBoxLayout;
    right->addWidget(scatterTitle);
    right->addWidget(scatter_, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(16);
    layout->addLayout(left, 3);
    layout->addLayout(right, 2);
    connect(window_, &QComboBox::currentIndexChanged, this, &BindingFigures::drawTrack);
}

void BindingFigures::setEvaluation(std::shared_ptr<const StoredEvaluation> evaluation, bool dark)
{
    evaluation_ = std::move(evaluation);
    isDark_ = dark;
    const QString former = window_->currentText();
    const QSignalBlocker quiet(window_);
    window_->clear();
    for (const std::vector<std::string> &row : evaluation_->predictions.rows) {
        const QString name = QString::fromStdString(row.front());
        if (window_->findText(name) < 0)
            window_->addItem(name);
    }
    window_->setCurrentIndex(std::max(0, window_->findText(former)));
    legend_->setFont(secondaryFont());
    legend_->setText(tr("&#9472;&nbsp;measured") + QStringLiteral("&nbsp;&nbsp; ") +
                     candidateLegend(*evaluation_, dark));
    drawTrack();
    drawScatter();
}

void BindingFigures::drawTrack()
{
    track_->clearPlottables();
    const TsvTable &table = evaluation_->predictions;
    const std::string window = window_->currentText().toStdString();
    for (int column = firstCandidateColumn - 1; column < static_cast<int>(table.columns.size());
         ++column) {
        const bool isMeasured = column < firstCandidateColumn;
        const std::string &name = table.columns[static_cast<size_t>(column)];
        auto *curve = track_->addGraph();
        QVector<double> positions;
        QVector<double> scores;
        for (const std::vector<std::string> &row : table.rows) {
            if (row.front() != window)
                continue;
            positions.append(number(row[1]));
            scores.append(number(row[static_cast<size_t>(column)]));
        }
        curve->setData(positions, scores);
        curve->setName(isMeasured ? tr("measured") : labelOf(*evaluation_, name));
        curve->setLineStyle(isMeasured ? QCPGraph::lsStepCenter : QCPGraph::lsLine);
        const QColor colour = isMeasured ? theme_.color(ColorRole::Text)
                                         : candidateStyle(*evaluation_, name, isDark_).color;
        curve->setPen(QPen(colour, 1));
    }
    track_->fitToData();
    track_->setDescription(tr("Binding track of window %1").arg(window_->currentText()));
    track_->scheduleReplot();
}

void BindingFigures::drawScatter()
{
    scatter_->clearPlottables();
    const TsvTable &table = evaluation_->predictions;
    QCPRange values(0, 1);
    for (int column = firstCandidateColumn; column < static_cast<int>(table.columns.size());
         ++column) {
        const std::string &name = table.columns[static_cast<size_t>(column)];
        QVector<double> measured;
        QVector<double> predicted;
        for (const std::vector<std::string> &row : table.rows) {
            measured.append(number(row[2]));
            predicted.append(number(row[static_cast<size_t>(column)]));
            values.expand(measured.last());
            values.expand(predicted.last());
        }
        auto *points = scatter_->addGraph();
        points->setData(measured, predicted);
        points->setLineStyle(QCPGraph::lsNone);
        points->setName(labelOf(*evaluation_, name));
        QColor colour = candidateStyle(*evaluation_, name, isDark_).color;
        colour.setAlpha(130); // many bases lie at one place
        points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, 4));
    }
    addDiagonal(values);
    scatter_->fitToData();
    scatter_->setDescription(
        tr("Predicted and measured scores, %1 bases")
            .arg(groupedNumber(static_cast<qint64>(evaluation_->predictions.rows.size()))));
    scatter_->scheduleReplot();
}

// Where prediction and measurement agree; a little longer than the points reach, so that none of
// them lies on the frame.
void BindingFigures::addDiagonal(const QCPRange &values)
{
    const double margin = 0.04 * values.size();
    auto *line = scatter_->addGraph();
    line->setData({values.lower - margin, values.upper + margin},
                  {values.lower - margin, values.upper + margin});
    line->setName(tr("predicted = measured"));
    line->setPen(QPen(theme_.color(ColorRole::Muted), 1, Qt::DashLine));
}

} // namespace helicase
