#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/safetensors.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <cstring>

using namespace helicase;

namespace {

std::string fileWith(const std::string &header, const std::string &data)
{
    const uint64_t length = header.size();
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes + header + data;
}

std::string entry(const std::string &name, const std::string &type, const std::string &shape,
                  int begin, int end)
{
    return '"' + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape +
           ",\"data_offsets\":[" + std::to_string(begin) + ',' + std::to_string(end) + "]}";
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsBack()
    {
        const std::vector<float> floats{1.5f, -2.0f, 3.25f};
        const std::vector<int64_t> integers{7, -9};
        const std::vector<uint8_t> flags{1, 0, 1};
        const std::filesystem::path file = path("a.safetensors");
        writeSafetensors(file,
                         {{"b.flags", "BOOL", {3}, std::as_bytes(std::span(flags))},
                          {"floats", "F32", {3, 1}, std::as_bytes(std::span(floats))},
                          {"integers", "I64", {2}, std::as_bytes(std::span(integers))},
                          {"a.empty", "F32", {0, 4}, {}}},
                         {{"note", "Grüße \"x\""}});
        const SafetensorsFile read(file);
        QCOMPARE(read.tensors().size(), size_t{4});
        QCOMPARE(read.metadata().at("note"), std::string("Grüße \"x\""));
        QCOMPARE(read.at("floats").shape, (std::vector<int64_t>{3, 1}));
        QCOMPARE(read.at("floats").type, std::string("F32"));
        QVERIFY(std::memcmp(read.at("floats").bytes.data(), floats.data(), 12) == 0);
        QVERIFY(std::memcmp(read.at("integers").bytes.data(), integers.data(), 16) == 0);
        QCOMPARE(read.at("a.empty").bytes.size(), size_t{0});
        // Eight-byte types first, then four bytes, then one; the header is padded.
        QVERIFY(read.at("integers").bytes.data() < read.at("floats").bytes.data());
        QVERIFY(read.at("floats").bytes.data() < read.at("b.flags").bytes.data());
        QCOMPARE(reinterpret_cast<uintptr_t>(read.at("integers").bytes.data()) % 8, uintptr_t{0});
    }

    void missingTensorNamesTheNearest()
    {
        const float one = 1;
        writeSafetensors(path("b"),
                         {{"embeddings", "F32", {1}, std::as_bytes(std::span(&one, 1))}});
        const SafetensorsFile file(path("b"));
        try {
            file.at("embedding");
            QFAIL("a missing tensor was found");
        } catch (const InputError &error) {
            QVERIFY(error.hint().find("embeddings") != std::string::npos);
        }
    }

    void noTensorsAtAll()
    {
        writeSafetensors(path("none"), {});
        QVERIFY(SafetensorsFile(path("none")).tensors().empty());
    }

    void malformedFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto add = [](const char *name, const std::string &bytes) {
            QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()));
        };
        const std::string eight(8, 'x');
        const std::string valid = '{' + entry("a", "F32", "[2]", 0, 8) + '}';
        add("empty", "");
        add("length only", std::string(8, '\0'));
        add("header longer than the file", fileWith(valid, eight).substr(0, 20));
        add("huge length", std::string(8, '\xFF') + valid + eight);
        add("no JSON", fileWith("{]", ""));
        add("list", fileWith("[1]", ""));
        add("blank first", fileWith(' ' + valid, eight));
        add("data cut off", fileWith(valid, eight.substr(1)));
        add("bytes left over", fileWith(valid, eight + 'x'));
        add("unknown type", fileWith('{' + entry("a", "F31", "[2]", 0, 8) + '}', eight));
        add("type is a number",
            fileWith(R"({"a":{"dtype":1,"shape":[2],"data_offsets":[0,8]}})", eight));
        add("shape too small", fileWith('{' + entry("a", "F32", "[1]", 0, 8) + '}', eight));
        add("shape negative", fileWith('{' + entry("a", "F32", "[-2]", 0, 8) + '}', eight));
        add("shape overflows",
            fileWith('{' + entry("a", "F32", "[4294967296,4294967296,4]", 0, 8) + '}', eight));
        add("shape is a fraction", fileWith('{' + entry("a", "F32", "[2.0]", 0, 8) + '}', eight));
        add("offsets turned", fileWith('{' + entry("a", "F32", "[2]", 8, 0) + '}', eight));
        add("offsets negative", fileWith('{' + entry("a", "F32", "[2]", -8, 0) + '}', eight));
        add("gap", fileWith('{' + entry("a", "F32", "[1]", 0, 4) + ',' +
                                entry("b", "F32", "[1]", 8, 12) + '}',
                            eight + "xxxx"));
        add("overlap", fileWith('{' + entry("a", "F32", "[2]", 0, 8) + ',' +
                                    entry("b", "F32", "[1]", 4, 8) + '}',
                                eight));
        add("same name twice", fileWith('{' + entry("a", "F32", "[1]", 0, 4) + ',' +
                                            entry("a", "F32", "[1]", 4, 8) + '}',
                                        eight));
        add("same field twice",
            fileWith(R"({"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
                     eight));
        add("more fields",
            fileWith(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}})", eight));
        add("metadata are no text", fileWith(R"({"__metadata__":{"a":1}})", ""));
        add("metadata are a list", fileWith(R"({"__metadata__":[]})", ""));
        std::string deep = "{\"a\":";
        deep += std::string(100'000, '[') + std::string(100'000, ']') + '}';
        add("deep nesting", fileWith(deep, ""));
    }

    void malformedFiles()
    {
        QFETCH(QByteArray, bytes);
        writeFileAtomically(path("bad"), {bytes.constData(), static_cast<size_t>(bytes.size())});
        QVERIFY_THROWS_EXCEPTION(InputError, SafetensorsFile(path("bad")));
    }

    void unreadableFiles()
    {
        QVERIFY_THROWS_EXCEPTION(InputError, SafetensorsFile(path("absent")));
        QVERIFY_THROWS_EXCEPTION(InputError, SafetensorsFile(folder_.path().toStdString()));
    }

    void referenceFiles()
    {
        HELICASE_NEEDS_DATA();
        const auto folder = test::dataFolder() / "reference_models";
        const SafetensorsFile outputs(folder / "tnf/outputs.safetensors");
        QCOMPARE(outputs.at("tnf").type, std::string("F64"));
        QCOMPARE(outputs.at("tnf_float32").shape, (std::vector<int64_t>{30, 256}));

        // The reference writer's files come out the same, byte for byte.
        int files = 0;
        for (const char *name : {"tnf/outputs", "tnf/tables", "binning/binning", "kmeans/kmeans"}) {
            const auto source = folder / (std::string(name) + ".safetensors");
            if (!std::filesystem::exists(source))
                continue;
            ++files;
            const SafetensorsFile file(source);
            std::vector<TensorToWrite> tensors;
            for (const auto &[key, view] : file.tensors())
                tensors.push_back({key, view.type, view.shape, view.bytes});
            writeSafetensors(path("again"), tensors, file.metadata());
            const SafetensorsFile again(path("again"));
            for (const auto &[key, view] : file.tensors()) {
                QCOMPARE(again.at(key).shape, view.shape);
                QVERIFY(std::ranges::equal(again.at(key).bytes, view.bytes));
            }
            QVERIFY2(readFile(path("again")) == readFile(source), name);
        }
        QVERIFY(files >= 3);
    }

private:
    std::filesystem::path path(const char *name) const
    {
        return folder_.filePath(name).toStdString();
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
