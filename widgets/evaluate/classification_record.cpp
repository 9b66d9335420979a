#include "widgets/evaluate/classification_record.h"

#include "core/base/error.h"
#include "core/dataset/labelled_rows.h"
#include "widgets/common/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace helicase {

namespace {

// More than anybody reads; the file of predictions has them all.
constexpr size_t mostMistakes = 1000;

QString tr(const char *text)
{
    return QCoreApplication::translate("helicase::ClassificationRecord", text);
}

// The sequences of the mistakes, by their lines in the data file.
void readSequences(ClassificationRecord &record)
{
    std::map<int64_t, ClassifiedExample *> wanted;
    for (ClassifiedExample &mistake : record.mistakes)
        wanted[record.table.lines[static_cast<size_t>(mistake.row)]] = &mistake;
    LabelledRowReader reader(record.dataFile);
    while (!wanted.empty()) {
        const auto row = reader.next();
        if (!row)
            break;
        const auto found = wanted.find(reader.lineNumber());
        if (found == wanted.end())
            continue;
        const size_t truth =
            static_cast<size_t>(record.table.truth[static_cast<size_t>(found->second->row)]);
        if (row->label != record.table.classes[truth])
            throw InputError("has other labels than the predictions",
                             {.file = record.dataFile, .line = reader.lineNumber()});
        found->second->sequence = row->first;
        found->second->pair = row->second;
        wanted.erase(found);
    }
    if (!wanted.empty())
        throw InputError("has fewer lines than the predictions", {.file = record.dataFile});
}

void takeMistakes(ClassificationRecord &record)
{
    const std::vector<int64_t> rows = mistakesByConfidence(record.table);
    record.mistakeCount = static_cast<int64_t>(rows.size());
    for (size_t i = 0; i < std::min(rows.size(), mostMistakes); ++i)
        record.mistakes.push_back({.row = rows[i]});
    if (record.dataFile.empty() || rows.empty())
        return;
    try {
        readSequences(record);
    } catch (const Error &error) {
        for (ClassifiedExample &mistake : record.mistakes)
            mistake = {.row = mistake.row};
        record.note = tr("Sequences are not shown: %1").arg(lineOf(error));
    }
}

} // namespace

const ClassScores *ClassificationRecord::scoresOf(int64_t classNumber) const
{
    const auto found = std::ranges::find(scores.classes, classNumber, &ClassScores::label);
    return found == scores.classes.end() ? nullptr : &*found;
}

std::shared_ptr<const ClassificationRecord> readClassification(const PredictionSource &source)
{
    auto record = std::make_shared<ClassificationRecord>();
    record->name = source.name;
    record->dataFile = source.dataFile;
    record->split = source.split;
    record->loss = source.loss;
    record->table = readPredictions(source.predictions);
    const PredictionTable &table = record->table;
    record->scores = classificationScores(table.truth, table.predicted);
    record->meanAreaUnderRoc = meanAreaUnderRoc(table);
    for (size_t number = 0; number < table.classes.size(); ++number)
        record->rankings.push_back(rankingOfClass(table, static_cast<int64_t>(number)));
    takeMistakes(*record);
    return record;
}

} // namespace helicase
