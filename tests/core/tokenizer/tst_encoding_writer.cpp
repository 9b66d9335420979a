#include "core/tokenizer/encoding_writer.h"
#include "tests/support/test_data.h"

#include <QtTest>

using namespace helicase;

class EncodingWriterTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesLines_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("JSON lines")
            << "jsonl"
            << QByteArray(
                   R"({"id":"read 1","ids":[156,1555,1307,1301,1,1,38,1],)"
                   R"("tokens":["gene","ACGTT","GC","A","[UNK]","[UNK]","q","[UNK]"],)"
                   R"("offsets":[[0,4],[10,15],[15,17],[17,18],[25,26],[27,28],[28,29],[29,30]],)"
                   R"("type_ids":[0,0,0,0,0,0,0,0],"attention_mask":[1,1,1,1,1,1,1,1],)"
                   R"("special_tokens_mask":[0,0,0,0,0,0,0,0],"modality_mask":[0,1,1,1,0,0,0,0],)"
                   R"("base_offsets":[[0,0],[0,5],[5,7],[7,8],[0,0],[0,0],[0,0],[0,0]]})"
                   "\n");
        QTest::newRow("ids") << "ids" << QByteArray("read 1\t156 1555 1307 1301 1 1 38 1\n");
        QTest::newRow("tokens") << "tokens"
                                << QByteArray("read 1\tgene ACGTT GC A [UNK] [UNK] q [UNK]\n");
        QTest::newRow("digest")
            << "digest"
            << QByteArray("read 1\t8\t"
                          "8ab6983a56c5975728ad9d0feb8b9aa8c320c55453c4f1e2e5d21f7104154d54\n");
    }
    void writesLines()
    {
        QFETCH(QString, format);
        const auto tokenizer = loadTokenizer(test::sourceFolder() / "resources/demo/tokenizer");
        QByteArray written;
        EncodingWriter writer(
            *tokenizer, encodingFormatNamed(format.toStdString()),
            [&](std::string_view text) { written.append(text.data(), std::ssize(text)); });
        writer.write("read 1", tokenizer->encode("gene <dna>ACGTTGCA</dna> \xF0\x9F\xA7\xAC \"q\"",
                                                 SpecialTokens::Omit));
        QTEST(written, "line");
    }

    // The line of a long record is handed on in pieces.
    void piecesAreSmall()
    {
        const auto tokenizer = loadTokenizer(test::sourceFolder() / "resources/demo/tokenizer");
        size_t largest = 0;
        size_t all = 0;
        EncodingWriter writer(*tokenizer, EncodingFormat::Ids, [&](std::string_view text) {
            largest = std::max(largest, text.size());
            all += text.size();
        });
        Encoding encoding;
        encoding.ids.assign(200'000, 1307);
        writer.write("long", encoding);
        QCOMPARE(all, size_t{5 + 200'000 * 5});
        QCOMPARE_LE(largest, size_t{70'000});
    }
};

QTEST_GUILESS_MAIN(EncodingWriterTest)
#include "tst_encoding_writer.moc"
