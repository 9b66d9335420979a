#include "tests/app/workbench/bad_input_window.h"

namespace helicase {

void BadInputWindow::prepare()
{
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, shared_.filePath("settings"));
    QDesktopServices::setUrlHandler("file", this, "takeUrl");
    QStringList words{"train", "contrastive", "--run", shared_.filePath("run")};
    for (const auto &[name, value] : smallRun())
        words << QString::fromStdString("--" + name) << QString::fromStdString(value);
    QProcess worker;
    worker.start(test::program("helicase"), words);
    QVERIFY(worker.waitForFinished(patience));
    QVERIFY2(worker.exitCode() == 0, worker.readAllStandardError().constData());
    model_ = shared_.filePath("run/checkpoints/step-000000002");
    QVERIFY(QFile::exists(model_ + "/model.safetensors"));
}

// A project with contigs of two species and their labels.
void BadInputWindow::openWindow()
{
    project_ = std::make_unique<QTemporaryDir>();
    std::string fasta, labels = "id\tlabel\n";
    int number = 0;
    for (const LabelledSequence &piece : readGenomes(demoFolder("genomes"), "evaluation"))
        for (size_t start = 0; start < 7'200 && start + 3'000 <= piece.sequence.bases.size(); start += 600) {
            const std::string id = "contig_" + std::to_string(++number);
            fasta += ">" + id + "\n" + piece.sequence.bases.substr(start, 3'000) + "\n";
            labels += id + "\t" + piece.label + "\n";
        }
    writeFileAtomically(path("data/contigs.fa").toStdString(), fasta);
    writeFileAtomically(path("data/labels.tsv").toStdString(), labels);
    openedLogs_.clear();
    theme_ = std::make_unique<Theme>();
    theme_->setMode(ThemeMode::Light);
    window_ = std::make_unique<MainWindow>(*theme_, path("jobs"));
    window_->show();
    QVERIFY(window_->openProject(project_->path()));
}

QString BadInputWindow::badModel(const QString &kind)
{
    namespace fs = std::filesystem;
    const fs::path folder = fs::path(path("models").toStdString()) / kind.toStdString();
    fs::create_directories(folder.parent_path());
    if (kind == "file")
        writeFileAtomically(folder, "no folder");
    else if (kind == "empty")
        fs::create_directory(folder);
    else if (kind != "missing")
        fs::copy(model_.toStdString(), folder);
    if (kind == "config")
        fs::resize_file(folder / "config.json", 40);
    else if (kind == "layers")
        writeFileAtomically(folder / "config.json",
                            QByteArray::fromStdString(readFile(folder / "config.json"))
                                .replace("\"num_hidden_layers\": 1", "\"num_hidden_layers\": 9")
                                .toStdString());
    else if (kind == "weights")
        fs::resize_file(folder / "model.safetensors", fs::file_size(folder / "model.safetensors") / 2);
    else if (kind == "no weights")
        fs::resize_file(folder / "model.safetensors", 0);
    else if (kind == "no tokenizer")
        fs::remove(folder / "tokenizer.json");
    else if (kind == "tokenizer")
        writeFileAtomically(folder / "tokenizer.json", "{\"model\": 3");
    return QString::fromStdString(folder.string());
}

void BadInputWindow::seesFailure(const QString &panel, const QString &message, const QString &found)
{
    Band *band = window_->panel(panel)->band();
    QTRY_VERIFY_WITH_TIMEOUT(band->isShowing(message) && band->messages().back().kind == BandKind::Error,
                             patience);
    const BandMessage shown = band->messages().back();
    QVERIFY2(shown.text.contains(found), qPrintable(shown.text));
    QVERIFY2(!shown.text.contains('\n'), qPrintable(shown.text));
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    QStringList problems;
    for (const Problem &problem : window_->journal().problems())
        problems += problem.id + ": " + problem.text;
    QVERIFY2(problems.size() == 1, qPrintable(problems.join('\n')));

    const auto press = [&](const QString &text) {
        const auto buttons = band->findChildren<QToolButton *>(panel + ".band.action");
        // Those of an earlier message are hidden until they are deleted.
        const auto button = std::ranges::find_if(buttons, [&](const QToolButton *one) {
            return one->text() == text && one->isVisible();
        });
        QVERIFY2(button != buttons.end(), qPrintable(text));
        QTest::mouseClick(*button, Qt::LeftButton);
    };
    press("Details");
    QTRY_VERIFY(band->findChild<QDialog *>("details"));
    QDialog *details = band->findChild<QDialog *>("details");
    QVERIFY(!details->isModal());
    QVERIFY(details->findChild<QPlainTextEdit *>()->toPlainText().contains(found));
    details->close();
    press("Open log");
    QTRY_COMPARE(openedLogs_.size(), 1);
    QFile log(openedLogs_.front());
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(QString::fromUtf8(log.readAll()).contains(found));
}

} // namespace helicase
