// helicase tokenizer train INPUT... -o DIR
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/text_records.h"
#include "app/helicase/terminal.h"
#include "core/tokenizer/vocabulary_training.h"

#include <iostream>

namespace helicase {

namespace {

std::vector<CountedWord> readWords(const CommandLine &line, bool isWordPiece)
{
    std::vector<CountedWord> words;
    std::vector<std::string> texts;
    for (const std::string &input : line.inputs) {
        TextRecordReader reader(input, textFormatNamed(line.options.text("input-format")),
                                TabMeans::Text);
        while (const auto record = reader.next()) {
            if (isWordPiece)
                texts.emplace_back(record->text);
            else
                appendBaseRuns(words, record->text);
        }
    }
    if (isWordPiece)
        words = wordsForWordPiece(texts);
    if (words.empty())
        throw InputError(isWordPiece ? "holds no words" : "holds no bases A, C, G or T",
                         {.file = line.inputs.front()});
    return words;
}

VocabularyTraining trainingOf(const OptionValues &options, bool isWordPiece)
{
    VocabularyTraining training;
    training.vocabularySize = options.integer("vocab-size");
    training.minimumFrequency = options.integer("min-frequency");
    training.maximumTokenLength = options.integer("max-token-length");
    training.specialTokens = options.list("special");
    // BERT's own order of special tokens.
    if (isWordPiece && options.isDefault("special"))
        training.specialTokens = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
    if (isWordPiece)
        training.continuationPrefix = "##";
    return training;
}

} // namespace

ExitStatus runTokenizerTrain(const CommandLine &line)
{
    line.options.requireComplete();
    const bool isWordPiece = line.options.text("type") == "wordpiece";
    if (line.inputs.empty())
        throw OptionError("INPUT", "is missing", "name the files to learn from");
    const std::vector<CountedWord> words = readWords(line, isWordPiece);
    const auto progress = makeProgress(line);
    const LearnedVocabulary learned =
        learnVocabulary(words, trainingOf(line.options, isWordPiece), *progress, {});
    const TokenizerDefinition definition =
        isWordPiece ? wordPieceTokenizer(learned) : dnaTokenizer(learned);
    writeTokenizer(definition, line.options.path("output"));
    std::cerr << line.options.text("output") << ": " << learned.tokens.size() << " tokens, "
              << learned.merges.size() << " merges\n";
    return ExitStatus::Done;
}

} // namespace helicase
