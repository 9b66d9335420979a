#include "core/tokenizer/encoding_writer.h"
#include "core/tokenizer/unified_tokenizer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

namespace {

std::shared_ptr<const Tokenizer> wordPieces(const QString &file, const QByteArray &words)
{
    QFile vocabulary(file);
    if (vocabulary.open(QIODevice::WriteOnly))
        vocabulary.write("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n" + words);
    vocabulary.close();
    return loadTokenizer(file.toStdString());
}

} // namespace

class EncodingWriterTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        tokenizer_ = std::make_shared<UnifiedTokenizer>(
            wordPieces(folder_.filePath("text.txt"), "gene\nq\n"),
            wordPieces(folder_.filePath("dna.txt"), "acgt\n##tgca\n"), 8);
    }

    void writesLines_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("JSON lines")
            << "jsonl"
            << QByteArray(R"({"id":"read 1","ids":[5,13,14,1,1,6,1],)"
                          R"("tokens":["gene","acgt","##tgca","[UNK]","[UNK]","q","[UNK]"],)"
                          R"("offsets":[[0,4],[10,14],[14,18],[25,26],[27,28],[28,29],[29,30]],)"
                          R"("type_ids":[0,0,0,0,0,0,0],"attention_mask":[1,1,1,1,1,1,1],)"
                          R"("special_tokens_mask":[0,0,0,0,0,0,0],)"
                          R"("modality_mask":[0,1,1,0,0,0,0],)"
                          R"("base_offsets":[[0,0],[0,4],[4,8],[0,0],[0,0],[0,0],[0,0]]})"
                          "\n");
        QTest::newRow("ids") << "ids" << QByteArray("read 1\t5 13 14 1 1 6 1\n");
        QTest::newRow("tokens") << "tokens"
                                << QByteArray("read 1\tgene acgt ##tgca [UNK] [UNK] q [UNK]\n");
        QTest::newRow("digest")
            << "digest"
            << QByteArray("read 1\t7\t"
                          "ab989c3cfb74aefed4c96c0a0649871bc5d7ae7e8a5588ac51ec4f058271e359\n");
    }
    void writesLines()
    {
        QFETCH(QString, format);
        QByteArray written;
        EncodingWriter writer(
            *tokenizer_, encodingFormatNamed(format.toStdString()),
            [&](std::string_view text) { written.append(text.data(), std::ssize(text)); });
        writer.write("read 1", tokenizer_->encode("gene <dna>ACGTTGCA</dna> \xF0\x9F\xA7\xAC \"q\"",
                                                  SpecialTokens::Omit));
        QTEST(written, "line");
    }

    // The line of a long record is handed on in pieces.
    void piecesAreSmall()
    {
        size_t largest = 0;
        size_t all = 0;
        EncodingWriter writer(*tokenizer_, EncodingFormat::Ids, [&](std::string_view text) {
            largest = std::max(largest, text.size());
            all += text.size();
        });
        Encoding encoding;
        encoding.ids.assign(200'000, 1307);
        writer.write("long", encoding);
        QCOMPARE(all, size_t{5 + 200'000 * 5});
        QCOMPARE_LE(largest, size_t{70'000});
    }

private:
    QTemporaryDir folder_;
    std::shared_ptr<const UnifiedTokenizer> tokenizer_;
};

QTEST_GUILESS_MAIN(EncodingWriterTest)
#include "tst_encoding_writer.moc"
