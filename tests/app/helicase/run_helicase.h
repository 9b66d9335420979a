// The program `helicase` as a shell runs it.
#pragma once

#include "tests/support/test_data.h"

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

} // namespace helicase::test
