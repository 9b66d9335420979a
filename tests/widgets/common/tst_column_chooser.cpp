#include "widgets/common/column_chooser.h"
#include "widgets/common/table_tools.h"

#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class ColumnChooserTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QCoreApplication::setOrganizationName(QStringLiteral("Helicase test"));
    }

    void init()
    {
        QSettings().clear();
        table_ = std::make_unique<QTableView>();
        setUpTable(table_.get(), QStringLiteral("the.table"), QStringLiteral("Table"));
        model_.setHorizontalHeaderLabels({"Name", "ARI", "NMI", "F1"});
        table_->setModel(&model_);
        chooser_ = new ColumnChooser(table_.get());
    }

    void cleanup() { table_.reset(); }

    void startsWithTheDefault()
    {
        chooser_->setColumns(QStringLiteral("one"), columns());
        QCOMPARE(chooser_->shownKeys(), (QStringList{"ari", "nmi"}));
        QVERIFY(!table_->isColumnHidden(0)); // not among those to choose
        QVERIFY(table_->isColumnHidden(3));
    }

    void menuShowsAndHides()
    {
        chooser_->setColumns(QStringLiteral("one"), columns());
        const QSignalSpy changes(chooser_, &ColumnChooser::changed);
        chooser_->menu()->popup(QPoint(0, 0));
        const QList<QAction *> entries = chooser_->menu()->actions();
        QCOMPARE(entries.size(), 5); // three columns, a line, the way back
        QCOMPARE(entries[0]->text(), QStringLiteral("ARI"));
        QVERIFY(entries[0]->isChecked() && !entries[2]->isChecked());
        const QPoint f1 = chooser_->menu()->actionGeometry(entries[2]).center();
        QTest::mouseClick(chooser_->menu(), Qt::LeftButton, {}, f1);
        QVERIFY(!table_->isColumnHidden(3));
        QVERIFY(chooser_->menu()->isVisible()); // for the next choice
        entries[0]->trigger();
        QCOMPARE(chooser_->shownKeys(), (QStringList{"nmi", "f1"}));
        QCOMPARE(changes.count(), 2);
        entries.last()->trigger();
        QCOMPARE(chooser_->shownKeys(), (QStringList{"ari", "nmi"}));
        chooser_->menu()->close();
    }

    void choiceIsKept()
    {
        chooser_->setColumns(QStringLiteral("one"), columns());
        chooser_->setShown(QStringLiteral("f1"), true);
        chooser_->setColumns(QStringLiteral("two"), columns());
        QCOMPARE(chooser_->shownKeys(), (QStringList{"ari", "nmi"})); // a choice of its own
        ColumnChooser next(table_.get());
        next.setColumns(QStringLiteral("one"), columns());
        QCOMPARE(next.shownKeys(), (QStringList{"ari", "nmi", "f1"}));
        next.setShown(QStringLiteral("f1"), false);
        next.setShown(QStringLiteral("ari"), false);
        next.setShown(QStringLiteral("nmi"), false);
        next.setColumns(QStringLiteral("one"), columns());
        QVERIFY(next.shownKeys().isEmpty()); // nothing is a choice, too
    }

private:
    static std::vector<ColumnChooser::Column> columns()
    {
        return {{.section = 1, .key = "ari"},
                {.section = 2, .key = "nmi"},
                {.section = 3, .key = "f1", .isShownByDefault = false}};
    }

    QTemporaryDir settings_;
    QStandardItemModel model_;
    std::unique_ptr<QTableView> table_;
    ColumnChooser *chooser_ = nullptr;
};

QTEST_MAIN(ColumnChooserTest)
#include "tst_column_chooser.moc"
