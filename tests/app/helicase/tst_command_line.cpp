#include "app/helicase/command_line.h"
#include "core/base/atomic_file.h"

#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace helicase;

namespace {

Command exampleCommand()
{
    return {.name = "train contrastive",
            .summary = "example",
            .inputs = "INPUT...",
            .options = OptionTable({
                {.name = "batch.pairs", .kind = OptionKind::Integer, .defaultValue = "64", .minimum = 1},
                {.name = "optimizer.lr", .kind = OptionKind::Real, .defaultValue = "3e-4"},
                {.name = "output", .kind = OptionKind::Path},
                {.name = "resume", .kind = OptionKind::Flag, .defaultValue = "false"},
            })};
}

CommandLine parsed(const std::vector<std::string> &words)
{
    return parseCommandLine(exampleCommand(), words, "").value();
}

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typedWordsWinOverRecipeAndDefaults()
    {
        const QTemporaryDir folder;
        const std::string recipe = folder.filePath("r.yaml").toStdString();
        writeFileAtomically(recipe, "batch.pairs: 8\noptimizer.lr: 1e-3\nseed: 7\n");
        const CommandLine line = parsed({"--batch.pairs", "9", "a.fa", "--config", recipe, "-o", "out", "--resume", "-"});
        QCOMPARE(line.options.integer("batch.pairs"), int64_t{9});
        QCOMPARE(line.options.real("optimizer.lr"), 1e-3);
        QCOMPARE(line.options.integer("seed"), int64_t{7});
        QCOMPARE(line.options.text("output"), std::string("out"));
        QVERIFY(line.options.flag("resume"));
        QCOMPARE(line.inputs, (std::vector<std::string>{"a.fa", "-"}));
    }

    void setAssignsAnyOption()
    {
        const CommandLine line = parsed({"--set", "batch.pairs=3", "--set", "optimizer.lr=0.5", "x"});
        QCOMPARE(line.options.integer("batch.pairs"), int64_t{3});
        QCOMPARE(line.options.real("optimizer.lr"), 0.5);
        QCOMPARE(line.inputs.size(), size_t{1});
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("message");
        QTest::newRow("unknown option") << QStringList{"--batch.pair", "3"} << "did you mean batch.pairs?";
        QTest::newRow("bad value") << QStringList{"--batch.pairs", "0"} << "below the smallest value 1";
        QTest::newRow("bad assignment") << QStringList{"--set", "batch.pairs"} << "has no value";
        QTest::newRow("missing value") << QStringList{"--batch.pairs"} << "--help";
    }

    void mistakesAreNamed()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, message);
        std::vector<std::string> typed;
        for (const QString &word : words)
            typed.push_back(word.toStdString());
        try {
            parsed(typed);
            QFAIL("the words were accepted");
        } catch (const OptionError &error) {
            QVERIFY2(QString::fromStdString(error.line()).contains(message), error.line().c_str());
            QCOMPARE(error.status(), ExitStatus::WrongUsage);
        }
    }

    void wordsAreQuotedForAShell()
    {
        const std::vector<std::string> words{"helicase", "embed", "my contigs.fa", "it's", ""};
        QCOMPARE(shellQuoted(words), std::string("helicase embed 'my contigs.fa' 'it'\\''s' ''"));
    }

    // One name, one meaning: a command may not redefine a common option.
    void everyCommandIsWellFormed()
    {
        std::set<std::string> names;
        for (const Command &command : allCommands()) {
            QVERIFY2(names.insert(command.name).second, command.name.c_str());
            QVERIFY2(!command.summary.empty(), command.name.c_str());
            std::set<std::string> options;
            const OptionTable table = command.options.with(commonOptions());
            for (const Option &option : table.options()) {
                QVERIFY2(options.insert(option.name).second, (command.name + " --" + option.name).c_str());
                QVERIFY2(!option.help.empty(), (command.name + " --" + option.name).c_str());
                if (!option.defaultValue.empty())
                    QVERIFY2(!mistakeIn(option, option.defaultValue), (command.name + " --" + option.name).c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
