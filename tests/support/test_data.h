// Where tests find the shared data and the programs under test.
#pragma once

#include <QString>
#include <QtTest>

#include <filesystem>

namespace helicase::test {

// HELICASE_TEST_DATA, or ../shared/data beside the source tree.
std::filesystem::path dataFolder();
bool hasData();
// The root of the source tree, for resources/ and configs/.
std::filesystem::path sourceFolder();
// The program of this build ("helicase", "helicase-workbench").
QString program(const QString &name);

} // namespace helicase::test

// First line of a test that reads the shared data.
#define HELICASE_NEEDS_DATA()                                                                      \
    if (!helicase::test::hasData())                                                                \
    QSKIP("the shared test data are not here: set HELICASE_TEST_DATA to their folder")
