// Predicted against measured score of every base: points while there are few, else how many bases
// lie in each square, on a logarithmic scale; the line on which both agree. GUI thread only.
#pragma once

#include "widgets/binding/binding_result.h"
#include "widgets/common/plot_view.h"

namespace helicase {

class ScoreScatter final : public PlotView {
    Q_OBJECT
public:
    explicit ScoreScatter(Theme &theme, QWidget *parent = nullptr);

    // colour: of the candidate. The density must live as long as `owner`.
    void setDensity(std::shared_ptr<const BindingResult> owner, const std::string &candidate,
                    int category);
    // measured, predicted and number of bases of every square that has any.
    void saveTable(const QString &file, bool visibleOnly) override;

private:
    void draw();
    void addPoints(const ScoreDensity &density);
    void addSquares(const ScoreDensity &density);
    void addAgreement(const ScoreDensity &density);
    const ScoreDensity *density() const;

    Theme &theme_;
    std::shared_ptr<const BindingResult> result_;
    std::string candidate_;
    int category_ = 0;
};

} // namespace helicase
