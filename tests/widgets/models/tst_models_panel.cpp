// The Models panel as a user meets it: opening, the list, states, commands, verification.
#include "tests/core/dataset/old_torch_file.h"
#include "tests/core/dataset/small_model.h"
#include "tests/support/test_data.h"
#include "tests/widgets/panel_services.h"
#include "tests/widgets/scripted_worker.h"
#include "widgets/common/figure_tiles.h"
#include "widgets/common/run_draft.h"
#include "widgets/models/config_view.h"
#include "widgets/models/model_job_form.h"
#include "widgets/models/model_view.h"
#include "widgets/models/models_panel.h"
#include "widgets/models/parameter_bars.h"
#include "widgets/models/tensor_pane.h"
#include "widgets/models/tensor_table.h"
#include "widgets/models/verification.h"

#include <QComboBox>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTreeWidget>

#include <cmath>

using namespace helicase;

namespace {

constexpr const char *verifyingWorker = R"(
echo '[{"case": "encoder_h48", "kind": "encoder", "compared": 21, "difference": 2.1e-6, "tolerance": 1e-5, "passed": true},'
echo ' {"case": "lora_q", "kind": "lora", "compared": 3, "difference": 0.5, "tolerance": 1e-5, "passed": LAST}]'
exit STATUS
)";

