// A Data panel alone, with files that a test writes: what the tests of this panel begin with.
#pragma once

#include "core/base/atomic_file.h"
#include "tests/support/test_data.h"
#include "tests/widgets/panel_services.h"
#include "widgets/data/data_panel.h"

#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QtTest>

namespace helicase::test {

class DataPanelTest : public QObject {
protected:
    static constexpr int patience = 20'000; // milliseconds

    void buildPanel()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        services_ = std::make_unique<PanelServices>(folder_->path());
        services_->theme.apply();
        panel_ = std::make_unique<DataPanel>(services_->context);
        panel_->useTokenizer({});
        panel_->resize(1350, 800);
        panel_->show();
    }

    void removePanel()
    {
        panel_.reset();
        services_.reset();
    }

    // A cell as it is shown.
    static QString cell(const QAbstractItemModel *model, int row, int column)
    {
        return model->index(row, column).data().toString();
    }

    QString path(const QString &name) const { return folder_->filePath(name); }

    QString write(const QString &name, const std::string &content)
    {
        writeFileAtomically(path(name).toStdString(), content);
        return path(name);
    }

    // Five rows of train, of which line 2 is in test on the other strand and line 4 repeats line 3.
    QString writeSet()
    {
        write("set/train.csv", "sequence,label\n"
                               "ACGTACGTAA,a\n"
                               "GGGGTTTTAC,a\n"
                               "GGGGTTTTAC,a\n"
                               "CCCATCCCAT,b\n"
                               "CCCATCCCNN,b\n");
        write("set/dev.csv", "sequence,label\nTTTTTTTTGA,a\n");
        write("set/test.csv", "sequence,label\nTTACGTACGT,a\nCACACAGAGA,b\n");
        return path("set");
    }

    void open(const QString &what)
    {
        panel_->openArgument(what);
        QTRY_VERIFY_WITH_TIMEOUT(panel_->contentReady(), patience);
    }

    const QAbstractItemModel *records() const
    {
        return panel_->findChild<QTableView *>("data.records")->model();
    }

    int rowOfCheck(const QString &title) const
    {
        const auto *table = panel_->findChild<QTableWidget *>("data.checks");
        for (int row = 0; row < table->rowCount(); ++row)
            if (table->item(row, 1)->text() == title)
                return row;
        return -1;
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<PanelServices> services_;
    std::unique_ptr<DataPanel> panel_;
};

} // namespace helicase::test
