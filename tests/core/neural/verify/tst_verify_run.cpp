// A run of the verification: which cases are found and checked, how strictly, and how it is told.
#include "core/base/error.h"
#include "tests/core/neural/verify/copied_case.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace helicase;
using namespace helicase::test;

class VerifyRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { HELICASE_NEEDS_DATA(); }

    void toleranceDecides()
    {
        const CopiedCase copy("seqcls_2labels");
        QVERIFY(copy.check({.toleranceScale = 1e-6}).verdict == Verdict::Failed);
        NamedTensors outputs = copy.tensors("outputs.safetensors");
        outputs.at("logits") = withOneChanged(outputs.at("logits"), 0.01);
        copy.write("outputs.safetensors", outputs);
        QVERIFY(copy.check().verdict == Verdict::Failed);
        QVERIFY(copy.check({.toleranceScale = 1e4}).verdict == Verdict::Passed);
        writeText(copy.folder / "case.json",
                  R"({"kind": "sequence_classification", "tolerance": 0.1})");
        QVERIFY(copy.check().verdict == Verdict::Passed);
        // The weights are the same or they are not.
        NamedTensors weights = copy.tensors("model.safetensors");
        weights.at("bert.pooler.dense.bias") += 1e-6;
        copy.write("model.safetensors", weights);
        QVERIFY(copy.check().verdict == Verdict::Failed);
    }

    void unknownKinds()
    {
        const CopiedCase copy("lr_curves");
        writeText(copy.folder / "case.json", R"({"kind": "phrenology", "tolerance": 1})");
        const VerifyResult lenient = verifyFolder(copy.folder);
        QVERIFY(lenient.cases.front().verdict == Verdict::NotChecked);
        QVERIFY(!lenient.holds()); // nothing was checked
        const VerifyResult strict = verifyFolder(copy.folder, {.unknownKind = UnknownKind::Fails});
        QVERIFY(strict.cases.front().verdict == Verdict::Failed);
        QVERIFY(anyNames(strict.cases.front().problems, "phrenology"));
        QVERIFY_THROWS_EXCEPTION(OptionError, verifyFolder(copy.folder, {.kinds = {"lr_curve"}}));
        QVERIFY_THROWS_EXCEPTION(InputError, verifyFolder(copy.folder, {.kinds = {"lora"}}));
    }

    void casesAreFoundBelowAndOnce()
    {
        const CopiedCase copy("lr_curves");
        const std::filesystem::path inner = copy.folder / "more" / "deeper";
        std::filesystem::create_directories(inner);
        for (const char *file : {"case.json", "curves.json", "curves.safetensors"})
            std::filesystem::copy_file(copy.folder / file, inner / file);
        std::filesystem::create_directory_symlink(copy.folder, copy.folder / "more" / "loop");
        SilentProgress progress;
        const VerifyResult result =
            verify({.folders = {copy.folder, copy.folder / "more", inner}}, progress, {});
        std::vector<std::string> names;
        for (const CaseResult &entry : result.cases)
            names.push_back(entry.name);
        QCOMPARE(names, (std::vector<std::string>{"lr_curves", "more/deeper"}));
        QVERIFY(result.holds());
    }

    void refusesWhatIsNoCase_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("not JSON") << QByteArray("{\"kind\": ");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("no kind") << QByteArray("{\"tolerance\": 1e-5}");
        QTest::newRow("kind is a number") << QByteArray("{\"kind\": 3, \"tolerance\": 1e-5}");
        QTest::newRow("no tolerance") << QByteArray("{\"kind\": \"encoder\"}");
        QTest::newRow("text") << QByteArray("{\"kind\": \"encoder\", \"tolerance\": \"1e-5\"}");
        QTest::newRow("negative") << QByteArray("{\"kind\": \"encoder\", \"tolerance\": -1}");
        QTest::newRow("infinite") << QByteArray("{\"kind\": \"encoder\", \"tolerance\": 1e999}");
    }

    void refusesWhatIsNoCase()
    {
        QFETCH(QByteArray, text);
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        writeText(path / "case.json", text.toStdString());
        try {
            verifyFolder(path);
            QFAIL("no error");
        } catch (const InputError &error) {
            QCOMPARE(error.place().file, path / "case.json");
        }
    }

    void refusesFoldersWithoutCases()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY_THROWS_EXCEPTION(InputError, verifyFolder(path));
        QVERIFY_THROWS_EXCEPTION(InputError, verifyFolder(path / "nowhere"));
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        SilentProgress progress;
        QVERIFY_THROWS_EXCEPTION(Stopped,
                                 verify({.folders = {dataFolder() / "reference_models/lr_curves"}},
                                        progress, stop.get_token()));
    }

    void tableAndJson()
    {
        VerifyResult result;
        result.cases = {
            {"good", "encoder", 12, 2.5e-7, 1e-5, Verdict::Passed, "logits", {}},
            {"a\x1b[2J", "lora", 3, INFINITY, 1e-5, Verdict::Failed, "loss", {"1", "2", "3", "4"}},
            {"new", "later", 0, 0, 0, Verdict::NotChecked, "", {"not known"}}};
        const std::string table = tableText(result);
        QCOMPARE(table,
                 std::string("case   kind     tensors  difference  tolerance  verdict\n"
                             "good   encoder  12       2.5e-07     1.0e-05    passed\n"
                             "a?[2J  lora     3        inf         1.0e-05    FAILED\n"
                             "new    later    -        -           0          not checked\n"
                             "\n"
                             "a?[2J: 1\na?[2J: 2\na?[2J: 3\na?[2J: and 1 more problems\n"
                             "3 cases: 1 passed, 1 failed, 1 not checked (kinds this build does "
                             "not know)\n"));
        const nlohmann::json list = toJson(result);
        QCOMPARE(list.size(), size_t{3});
        QVERIFY(list[0]["passed"] == true && list[1]["passed"] == false);
        QVERIFY(list[2]["passed"].is_null() && list[2]["difference"].is_null());
        QVERIFY(list[0]["difference"] == 2.5e-7 && list[1]["difference"] == "Infinity");
        QVERIFY(list[0]["case"] == "good" && list[0]["kind"] == "encoder");
        QVERIFY(list[0]["compared"] == 12 && list[0]["tolerance"] == 1e-5);
        QVERIFY(list[1]["problems"].size() == 4);
        QVERIFY(!result.holds());
    }
};

QTEST_GUILESS_MAIN(VerifyRunTest)
#include "tst_verify_run.moc"