// Makes a folder as `model convert` would, from the one that is its input.
constexpr const char *convertingWorker = R"(
input=$3
while [ "$1" != "-o" ]; do shift; done
mkdir -p "$2" && cp "$input"/* "$2"
)";

} // namespace

class TestModelsPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme_.setMode(ThemeMode::Light);
        theme_.apply();
    }

    void init()
    {
        temporary_ = std::make_unique<QTemporaryDir>();
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                           temporary_->filePath("settings"));
        services_ = std::make_unique<test::PanelServices>(temporary_->path());
        makePanel();
    }

    void cleanup()
    {
        panel_.reset();
        services_.reset();
        qunsetenv("HELICASE_BIN");
    }

    void startsEmpty()
    {
        QVERIFY(find<QWidget>("models.empty")->isVisible());
        QTRY_VERIFY(panel_->contentReady());
        QVERIFY(find<QWidget>("models.empty")->isVisible());
        for (const char *name : {"finetune", "embed", "convert", "export", "copy"})
            QVERIFY2(!action(name)->isEnabled(), name);
        QVERIFY(action("open")->isEnabled());
    }

    void aModelIsShown()
    {
        open({.layers = 2, .prefix = "bert.", .labels = 3});
        QVERIFY(!find<QWidget>("models.empty")->isVisible());
        QCOMPARE(find<QLabel>("models.title")->text(), QString("model"));
        const FigureTiles *figures = panel_->view()->figures();
        QCOMPARE(figures->value("Layers"), QString("2"));
        QCOMPARE(figures->value("Heads"), QString("2, ALiBi"));
        QCOMPARE(figures->value("Classes"), QString("3"));
        QCOMPARE(figures->value("Precision"), QString("F32"));
        QVERIFY(find<QTableView>("models.tensors")->isVisible());
        QCOMPARE(panel_->statusText(),
                 QString("model, %1 tensors").arg(panel_->model()->description.tensors.size()));
        qint64 parameters = 0;
        for (const ParameterShare &share : find<ParameterBars>("models.parameters")->shares())
            parameters += share.count;
        QCOMPARE(parameters, panel_->model()->description.parameters());
        const auto *text = find<NotedText>("models.config");
        QVERIFY(text->toPlainText().contains("\"hidden_size\": 8"));
        QStringList notes;
        for (const auto &[line, note] : text->notes())
            notes += text->toPlainText().split('\n')[line].trimmed() + ' ' + note;
        QVERIFY(notes.contains("\"hidden_size\": 8, ← published: 768"));
        QTRY_VERIFY(!panel_->view()->tensors()->digest().isEmpty()); // of the first tensor
    }

    void openedModelsAreKeptInTheProject()
    {
        open({});
        QCOMPARE(tree(), (QStringList{"Opened", "model"}));
        const QJsonObject state = services_->project.section("models");
        QCOMPARE(state["folders"].toArray().first().toString(), temporary_->filePath("model"));
        makePanel(); // the next day
        QTRY_VERIFY(panel_->model() != nullptr);
        QCOMPARE(panel_->model()->folder, temporary_->filePath("model"));
        action("remove")->trigger();
        QTRY_COMPARE(tree(), QStringList());
        QVERIFY(panel_->model() == nullptr);
        QVERIFY(find<QWidget>("models.empty")->isVisible());
        QVERIFY(services_->project.section("models")["folders"].toArray().isEmpty());
        QVERIFY(QFile::exists(temporary_->filePath("model/model.safetensors")));
    }

    void aFileOfAModelNamesItsFolder()
    {
        test::SmallModel().write(temporary_->filePath("model").toStdString());
        panel_->openArgument(temporary_->filePath("model/model.safetensors"));
        QTRY_VERIFY(panel_->model() != nullptr);
        QCOMPARE(panel_->model()->folder, temporary_->filePath("model"));
    }

    void aPickleThatCallsIsRefusedAndTheOldModelStays()
    {
        open({});
        writeWeights("cposix\nsystem\n(Vtouch /tmp/never\ntR.");
        panel_->openArgument(temporary_->filePath("bad"));
        QTRY_VERIFY(panel_->band()->isShowing("load"));
        const BandMessage &message = panel_->band()->messages().front();
        QCOMPARE(message.kind, BandKind::Error);
        QCOMPARE(message.headline, QString("pytorch_model.bin is refused."));
        QVERIFY2(message.text.contains("posix.system") &&
                     message.text.endsWith("Nothing was executed."),
                 qPrintable(message.text));
        QCOMPARE(panel_->model()->folder, temporary_->filePath("model"));
        QVERIFY(find<QTableView>("models.tensors")->isVisible());
        QCOMPARE(tree(), (QStringList{"Opened", "model"}));
    }

    void foreignAndDamagedFoldersAreOneLine_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("weights");
        const QByteArray config = R"({"hidden_size": 8})";
        QTest::newRow("no weights") << config << QByteArray();
        QTest::newRow("no configuration") << QByteArray() << QByteArray("x");
        QTest::newRow("configuration cut off")
            << QByteArray("{\"a\":") << QByteArray("\x02\0\0\0\0\0\0\0{}", 10);
        QTest::newRow("configuration of another kind")
            << QByteArray("[]") << QByteArray("\x02\0\0\0\0\0\0\0{}", 10);
        QTest::newRow("header that lies")
            << config << QByteArray("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10);
        QTest::newRow("zip that is cut off") << config << QByteArray("PK\x03\x04garbage");
        QTest::newRow("text") << config << QByteArray("this is no model");
    }

    void foreignAndDamagedFoldersAreOneLine()
    {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, weights);
        const QString folder = temporary_->filePath("bad");
        QDir().mkpath(folder);
        if (!config.isEmpty())
            write(folder + "/config.json", config);
        if (!weights.isEmpty())
            write(folder + "/model.safetensors", weights);
        panel_->openArgument(folder);
        QTRY_VERIFY(panel_->band()->isShowing("load"));
        const BandMessage &message = panel_->band()->messages().front();
        QCOMPARE(message.kind, BandKind::Error);
        QVERIFY2(message.text.contains("bad") && !message.text.contains('\n'),
                 qPrintable(message.text));
        QVERIFY(find<QWidget>("models.empty")->isVisible());
        QTRY_VERIFY(panel_->contentReady());
    }

    void tensorsWithoutNumbersAreRemarked()
    {
        test::SmallModel model;
        model.value = [](const std::string &name, int64_t i) {
            return name == "pooler.dense.bias" && i == 3 ? std::nanf("") : 1.0F;
        };
        open(model);
        const QList<QLabel *> labels = find<QWidget>("models.remarks")->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->accessibleName() ==
                   "pooler.dense.bias holds NaN. A model with NaN is not loaded.";
        }));
    }

    void theModelGoesToOtherPanels()
    {
        open({});
        action("finetune")->trigger();
        QCOMPARE(services_->opened.first(), QString("train"));
        const auto draft = RunDraft::fromArgument(services_->opened.last());
        QVERIFY(draft.has_value());
        QCOMPARE(draft->task, QString("classify"));
        QCOMPARE(draft->options.value("model.path"), temporary_->filePath("model"));
        QCOMPARE(panel_->primaryAction(), action("finetune"));
        action("embed")->trigger();
        QCOMPARE(services_->opened.mid(2),
                 (QStringList{"embeddings", temporary_->filePath("model")}));
    }

    void convertingShowsItsCommandAndOpensTheResult()
    {
        test::installWorker(temporary_->filePath("bin"), convertingWorker);
        open({});
        action("convert")->trigger();
        const ModelJobForm *form = panel_->view()->form();
        QVERIFY(form->isVisible());
        auto *precision = find<QComboBox>("models.option.dtype");
        precision->setCurrentIndex(precision->findData("bf16"));
        const QString output = services_->project.path("models/model-converted");
        const QStringList words = {
            "model", "convert", temporary_->filePath("model"), "-o", output, "--dtype", "bf16"};
        QCOMPARE(form->words(), words);
        QVERIFY(
            find<QPlainTextEdit>("models.form.command")->toPlainText().endsWith("--dtype bf16"));
        find<QLineEdit>("models.option.output")->setText(temporary_->filePath("model"));
        QVERIFY(!action("form.run")->isEnabled()); // its own folder
        find<QLineEdit>("models.option.output")->setText(output);
        action("form.run")->trigger();
        QVERIFY(!form->isVisible());
        QCOMPARE(services_->jobs.jobs().front().words, words);
        QTRY_COMPARE_WITH_TIMEOUT(panel_->model()->folder, output, 15000);
        QTRY_COMPARE(tree(), (QStringList{"Opened", "model", "model-converted"}));
    }

    void verdictsAreShown_data()
    {
        QTest::addColumn<bool>("allHold");
        QTest::newRow("all hold") << true;
        QTest::newRow("one differs") << false;
    }

    void verdictsAreShown()
    {
        QFETCH(bool, allHold);
        test::installWorker(temporary_->filePath("bin"),
                            QByteArray(verifyingWorker)
                                .replace("LAST", allHold ? "true" : "false")
                                .replace("STATUS", allHold ? "0" : "1"));
        panel_->verify(temporary_->path());
        const auto *table = find<QTableView>("models.verify");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, 15000);
        QCOMPARE(services_->jobs.jobs().front().words,
                 (QStringList{"verify", temporary_->path(), "--json"}));
        QCOMPARE(table->model()->index(0, 0).data().toString(), QString("encoder_h48"));
        QCOMPARE(table->model()->index(0, 1).data().toString(), QString("2.1e−6"));
        QCOMPARE(table->model()->index(1, 3).data().toString(),
                 allHold ? QString() : QString("differs"));
        QVERIFY(action("verify.run")->isEnabled());
        if (allHold) {
            QCOMPARE(services_->toasts.last(),
                     QString("This build computes what the reference does: 2 cases hold."));
            QVERIFY(panel_->band()->messages().empty());
        } else {
            QCOMPARE(panel_->band()->messages().front().headline,
                     QString("1 of 2 reference cases do not hold."));
        }
    }

    void aVerificationWithoutVerdictsFails()
    {
        test::installWorker(temporary_->filePath("bin"),
                            "echo 'helicase: there is no case below DIR' >&2; exit 3\n");
        panel_->verify(temporary_->path());
        QTRY_VERIFY_WITH_TIMEOUT(panel_->band()->isShowing("verify") &&
                                     panel_->band()->messages().front().kind == BandKind::Error,
                                 15000);
        QCOMPARE(panel_->band()->messages().front().text, QString("there is no case below DIR"));
        QVERIFY(readVerifiedCases("no list").empty());
        QVERIFY(readVerifiedCases(R"([{"case": "a"}])").empty());
    }

    void everyReferenceModelIsShown()
    {
        HELICASE_NEEDS_DATA();
        const QDir references(
            QString::fromStdString((test::dataFolder() / "reference_models").string()));
        int shown = 0;
        for (const QString &name : references.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QString folder = references.filePath(name);
            if (!QFile::exists(folder + "/config.json") ||
                !QFile::exists(folder + "/model.safetensors"))
                continue;
            panel_->openArgument(folder);
            QTRY_VERIFY2(panel_->model() && panel_->model()->folder == folder, qPrintable(name));
            QTRY_VERIFY(panel_->contentReady());
            const TensorTableModel *tensors = panel_->view()->tensors()->table()->tensors();
            const QString deviation =
                tensors->index(tensors->rowOfTensor(0), TensorTableModel::Deviation)
                    .data()
                    .toString();
            QVERIFY2(!deviation.isEmpty(), qPrintable(name));
            ++shown;
        }
        QCOMPARE_GE(shown, 10);
        QVERIFY(panel_->band()->messages().empty());
    }

private:
    void makePanel()
    {
        panel_.reset();
        panel_ = std::make_unique<ModelsPanel>(services_->context);
        panel_->resize(1364, 842);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }

    void open(const test::SmallModel &model)
    {
        model.write(temporary_->filePath("model").toStdString());
        panel_->openArgument(temporary_->filePath("model"));
        QTRY_VERIFY(panel_->contentReady() && panel_->model());
    }

    void writeWeights(const std::string &pickle)
    {
        QDir().mkpath(temporary_->filePath("bad"));
        write(temporary_->filePath("bad/config.json"), "{}");
        write(temporary_->filePath("bad/pytorch_model.bin"),
              QByteArray::fromStdString(test::oldFile(pickle, 1)));
    }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    QAction *action(const char *name) const
    {
        return services_->actions.find(QLatin1String("models.") + QLatin1String(name));
    }

    // All that the list shows, group by group.
    QStringList tree() const
    {
        QStringList texts;
        for (QTreeWidgetItemIterator item(find<QTreeWidget>("models.tree")); *item != nullptr;
             ++item)
            texts += (*item)->text(0);
        return texts;
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel_->findChild<Widget *>(QLatin1String(name));
    }

    Theme theme_;
    std::unique_ptr<QTemporaryDir> temporary_;
    std::unique_ptr<test::PanelServices> services_;
    std::unique_ptr<ModelsPanel> panel_;
};

QTEST_MAIN(TestModelsPanel)
#include "tst_models_panel.moc"
