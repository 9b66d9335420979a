#include "widgets/common/icon.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QtTest>

using namespace helicase;

namespace {

// The smallest contrast over the backgrounds that text stands on.
double worstContrast(ColorRole role, bool dark)
{
    double worst = 21;
    for (const ColorRole background : {ColorRole::Window, ColorRole::Base, ColorRole::Chrome,
                                       ColorRole::Alternate, ColorRole::Selection})
        worst =
            std::min(worst, contrastRatio(themeColor(role, dark), themeColor(background, dark)));
    return worst;
}

} // namespace

class ThemeTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrast_data()
    {
        QTest::addColumn<int>("role");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("limit");
        const auto add = [](const char *name, ColorRole role, double light, double dark) {
            QTest::addRow("%s light", name) << int(role) << false << light;
            QTest::addRow("%s dark", name) << int(role) << true << dark;
        };
        // Limits as the design states them, rounded to the tenth.
        add("text", ColorRole::Text, 12.25, 8.15);
        add("muted", ColorRole::Muted, 4.75, 4.65);
        add("accent", ColorRole::Accent, 4.95, 4.65);
        add("success", ColorRole::Success, 4.55, 5.05);
        add("warning", ColorRole::Warning, 4.85, 5.05);
        add("error", ColorRole::Error, 4.85, 4.45);
    }

    void contrast()
    {
        QFETCH(int, role);
        QFETCH(bool, dark);
        QFETCH(double, limit);
        QCOMPARE_GE(worstContrast(ColorRole(role), dark), limit);
    }

    void controlsAndTokensAreVisible()
    {
        for (const bool dark : {false, true}) {
            QCOMPARE_GE(contrastRatio(themeColor(ColorRole::OnAccent, dark),
                                      themeColor(ColorRole::Accent, dark)),
                        6.5);
            QCOMPARE_GE(contrastRatio(themeColor(ColorRole::ControlBorder, dark),
                                      themeColor(ColorRole::Base, dark)),
                        3.0);
            for (const ColorRole token :
                 {ColorRole::DnaToken, ColorRole::DnaTokenOther, ColorRole::TextToken,
                  ColorRole::TextTokenOther, ColorRole::SpecialToken, ColorRole::UnknownToken})
                QCOMPARE_GE(
                    contrastRatio(themeColor(ColorRole::Text, dark), themeColor(token, dark)), 5.4);
        }
    }

    void applyingChangesThePalette()
    {
        Theme theme;
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(ThemeMode::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Base), themeColor(ColorRole::Base, true));
        theme.setMode(ThemeMode::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Base), themeColor(ColorRole::Base, false));
        QVERIFY(!qApp->styleSheet().contains(QLatin1Char('@')));
        QCOMPARE(changed.count(), 2);
    }

    void textScaleIsBoundedAndReversible()
    {
        Theme theme;
        theme.setMode(ThemeMode::Light);
        const double size = QApplication::font().pointSizeF();
        theme.setTextScale(5);
        QCOMPARE(theme.textScale(), 2.0);
        QCOMPARE(QApplication::font().pointSizeF(), size * 2);
        theme.setTextScale(1);
        QCOMPARE(QApplication::font().pointSizeF(), size);
    }

    void everyIconDraws()
    {
        QVERIFY(iconNames().size() > 50);
        for (const QString &name : iconNames()) {
            const QImage image = iconPixmap(name, Qt::red, 32, 1).toImage();
            int lit = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    lit += qAlpha(image.pixel(x, y)) > 100 ? 1 : 0;
            QVERIFY2(lit > 10, qPrintable(name));
        }
        QVERIFY(icon(QStringLiteral("no-such-icon")).isNull());
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
