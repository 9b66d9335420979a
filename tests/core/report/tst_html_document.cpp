#include "core/report/html_document.h"

#include <QRegularExpression>
#include <QtTest>

using namespace helicase;

class TestHtmlDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void foreignTextIsEscaped()
    {
        ReportPage page("<title>");
        page.paragraph("<script>alert(1)</script>");
        page.table({{"a"}, {"<b>"}});
        const std::string html = htmlDocument(page);
        QVERIFY(html.find("<script>") == std::string::npos);
        QVERIFY(html.find("&lt;script&gt;") != std::string::npos);
        QVERIFY(html.find("<b>") == std::string::npos);
    }

    void pageStandsAlone()
    {
        ReportPage page("Report");
        page.heading("Part");
        page.figure("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>");
        const QString html = QString::fromStdString(htmlDocument(page));
        QVERIFY(!html.contains(QRegularExpression("(src|href)=\"(?!#)")));
        QVERIFY(html.contains("href=\"#section-1\"") && html.contains("id=\"section-1\""));
        QCOMPARE(html.count("<div"), html.count("</div>"));
    }

    void numbersAreRightAligned()
    {
        ReportPage page("t");
        page.table({{"Candidate", "ARI"}, {"model", "0.842"}, {"TNF", "0.671"}}, 0);
        const std::string html = htmlDocument(page);
        QVERIFY(html.find("<td class=\"number\">0.842</td>") != std::string::npos);
        QVERIFY(html.find("<td>model</td>") != std::string::npos);
        QVERIFY(html.find("<tr class=\"best\"><td>model") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestHtmlDocument)
#include "tst_html_document.moc"
