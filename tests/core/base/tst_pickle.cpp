// Pickles as bytes: what Python 3.11 writes, by pickle.dumps and by hand.
#include "core/base/error.h"
#include "core/base/pickle.h"

#include <QtTest>

using namespace helicase;

namespace {

PickleDocument documentOf(const std::string &bytes, const PickleLimits &limits = {})
{
    return {std::as_bytes(std::span(bytes)), limits, "weights.pkl", 100};
}

// With zeros, which a literal alone would end at.
template <size_t Size>
std::string raw(const char (&bytes)[Size])
{
    return {bytes, Size - 1};
}

std::string refusal(const std::string &bytes, const PickleLimits &limits = {})
{
    try {
        documentOf(bytes, limits);
    } catch (const InputError &error) {
        return error.line();
    }
    return {};
}

} // namespace

class TestPickle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<qlonglong>("value");
        const auto add = [](const char *name, const std::string &bytes, qlonglong value) {
            QTest::newRow(name) << QByteArray(bytes.data(), qsizetype(bytes.size())) << value;
        };
        add("one byte", raw("\x80\x02K\xFF."), 255);
        add("two bytes", raw("\x80\x02M\x00\x01."), 256);
        add("four bytes, signed", raw("\x80\x02J\xFE\xFF\xFF\xFF."), -2);
        add("long, empty", raw("\x80\x02\x8A\x00."), 0);
        add("long, negative", raw("\x80\x02\x8A\x01\x80."), -128);
        add("long, smallest", raw("\x80\x02\x8A\x08\x00\x00\x00\x00\x00\x00\x00\x80."),
            std::numeric_limits<qlonglong>::min());
        add("decimal", raw("I42\n."), 42);
        add("decimal long", raw("L-7L\n."), -7);
    }
    void numbers()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const qlonglong, value);
        const PickleDocument document = documentOf(bytes.toStdString());
        const auto *number = document.root().as<int64_t>();
        QVERIFY(number != nullptr);
        QCOMPARE(qlonglong(*number), value);
        QCOMPARE(document.size(), size_t(bytes.size()));
    }

    void otherValues()
    {
        QCOMPARE(*documentOf(raw("\x80\x02G\x3F\xF8\x00\x00\x00\x00\x00\x00.")).root().as<double>(),
                 1.5);
        QCOMPARE(*documentOf("F-2.5\n.").root().as<double>(), -2.5);
        QCOMPARE(*documentOf("I01\n.").root().as<bool>(), true);
        QVERIFY(documentOf("N.").root().as<PickleNone>() != nullptr);
        QCOMPARE(*documentOf(raw("\x80\x04\x8C\x02\xC3\xA4.")).root().as<std::string>(),
                 std::string("ä"));
        QCOMPARE(*documentOf("S'abc'\n.").root().as<std::string>(), std::string("abc"));
        QCOMPARE(documentOf(raw("\x80\x03"
                                "C\x02\xFF\x00."))
                     .root()
                     .as<PickleBytes>()
                     ->bytes,
                 raw("\xFF\x00"));
    }

    // {"a": [1, (2, 3)], "b": the same list}
    void containersAndSharedValues()
    {
        const PickleDocument document = documentOf(raw("\x80\x02}q\x00(X\x01\x00\x00\x00"
                                                       "a]q\x01(K\x01K\x02K\x03\x86"
                                                       "eX\x01\x00\x00\x00"
                                                       "bh\x01u."));
        const auto *dictionary = document.root().as<PickleDictionary>();
        QVERIFY(dictionary != nullptr);
        QCOMPARE(dictionary->entries.size(), size_t{2});
        QCOMPARE(*dictionary->entries[0].first->as<std::string>(), std::string("a"));
        QVERIFY(dictionary->entries[0].second == dictionary->entries[1].second);
        const auto *list = dictionary->entries[0].second->as<PickleList>();
        QCOMPARE(list->items.size(), size_t{2});
        QCOMPARE(*list->items[1]->as<PickleList>()->items[1]->as<int64_t>(), int64_t{3});
    }

    void orderedDictionaries()
    {
        const PickleDocument filled =
            documentOf("ccollections\nOrderedDict\n)R(X\x01" + std::string(3, '\0') + "aK\x01u}b.");
        QCOMPARE(filled.root().as<PickleDictionary>()->entries.size(), size_t{1});
        const PickleDocument fromPairs =
            documentOf("ccollections\nOrderedDict\n(](](X\x01" + std::string(3, '\0') +
                       "aK\x05"
                       "eetR.");
        QCOMPARE(*fromPairs.root().as<PickleDictionary>()->entries.at(0).second->as<int64_t>(),
                 int64_t{5});
    }

    void callsAreKeptNotMade()
    {
        const PickleLimits limits{.allowedNames = {{"torch", "Size"}}};
        const PickleDocument document = documentOf("ctorch\nSize\n(K\x02tR.", limits);
        const auto *call = document.root().as<PickleCall>();
        QVERIFY(call != nullptr);
        QCOMPARE(call->function.name, std::string("Size"));
        QCOMPARE(*call->arguments->as<PickleList>()->items.front()->as<int64_t>(), int64_t{2});
    }

    // What an object of a class would be given stays beside it.
    void objectsKeepTheirState()
    {
        const PickleLimits limits{.allowedNames = {{"model", "GPTConfig"}}};
        const PickleDocument document = documentOf(
            "cmodel\nGPTConfig\n)\x81}X\x01" + std::string(3, '\0') + "aK\x07sb.", limits);
        const auto *object = document.root().as<PickleCall>();
        QVERIFY(object && object->state);
        const auto &entries = object->state->as<PickleDictionary>()->entries;
        QCOMPARE(*entries.at(0).second->as<int64_t>(), int64_t{7});
    }

    void namesThatAreNotAllowedAreRefused()
    {
        const std::string line = refusal("cposix\nsystem\n(S'touch /tmp/x'\ntR.");
        QVERIFY2(line.find("posix.system") != std::string::npos, line.c_str());
        QVERIFY2(line.starts_with("weights.pkl: byte 114: "), line.c_str());
        QVERIFY(line.find("nothing of it was run") != std::string::npos);
        QVERIFY(refusal(raw("\x80\x04\x8C\x05posix\x8C\x06system\x93.")).find("posix.system") !=
                std::string::npos);
    }

    void damage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const auto add = [](const char *name, const std::string &bytes, const char *reason) {
            QTest::newRow(name) << QByteArray(bytes.data(), qsizetype(bytes.size())) << reason;
        };
        add("empty", "", "cut off");
        add("text cut off",
            raw("X\xFF\xFF\xFF\xFF"
                "abc"),
            "cut off");
        add("line cut off", "cposix", "cut off");
        add("no value", ".", "one value");
        add("two values", "NN.", "one value");
        add("open mark", "N(.", "one value");
        add("pop from nothing", "0.", "not there");
        add("pop below a mark", "N(a.", "not there");
        add("mark missing", "e.", "mark");
        add("append to a number",
            raw("K\x01K\x02"
                "a."),
            "no list");
        add("odd entries", raw("}(K\x01u."), "no dictionary");
        add("memo never kept", raw("h\x05."), "never kept");
        add("call of a number", raw("K\x01)R."), "no function");
        add("protocol 9", raw("\x80\x09N."), "protocol");
        add("extension", raw("\x82\x01."), "do not need");
        add("instance", raw("(iposix\nsystem\n."), "do not need");
        add("text that is not UTF-8", raw("\x8C\x01\xFF."), "not UTF-8");
        add("whole number of 80 bits",
            raw("\x8A\x0A"
                "0123456789."),
            "beyond 64 bits");
        add("decimal of 80 bits", raw("I99999999999999999999\n."), "no whole number");
    }
    void damage()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, reason);
        const QString line = QString::fromStdString(refusal(bytes.toStdString()));
        QVERIFY2(line.startsWith("weights.pkl: byte 1") && line.contains(reason), qPrintable(line));
    }

    void bombsAreRefused()
    {
        const PickleLimits limits{.mostValues = 1000};
        QVERIFY(refusal(std::string(1001, 'N') + ".", limits).find("more than 1000 values") !=
                std::string::npos);
        // One list of 100 values, turned into dictionaries over and over.
        std::string bytes = "(";
        for (int i = 0; i < 100; ++i)
            bytes += "(NNl";
        bytes += raw("l\x85q\x00"
                     "0");
        for (int i = 0; i < 20; ++i)
            bytes += raw("ccollections\nOrderedDict\nh\x00R");
        QVERIFY(refusal(bytes + ".", limits).find("more than 1000 values") != std::string::npos);
        const std::string deep = std::string(400, ']') + std::string(399, 'a') + '.';
        QVERIFY(refusal(deep, limits).empty());
    }
};

QTEST_GUILESS_MAIN(TestPickle)
#include "tst_pickle.moc"
