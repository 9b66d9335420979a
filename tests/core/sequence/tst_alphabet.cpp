#include "core/sequence/alphabet.h"

#include <QtTest>

using namespace helicase;

class TestAlphabet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reverseComplementTurnsEveryCode()
    {
        QCOMPARE(reverseComplement("AACGT"), std::string("ACGTT"));
        QCOMPARE(reverseComplement("acgtN-"), std::string("-Nacgt"));
        QCOMPARE(reverseComplement("RYSWKMBDHV"), std::string("BDHVKMWSRY"));
        QCOMPARE(reverseComplement("AU"), std::string("AT"));
        QCOMPARE(reverseComplement("A!"), std::string("!T"));
        QCOMPARE(reverseComplement(""), std::string());
    }

    void codesAreTheIupacOnes()
    {
        std::string accepted;
        for (int letter = 0; letter < 256; ++letter) {
            if (isNucleotideCode(static_cast<char>(letter)))
                accepted += static_cast<char>(letter);
        }
        QCOMPARE(accepted, std::string("-.ABCDGHKMNRSTUVWYabcdghkmnrstuvwy"));
    }

    void gcShareLeavesOutUnknownBases()
    {
        QCOMPARE(gcShare("GGCC"), 1.0);
        QCOMPARE(gcShare("gATNNNNcu"), 0.4);
        QCOMPARE(gcShare("NNNN"), 0.0);
        QCOMPARE(gcShare(""), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestAlphabet)
#include "tst_alphabet.moc"
