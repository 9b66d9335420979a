// Speed of tokenizing and of learning a vocabulary, one thread, loading left out. Prints one JSON
// line with the figures that shared/peers/pair.py compares.
//   bench_tokenizer encode TOKENIZER SEQUENCES [REPEATS]
//   bench_tokenizer train SEQUENCES [VOCABULARY_SIZE]
#include "core/sequence/sequence_reader.h"
#include "core/tokenizer/training/vocabulary_training.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>

using namespace helicase;

namespace {

double secondsOf(const std::function<void()> &work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double bestSeconds(int repeats, const std::function<void()> &work)
{
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < repeats; ++i)
        best = std::min(best, secondsOf(work));
    return best;
}

void measureEncoding(const char *tokenizerPath, const char *file, int repeats)
{
    const auto tokenizer = loadTokenizer(tokenizerPath);
    const std::vector<Sequence> sequences = readSequences(file);
    size_t bases = 0;
    for (const Sequence &sequence : sequences)
        bases += sequence.bases.size();
    size_t tokens = 0;
    const double whole = bestSeconds(repeats, [&] {
        tokens = 0;
        for (const Sequence &sequence : sequences)
            tokens += tokenizer->encode(sequence.bases, SpecialTokens::Add).size();
    });
    const double ids = bestSeconds(repeats, [&] {
        for (const Sequence &sequence : sequences)
            tokenizer->encodeIds(sequence.bases, SpecialTokens::Add);
    });
    const double megabytes = 1e-6 * static_cast<double>(bases);
    std::printf("{\"records\": %zu, \"bases\": %zu, \"tokens\": %zu, \"seconds\": %.6f, "
                "\"mb_per_s\": %.3f, \"ids_mb_per_s\": %.3f}\n",
                sequences.size(), bases, tokens, whole, megabytes / whole, megabytes / ids);
}

void measureTraining(const char *file, int64_t vocabularySize)
{
    std::vector<CountedWord> words;
    size_t bases = 0;
    for (Sequence &sequence : readSequences(file)) {
        bases += sequence.bases.size();
        words.push_back({std::move(sequence.bases), 1});
    }
    VocabularyTraining training;
    training.vocabularySize = vocabularySize;
    SilentProgress progress;
    size_t merges = 0;
    const double seconds =
        secondsOf([&] { merges = learnVocabulary(words, training, progress, {}).merges.size(); });
    std::printf("{\"records\": %zu, \"bases\": %zu, \"merges\": %zu, \"seconds\": %.6f, "
                "\"kb_per_s\": %.2f}\n",
                words.size(), bases, merges, seconds, 1e-3 * static_cast<double>(bases) / seconds);
}

} // namespace

int main(int argc, char **argv)
{
    const std::string mode = argc > 2 ? argv[1] : "";
    if (mode == "encode" && argc > 3) {
        measureEncoding(argv[2], argv[3], argc > 4 ? std::atoi(argv[4]) : 3);
        return 0;
    }
    if (mode == "train") {
        measureTraining(argv[2], argc > 3 ? std::atoll(argv[3]) : 4096);
        return 0;
    }
    std::fputs("usage: bench_tokenizer encode TOKENIZER SEQUENCES [REPEATS]\n"
               "       bench_tokenizer train SEQUENCES [VOCABULARY_SIZE]\n",
               stderr);
    return 2;
}
