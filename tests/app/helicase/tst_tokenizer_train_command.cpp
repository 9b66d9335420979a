// helicase tokenizer train reproduces every reference vocabulary, and can be stopped.
#include "tests/core/tokenizer/training_data.h"

#include "core/base/text.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <map>

using namespace helicase;
using namespace helicase::test;
using nlohmann::json;

class TestTokenizerTrainCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytePairs_data();
    void bytePairs();
    void wordPieces_data();
    void wordPieces();
    void asciiAlphabet();
    void mistakesAreOneLine_data();
    void mistakesAreOneLine();
    void stopsWithoutAFolder_data();
    void stopsWithoutAFolder();
};

namespace {

QString textOf(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

// A folder with a text of one record per line, and what the program learns from it.
class Workplace {
public:
    explicit Workplace(const std::vector<std::string> &records)
    {
        write("text.txt", join(records, "\n") + "\n");
    }

    std::filesystem::path path(const std::string &name) const
    {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    void write(const std::string &name, const std::string &text) const
    {
        QFile file(textOf(path(name)));
        if (!file.open(QIODevice::WriteOnly) ||
            file.write(QByteArray::fromStdString(text)) != std::ssize(text))
            qFatal("cannot write %s", name.c_str());
    }
    // The complaint; empty when it went well.
    QByteArray train(const QStringList &options, int status = 0) const
    {
        QProcess process;
        process.start(program("helicase"),
                      QStringList{"tokenizer", "train", textOf(path("text.txt")), "-o",
                                  textOf(path("learned")), "--input-format", "lines"} +
                          options);
        process.waitForFinished(120'000);
        const QByteArray errors = process.readAllStandardError();
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != status)
            qFatal("exit %d: %s", process.exitCode(), errors.constData());
        return errors;
    }
    json learned() const { return rowsOf(path("learned/tokenizer.json"), JsonFile::Whole).front(); }

private:
    QTemporaryDir folder_;
};

std::vector<std::string> vocabularyOf(const json &document)
{
    const auto ids = document.at("model").at("vocab").get<std::map<std::string, size_t>>();
    std::vector<std::string> tokens(ids.size());
    for (const auto &[token, id] : ids)
        tokens.at(id) = token;
    return tokens;
}

QStringList optionsOf(const json &trainer)
{
    QStringList options{"--vocab-size",
                        QString::number(trainer.at("vocab_size").get<int>()),
                        "--min-frequency",
                        QString::number(trainer.at("min_frequency").get<int>()),
                        "--special",
                        QString::fromStdString(join(
                            trainer.at("special_tokens").get<std::vector<std::string>>(), ","))};
    if (trainer.contains("max_token_length") && trainer.at("max_token_length").is_number())
        options << "--max-token-length"
                << QString::number(trainer.at("max_token_length").get<int>());
    return options;
}

} // namespace

void TestTokenizerTrainCommand::bytePairs_data()
{
    addTrainingRows("golden/bpe_training.jsonl");
}

void TestTokenizerTrainCommand::bytePairs()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, row);
    const json expected = json::parse(row.toStdString());
    const Workplace place(trainingTexts(expected.at("corpus")));
    place.train(optionsOf(expected.at("trainer")) + QStringList{"--letters", "all"});
    const json learned = place.learned();
    QVERIFY(vocabularyOf(learned) == expected.at("vocab").get<std::vector<std::string>>());
    std::vector<std::string> merges;
    for (const json &merge : expected.at("merges"))
        merges.push_back(merge[0].get<std::string>() + " " + merge[1].get<std::string>());
    QVERIFY(learned.at("model").at("merges").get<std::vector<std::string>>() == merges);
}

void TestTokenizerTrainCommand::wordPieces_data()
{
    addTrainingRows("golden/wordpiece_training.jsonl");
}

