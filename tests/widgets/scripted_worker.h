// A stand-in for `helicase` that a test writes as a shell script.
#pragma once

#include <QDir>
#include <QFile>

namespace helicase::test {

// From now on jobs run this script.
inline void installWorker(const QString &folder, const QByteArray &script)
{
    QDir().mkpath(folder);
    QFile file(folder + "/helicase");
    if (!file.open(QIODevice::WriteOnly))
        qFatal("the worker cannot be written");
    file.write("#!/bin/sh\n" + script);
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    qputenv("HELICASE_BIN", folder.toUtf8());
}

} // namespace helicase::test
