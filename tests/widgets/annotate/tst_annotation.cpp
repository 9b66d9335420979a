#include "core/base/error.h"
#include "tests/support/test_data.h"
#include "widgets/annotate/annotation.h"
#include "widgets/annotate/annotation_checks.h"

#include <QtTest>

#include <algorithm>

using namespace helicase;

namespace {

std::shared_ptr<const NamedTokenizer> demoTokenizer()
{
    static const auto tokenizer = loadNamedTokenizer(
        QString::fromStdString((test::sourceFolder() / "resources/demo/tokenizer").string()));
    return tokenizer;
}

std::shared_ptr<const Annotation> annotated(const QString &text)
{
    return annotate({text, 1, demoTokenizer()}, {});
}

} // namespace

class AnnotationTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tokensAreThoseOfTheTokenizer()
    {
        const QString text =
            "The genome <dna>ACGTTGCATTGACCA</dna> of a strain.\n<dna>TTTTGGGG</dna>";
        const auto annotation = annotated(text);
        const Encoding encoding =
            demoTokenizer()->tokenizer->encode(text.toStdString(), SpecialTokens::Omit);
        QCOMPARE(annotation->tokens.size(), encoding.size());
        int64_t bases = 0;
        for (size_t index = 0; index < encoding.size(); ++index) {
            const AnnotatedToken &token = annotation->tokens[index];
            QCOMPARE(token.id, encoding.ids[index]);
            QCOMPARE(token.begin, encoding.offsets[index].begin);
            QCOMPARE(token.end, encoding.offsets[index].end);
            QCOMPARE(token.isDna, encoding.modalityMask[index] != 0);
            bases += token.isDna ? token.end - token.begin : 0;
        }
        QCOMPARE(bases, 23);
        QCOMPARE(annotation->counts.bases, 23);
        QCOMPARE(annotation->counts.tokens, annotation->counts.dna + annotation->counts.text);
        QCOMPARE(annotation->runs.size(), 2U);
        QCOMPARE(annotation->tokens.back().run, 1);
        QVERIFY(annotation->problems.empty());
    }

    void placesCountUtf16Units()
    {
        const QString text = QString::fromUtf8("\xF0\x9F\xA7\xAC <dna>ACGT</dna>");
        const auto annotation = annotated(text);
        const AnnotatedToken &dna = annotation->tokens.back();
        QVERIFY(dna.isDna);
        QCOMPARE(text.mid(annotation->runs[0].begin, 4), "ACGT");
        QCOMPARE(dna.end, annotation->runs[0].end);
    }

    void problems_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("messages");
        QTest::newRow("bad letter") << "ok\n<dna>ACGXACGT</dna>"
                                    << QStringList{"Line 2, base 4: “X” is not a nucleotide code. "
                                                   "It becomes [UNK]."};
        QTest::newRow("several letters")
            << "<dna>ACG--T</dna>"
            << QStringList{"Line 1, bases 4 to 5: “--” are no nucleotide codes. "
                           "It becomes [UNK]."};
        QTest::newRow("unclosed")
            << "a\nb <dna>ACGT"
            << QStringList{"Line 2: <dna> is not closed. The rest of the line is text."};
        QTest::newRow("no opener")
            << "the end</dna>"
            << QStringList{"Line 1: </dna> has no <dna> before it. It is read as text."};
        QTest::newRow("fine") << "<dna>ACGT</dna>" << QStringList{};
    }
    void problems()
    {
        QFETCH(QString, text);
        QStringList messages;
        const auto annotation = annotated(text);
        for (const DocumentProblem &problem : annotation->problems)
            if (!problem.message.contains("not in the vocabulary"))
                messages << problem.message;
        QTEST(messages, "messages");
    }

    void unknownTextIsNamed()
    {
        const auto annotation = annotated(QString::fromUtf8("genome \xE2\x98\xA3"));
        QCOMPARE(annotation->counts.unknown, 1);
        QCOMPARE(annotation->problems.size(), 1U);
        QCOMPARE(
            annotation->problems[0].message,
            QString::fromUtf8("Line 1, character 8: “\xE2\x98\xA3” is not in the vocabulary."));
        QCOMPARE(annotation->roundTrip.verdict, RoundTrip::Verdict::Different);
        QCOMPARE(annotation->roundTrip.position, 7);
    }

    void manyProblemsAreCounted()
    {
        const auto annotation = annotated("<dna>" + QString("AX").repeated(300) + "</dna>");
        QCOMPARE(annotation->problems.size(), largestProblemList);
        QCOMPARE(annotation->furtherProblems, 100);
    }

    void roundTrip()
    {
        QCOMPARE(annotated("<dna>ACGTACGT</dna>")->roundTrip.verdict,
                 RoundTrip::Verdict::Identical);
        QCOMPARE(annotated("The genome")->roundTrip.verdict, RoundTrip::Verdict::SameLetters);
        const RoundTrip broken = annotated("a\nb")->roundTrip;
        QCOMPARE(broken.position, 1);
        QCOMPARE(broken.reason, "line breaks are lost");
    }

    void histogramsAddUp()
    {
        const auto annotation = annotated("<dna>" + QString("ACGTTGCA").repeated(50) + "</dna>");
        int64_t tokens = 0;
        int64_t bases = 0;
        for (size_t length = 0; length < annotation->dnaTokenLengths.size(); ++length) {
            tokens += annotation->dnaTokenLengths[length];
            bases += annotation->dnaTokenLengths[length] * static_cast<int64_t>(length);
        }
        QCOMPARE(tokens, annotation->counts.dna);
        QCOMPARE(bases, 400);
        QVERIFY(std::ranges::is_sorted(annotation->vocabularyUse, std::greater()));
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped,
                                 annotate({"text", 1, demoTokenizer()}, source.get_token()));
    }

    void addedTokensAreKeptByALimit()
    {
        HELICASE_NEEDS_DATA();
        const auto bert = loadNamedTokenizer(
            QString::fromStdString((test::dataFolder() / "tokenizers/bert-base-uncased").string()));
        const QString text = "the genome of a strain";
        const auto plain = annotate({text, 1, bert}, {});
        const auto whole = annotate({text, 1, bert, SpecialTokens::Add}, {});
        QCOMPARE(whole->tokens.size(), plain->tokens.size() + 2);
        QVERIFY(whole->tokens.front().isAdded && whole->tokens.back().isAdded);
        QCOMPARE(whole->tokens.back().begin, text.size());
        QCOMPARE(whole->counts.special, 2);
        QCOMPARE(whole->roundTrip.verdict, plain->roundTrip.verdict);
        QCOMPARE(*whole->firstCutToken(3), 2);
        QCOMPARE(*plain->firstCutToken(3), 3);
        QVERIFY(!whole->firstCutToken(whole->counts.tokens));
        QCOMPARE(tokenAt(whole->tokens, 0), 1);
    }

    void findsTokens()
    {
        const std::vector<AnnotatedToken> tokens = {{.begin = 2, .end = 4}, {.begin = 4, .end = 7}};
        QCOMPARE(tokenAt(tokens, 1), -1);
        QCOMPARE(tokenAt(tokens, 3), 0);
        QCOMPARE(tokenAt(tokens, 4), 1);
        QCOMPARE(tokenAt(tokens, 7), -1);
    }
};

QTEST_GUILESS_MAIN(AnnotationTest)
#include "tst_annotation.moc"
