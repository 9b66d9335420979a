#include "core/base/error.h"
#include "core/base/json_file.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestJsonFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writtenValueReadsBack()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("v.json").toStdString();
        const nlohmann::json value{{"a", 1}, {"b", {1.5, "x"}}};
        writeJsonFile(path, value);
        QVERIFY(readJsonFile(path) == value);
    }

    void mistakeNamesItsByte()
    {
        try {
            parseJson("{\"a\": 1,}", "x.json");
            QFAIL("malformed JSON was accepted");
        } catch (const InputError &error) {
            QCOMPARE(error.place().byteOffset.value(), int64_t{9});
        }
    }

    void deepNestingIsRefused()
    {
        const std::string deep(100'000, '[');
        QVERIFY_THROWS_EXCEPTION(InputError, parseJson(deep, "deep.json"));
    }
};

QTEST_GUILESS_MAIN(TestJsonFile)
#include "tst_json_file.moc"
