// helicase tokenizer train INPUT... -o DIR
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/text_records.h"
#include "app/helicase/stop_signals.h"
#include "app/helicase/terminal.h"
#include "core/base/parallel.h"
#include "core/tokenizer/training/vocabulary_training.h"

#include <iostream>

namespace helicase {

namespace {

bool isWordPiece(const OptionValues &options)
{
    return options.text("type") == "wordpiece";
}

std::vector<CountedWord> readWords(const CommandLine &line, const std::stop_token &stop)
{
    std::vector<CountedWord> words;
    BertWordCounter bertWords;
    for (const std::string &input : line.inputs) {
        TextRecordReader reader(input, textFormatNamed(line.options.text("input-format")),
                                TabMeans::Text);
        while (const auto record = reader.next()) {
            throwIfStopped(stop);
            if (isWordPiece(line.options))
                bertWords.add(record->text);
            else if (line.options.text("letters") == "bases")
                appendBaseRuns(words, record->text);
            else
                words.push_back({std::string(record->text), 1});
        }
    }
    if (isWordPiece(line.options))
        words = bertWords.take();
    if (words.empty())
        throw InputError(isWordPiece(line.options)                 ? "holds no words"
                         : line.options.text("letters") == "bases" ? "holds no bases A, C, G or T"
                                                                   : "holds no records",
                         {.file = line.inputs.front()});
    return words;
}

// Sets how one-letter continuing pieces are numbered: by rule, or as another vocabulary has them.
void orderPieces(VocabularyTraining &training, const std::string &order)
{
    if (order == "first-seen") {
        training.pieceOrder = PieceOrder::FirstSeen;
    } else if (order != "code-point") {
        const auto model = loadTokenizer(order);
        for (TokenId id = 0; id < model->vocabularySize(); ++id)
            training.firstPieces.push_back(model->token(id));
    }
}

VocabularyTraining trainingOf(const OptionValues &options)
{
    VocabularyTraining training;
    training.vocabularySize = options.integer("vocab-size");
    training.minimumFrequency = options.integer("min-frequency");
    training.maximumTokenLength = options.integer("max-token-length");
    training.specialTokens = options.list("special");
    if (options.text("alphabet") == "ascii")
        training.alphabet = printableAscii();
    const int64_t threads = options.integer("threads");
    training.threads = static_cast<int>(threads > 0 ? threads : physicalCores());
    if (!isWordPiece(options))
        return training;
    training.continuationPrefix = "##";
    training.alphabet = bertCleaned(training.alphabet);
    orderPieces(training, options.text("piece-order"));
    // BERT's own order of special tokens.
    if (options.isDefault("special"))
        training.specialTokens = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
    return training;
}

LearnedVocabulary learn(const CommandLine &line, const std::stop_token &stop)
{
    const VocabularyTraining training = trainingOf(line.options);
    const std::vector<CountedWord> words = readWords(line, stop);
    const auto progress = makeProgress(line);
    return learnVocabulary(words, training, *progress, stop);
}

} // namespace

ExitStatus runTokenizerTrain(const CommandLine &line)
{
    const StopSignals signals;
    line.options.requireComplete();
    if (line.inputs.empty())
        throw OptionError("INPUT", "is missing", "name the files to learn from");
    const LearnedVocabulary learned = learn(line, signals.token());
    writeTokenizer(isWordPiece(line.options) ? wordPieceTokenizer(learned) : dnaTokenizer(learned),
                   line.options.path("output"));
    std::cerr << line.options.text("output") << ": " << learned.tokens.size() << " tokens, "
              << learned.merges.size() << " merges\n";
    return ExitStatus::Done;
}

} // namespace helicase
