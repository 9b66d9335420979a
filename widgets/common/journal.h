// What the window reports beside its work: lines of the log and problems that wait for someone.
// Fed from the GUI thread; shown by the bottom dock.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <deque>
#include <functional>
#include <vector>

namespace helicase {

enum class Severity { Info, Warning, Error };

QString toString(Severity severity);

struct LogLine {
    QDateTime time;
    Severity severity = Severity::Info;
    QString place; // "Train", "contrastive-01"
    QString text;
};

// A problem is known by its id; posting the same id again replaces it.
struct Problem {
    QString id;
    Severity severity = Severity::Warning;
    QString place;
    QString text;
    QString actionText = {};
    std::function<void()> action = {};
};

class Journal final : public QObject {
    Q_OBJECT
public:
    static constexpr int largestLineCount = 100'000;

    explicit Journal(QObject *parent = nullptr);

    void write(Severity severity, const QString &place, const QString &text);
    void post(const Problem &problem);
    void resolve(const QString &id);

    const std::deque<LogLine> &lines() const { return lines_; }
    const std::vector<Problem> &problems() const { return problems_; }

Q_SIGNALS:
    void lineWritten();
    void problemsChanged();

private:
    std::deque<LogLine> lines_;
    std::vector<Problem> problems_;
};

} // namespace helicase
