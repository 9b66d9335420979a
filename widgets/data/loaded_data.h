// A data set as the window shows it: its survey, and what follows from a tokenizer and a limit of
// tokens. Immutable; shared between threads.
#pragma once

#include "core/dataset/data_checks.h"
#include "core/tokenizer/tokenizer.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace helicase {

// What to look at. Either a path, or files of single splits, which then replace the folder's.
struct DataChoice {
    QString path; // a folder with train, dev and test, or one file
    QString train;
    QString dev;
    QString test;
    QString tokenizer;    // folder; empty: tokens are not counted
    qint64 maxTokens = 0; // 0: no limit
    bool operator==(const DataChoice &) const = default;

    bool isEmpty() const
    {
        return path.isEmpty() && train.isEmpty() && dev.isEmpty() && test.isEmpty();
    }
    // The same files and tokenizer, whatever the limit.
    bool hasSameRows(const DataChoice &other) const;
};

struct LoadedData {
    DataChoice choice;
    std::vector<std::filesystem::file_time_type> changed; // when each file was last written
    std::shared_ptr<const DataSurvey> survey;
    std::shared_ptr<const Tokenizer> tokenizer; // null: none was chosen
    std::vector<DataCheck> checks;
    LengthDistribution lengths; // in tokens where they are counted, else in bases
    LengthUnit unit = LengthUnit::Bases;
    int64_t tooLong = 0; // rows above the limit
    QStringList digests; // SHA-256 of each file; empty where they were not wished
    QDateTime readAt;
    double seconds = 0;

    int warningCount() const; // checks that are no good
};

// How much is kept of the data beside the numbers.
enum class DataDetail { NumbersOnly, WithRecords };

// Reads the files; the survey of earlier is used where it holds still. Throws InputError, Stopped.
std::shared_ptr<const LoadedData> loadData(const DataChoice &choice, DataDetail detail,
                                           const std::shared_ptr<const LoadedData> &earlier,
                                           Progress &progress, const std::stop_token &stop);

} // namespace helicase

Q_DECLARE_METATYPE(std::shared_ptr<const helicase::LoadedData>)
