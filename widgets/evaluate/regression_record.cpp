#include "widgets/evaluate/regression_record.h"

#include "core/base/error.h"
#include "core/dataset/labelled_rows.h"
#include "widgets/common/format.h"

#include <QCoreApplication>

namespace helicase {

namespace {

// "label" is what the column is for, not what was measured.
QString quantityNamed(const std::string &column)
{
    const QString name = QString::fromStdString(column).trimmed();
    const bool saysNothing = name.compare(QStringLiteral("label"), Qt::CaseInsensitive) == 0 ||
                             name.compare(QStringLiteral("labels"), Qt::CaseInsensitive) == 0;
    return saysNothing ? QString() : name;
}

} // namespace

std::shared_ptr<const RegressionRecord> readRegression(const PredictionSource &source)
{
    auto record = std::make_shared<RegressionRecord>();
    record->source = source;
    record->table = readValuePredictions(source.predictions);
    record->scores = valueScores(record->table);
    if (source.dataFile.empty())
        return record;
    try {
        record->quantity = quantityNamed(LabelledRowReader(source.dataFile).labelName());
    } catch (const Error &error) {
        record->note = QCoreApplication::translate("helicase::RegressionRecord",
                                                   "What was measured is not known: %1")
                           .arg(lineOf(error));
    }
    return record;
}

} // namespace helicase
