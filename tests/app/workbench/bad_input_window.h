// A window over a project of two species, a model made by a real worker, and models with one fault each, for the
// tests of bad input. What is wrong is told in the panel concerned, with details and the log; nothing is lost.
#pragma once

#include "app/workbench/main_window.h"
#include "core/base/atomic_file.h"
#include "core/base/resources.h"
#include "core/dataset/genome_table.h"
#include "tests/support/test_data.h"
#include "widgets/common/band.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDialog>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace helicase {

constexpr int patience = 60'000; // milliseconds; a busy machine loads LibTorch slowly

inline std::filesystem::path demoFolder(const char *part)
{
    return resourceFolder() / "demo" / part;
}

// The options of a contrastive run that takes seconds, over those of a test.
inline std::map<std::string, std::string> smallRun(const std::map<std::string, std::string> &changes = {})
{
    const std::string genomes = demoFolder("genomes").string();
    std::map<std::string, std::string> options{{"data.train", genomes},
                                               {"data.validation", genomes},
                                               {"data.tokenizer", demoFolder("tokenizer").string()},
                                               {"data.pairs_per_species", "10"},
                                               {"data.max_tokens", "64"},
                                               {"model.layers", "1"},
                                               {"model.width", "32"},
                                               {"model.heads", "2"},
                                               {"model.feed_forward", "64"},
                                               {"batch.pairs", "4"},
                                               {"evaluation.pairs", "8"},
                                               {"length.steps", "2"},
                                               {"schedule.warmup", "1"}};
    for (const auto &[name, value] : changes)
        options[name] = value;
    return options;
}

class BadInputWindow : public QObject {
    Q_OBJECT

public Q_SLOTS:
    void takeUrl(const QUrl &url) { openedLogs_ += url.toLocalFile(); }

protected:
    // Trains the good model.
    void prepare();
    void release() { QDesktopServices::unsetUrlHandler("file"); }
    void openWindow();
    void closeWindow() { window_.reset(); }
    // A model folder whose name is the kind and which has that one fault.
    QString badModel(const QString &kind);
    // The panel's band tells it once, in one line that names the place; its buttons show all of it and open the
    // log; no dialog stands in the way, and the list of problems has it once.
    void seesFailure(const QString &panel, const QString &message, const QString &found);
    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return window_->findChild<Widget *>(name);
    }
    QString path(const QString &name) const { return project_->filePath(name); }

    QTemporaryDir shared_;
    QString model_; // a good one: the checkpoint of a run of two steps
    std::unique_ptr<QTemporaryDir> project_;
    std::unique_ptr<Theme> theme_;
    std::unique_ptr<MainWindow> window_;
    QStringList openedLogs_;
};

} // namespace helicase
