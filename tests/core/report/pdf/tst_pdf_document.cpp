#include "core/base/error.h"
#include "core/report/chart.h"
#include "core/report/pdf/pdf_document.h"

#include <QRegularExpression>
#include <QtTest>

using namespace helicase;

class TestPdfDocument : public QObject {
    Q_OBJECT

    static QByteArray bytesOf(const ReportPage &page) { return QByteArray::fromStdString(pdfDocument(page)); }

    static int pagesIn(const QByteArray &pdf)
    {
        const QRegularExpression pages("/Type /Pages\\s.*?/Count (\\d+)", QRegularExpression::DotMatchesEverythingOption);
        return pages.match(QString::fromLatin1(pdf)).captured(1).toInt();
    }

    static ReportPage pageWithTable(int rows)
    {
        ReportPage page("Report");
        std::vector<std::vector<std::string>> table{{"Candidate", "ARI"}};
        for (int i = 0; i < rows; ++i)
            table.push_back({"model " + std::to_string(i), "0.5"});
        page.table(table);
        return page;
    }

private Q_SLOTS:
    void everyBlockIsDrawn()
    {
        ReportPage page("All of it");
        page.heading("Binning");
        page.paragraph("The model is 0.031 ARI below the best baseline.");
        page.note("5 contigs are left out");
        page.list({"one", "two"});
        page.table({{"Candidate", "ARI"}, {"model", "0.842"}}, 0);
        page.terms({{"ari", "agreement of pairs"}});
        page.figure(drawBars({.title = "Bars", .groups = {"a"}, .names = {"n"}, .values = {{1}}}));
        page.code("helicase evaluate binning");
        const QByteArray pdf = bytesOf(page);
        QVERIFY(pdf.startsWith("%PDF-1."));
        QVERIFY(pdf.trimmed().endsWith("%%EOF"));
        QCOMPARE(pagesIn(pdf), 1);
        QVERIFY(pdf.contains("(All of it)")); // title
        QVERIFY(pdf.contains("(Binning)"));   // outline
    }

    void longTablesGoOnOnTheNextPage()
    {
        QCOMPARE(pagesIn(bytesOf(pageWithTable(10))), 1);
        const int pages = pagesIn(bytesOf(pageWithTable(200)));
        QVERIFY2(pages >= 4 && pages <= 7, qPrintable(QString::number(pages)));
    }

    void textLongerThanAPageIsBroken()
    {
        ReportPage page("Report");
        std::string command = "helicase embed";
        for (int i = 0; i < 3000; ++i)
            command += " contigs_" + std::to_string(i) + ".fasta";
        page.code(command);
        QVERIFY(pagesIn(bytesOf(page)) > 3);
    }

    void columnsWiderThanThePageAreWrapped()
    {
        ReportPage page("Report");
        page.table({{"a", "b"}, {std::string(400, 'x'), std::string(2000, 'y')}});
        QVERIFY(pagesIn(bytesOf(page)) >= 1);
    }

    void aPictureThatIsNoneIsRefused()
    {
        ReportPage page("Report");
        page.figure("<html></html>");
        QVERIFY_THROWS_EXCEPTION(Error, pdfDocument(page));
    }
};

QTEST_GUILESS_MAIN(TestPdfDocument)
#include "tst_pdf_document.moc"
