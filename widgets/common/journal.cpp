#include "widgets/common/journal.h"

#include <algorithm>

namespace helicase {

QString toString(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return Journal::tr("Info");
    case Severity::Warning:
        return Journal::tr("Warning");
    case Severity::Error:
        return Journal::tr("Error");
    }
    return {};
}

Journal::Journal(QObject *parent) : QObject(parent) {}

void Journal::write(Severity severity, const QString &place, const QString &text)
{
    lines_.push_back({QDateTime::currentDateTime(), severity, place, text});
    if (lines_.size() > largestLineCount)
        lines_.pop_front();
    Q_EMIT lineWritten();
}

void Journal::post(const Problem &problem)
{
    const auto known = std::ranges::find(problems_, problem.id, &Problem::id);
    const bool isNews = known == problems_.end() || known->text != problem.text;
    if (known == problems_.end())
        problems_.push_back(problem);
    else
        *known = problem;
    if (isNews)
        write(problem.severity, problem.place, problem.text);
    Q_EMIT problemsChanged();
}

void Journal::resolve(const QString &id)
{
    if (std::erase_if(problems_, [&](const Problem &problem) { return problem.id == id; }) > 0)
        Q_EMIT problemsChanged();
}

} // namespace helicase
