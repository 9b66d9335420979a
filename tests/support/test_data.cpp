#include "tests/support/test_data.h"

#include <QDir>

namespace helicase::test {

std::filesystem::path sourceFolder() { return HELICASE_SOURCE_DIR; }

std::filesystem::path dataFolder()
{
    const QString given = qEnvironmentVariable("HELICASE_TEST_DATA");
    return given.isEmpty() ? sourceFolder().parent_path() / "shared" / "data"
                           : std::filesystem::path(given.toStdString());
}

bool hasData() { return std::filesystem::exists(dataFolder() / "MANIFEST.tsv"); }

QString program(const QString &name)
{
    const QString folder = qEnvironmentVariable("HELICASE_BIN", QDir::currentPath() + "/../bin");
    return folder + "/" + name;
}

} // namespace helicase::test
