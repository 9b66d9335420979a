#include "widgets/data/data_words.h"

#include "widgets/common/format.h"

#include <QCoreApplication>

namespace helicase {

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("DataWords", text);
}

} // namespace

QString rowsText(int64_t rows, DataKind kind)
{
    const bool areSequences = kind == DataKind::Sequences;
    if (rows == 1)
        return areSequences ? words("1 sequence") : words("1 row");
    return (areSequences ? words("%1 sequences") : words("%1 rows")).arg(groupedNumber(rows));
}

QString headlineOf(const LoadedData &data)
{
    const DataSurvey &survey = *data.survey;
    QStringList splits;
    for (const SurveySplit &split : survey.splits)
        splits +=
            QString::fromStdString(split.file.split) + QLatin1Char(' ') + groupedNumber(split.rows);
    QString text = rowsText(std::ssize(survey.rows), survey.kind);
    if (hasLabels(survey.kind))
        text += survey.labels.size() == 1
                    ? words(", 1 label")
                    : words(", %1 labels").arg(groupedNumber(std::ssize(survey.labels)));
    return survey.splits.size() > 1
               ? text + QStringLiteral(": ") + splits.join(QStringLiteral(", "))
               : text;
}

QString doubtsOf(const LoadedData &data)
{
    QStringList errors;
    QStringList warnings;
    for (const DataCheck &check : data.checks) {
        const QString title = QString::fromStdString(check.title);
        if (check.verdict == CheckVerdict::Error)
            errors += QStringLiteral("%1: %2.").arg(title, QString::fromStdString(check.result));
        else if (check.verdict == CheckVerdict::Warning)
            warnings += check.rows.empty() ? title.toLower()
                                           : words("%1 (%2)").arg(title.toLower(),
                                                                  rowsText(std::ssize(check.rows)));
    }
    if (!warnings.isEmpty())
        errors += words("Doubtful: %1.").arg(warnings.join(QStringLiteral(", ")));
    return errors.join(QLatin1Char(' '));
}

QString kindText(DataKind kind)
{
    const std::string_view text = sentenceOf(kind);
    return QString::fromUtf8(text.data(), std::ssize(text));
}

QString verdictText(CheckVerdict verdict)
{
    switch (verdict) {
    case CheckVerdict::Good:
        return words("good");
    case CheckVerdict::NotChecked:
        return words("not checked");
    case CheckVerdict::Warning:
        return words("warning");
    case CheckVerdict::Error:
        return words("error");
    }
    return {};
}

QString verdictIcon(CheckVerdict verdict)
{
    switch (verdict) {
    case CheckVerdict::Good:
        return QStringLiteral("check");
    case CheckVerdict::NotChecked:
        return QStringLiteral("minus");
    case CheckVerdict::Warning:
        return QStringLiteral("warning");
    case CheckVerdict::Error:
        return QStringLiteral("error");
    }
    return {};
}

ColorRole verdictColor(CheckVerdict verdict)
{
    switch (verdict) {
    case CheckVerdict::Good:
        return ColorRole::Success;
    case CheckVerdict::NotChecked:
        return ColorRole::Muted;
    case CheckVerdict::Warning:
        return ColorRole::Warning;
    case CheckVerdict::Error:
        return ColorRole::Error;
    }
    return ColorRole::Text;
}

} // namespace helicase
