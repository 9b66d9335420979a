// The program `helicase` as a shell runs it.
#pragma once

#include "tests/support/test_data.h"

#include <QFile>
#include <QProcess>

namespace helicase::test {

struct Outcome {
    int status = -1;
    QByteArray output;
    QString errors;
};

// Waits two minutes at most. input: what the program reads from its standard input.
inline Outcome runHelicase(const QStringList &words, const QByteArray &input = {})
{
    QProcess process;
    process.start(program("helicase"), words);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(120'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

// Empty where there is no such file.
inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace helicase::test