void TestTokenizerTrainCommand::wordPieces()
{
    HELICASE_NEEDS_DATA();
    QFETCH(QString, row);
    const json expected = json::parse(row.toStdString());
    const Workplace place(trainingTexts(expected.at("corpus")));
    const auto published = expected.at("vocab").get<std::vector<std::string>>();
    place.write("vocab.txt", join(published, "\n") + "\n");
    const std::pair<QString, const char *> orders[] = {{"code-point", "vocab_if_sorted"},
                                                       {"first-seen", "vocab_if_first_seen"},
                                                       {textOf(place.path("vocab.txt")), "vocab"}};
    for (const auto &[order, vocabulary] : orders) {
        place.train(optionsOf(expected.at("trainer")) +
                    QStringList{"--type", "wordpiece", "--piece-order", order});
        QVERIFY(vocabularyOf(place.learned()) ==
                expected.at(vocabulary).get<std::vector<std::string>>());
    }
}

void TestTokenizerTrainCommand::asciiAlphabet()
{
    const Workplace place({"a word"});
    place.train({"--type", "wordpiece", "--alphabet", "ascii", "--vocab-size", "1"});
    const auto tokens = vocabularyOf(place.learned());
    const auto has = [&](const char *token) {
        return std::ranges::find(tokens, token) != tokens.end();
    };
    QVERIFY(has("(") && has(")") && has("~") && has("7") && has("##7") && has("z") && has("##z"));
    QVERIFY(!has("##(") && !has("Z") && !has(" "));
    // [PAD] and the like, 94 characters less 26 capitals, 36 letters and digits again.
    QCOMPARE(tokens.size(), size_t{5 + 68 + 36});
}

void TestTokenizerTrainCommand::mistakesAreOneLine_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");
    QTest::newRow("no bases") << "NNNN" << QStringList{} << 3 << "no bases";
    QTest::newRow("no text") << "" << QStringList{"--letters", "all"} << 3 << "no records";
    QTest::newRow("no words") << "\t" << QStringList{"--type", "wordpiece"} << 3 << "no words";
    QTest::newRow("no [UNK]") << "word" << QStringList{"--type", "wordpiece", "--special", "[PAD]"}
                              << 3 << "[UNK]";
    QTest::newRow("order") << "word" << QStringList{"--type", "wordpiece", "--piece-order", "none"}
                           << 3 << "none";
}

void TestTokenizerTrainCommand::mistakesAreOneLine()
{
    QFETCH(QString, text);
    QFETCH(QStringList, options);
    QFETCH(int, status);
    QFETCH(QString, words);
    const Workplace place({text.toStdString()});
    const QByteArray errors = place.train(options, status);
    QVERIFY2(errors.startsWith("helicase: ") && errors.count('\n') == 1 &&
                 errors.contains(words.toUtf8()),
             errors);
    QVERIFY(!std::filesystem::exists(place.path("learned")));
}

void TestTokenizerTrainCommand::stopsWithoutAFolder_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("terminated") << SIGTERM;
}

// It is stopped while it reads from a pipe, whose first megabyte it has taken in.
void TestTokenizerTrainCommand::stopsWithoutAFolder()
{
    QFETCH(int, signal);
    const Workplace place({});
    QProcess process;
    process.start(program("helicase"), {"tokenizer", "train", "-", "-o",
                                        textOf(place.path("learned")), "--input-format", "lines"});
    QVERIFY(process.waitForStarted());
    const QByteArray lines = QByteArray("ACGTTGCA\n").repeated(200'000);
    process.write(lines);
    while (process.bytesToWrite() > 0)
        QVERIFY(process.waitForBytesWritten());
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
    while (process.state() == QProcess::Running) {
        process.write(lines);
        process.waitForBytesWritten(1'000);
    }
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 4);
    QVERIFY(process.readAllStandardError().contains("stopped"));
    QVERIFY(!std::filesystem::exists(place.path("learned")));
}

QTEST_GUILESS_MAIN(TestTokenizerTrainCommand)
#include "tst_tokenizer_train_command.moc"
