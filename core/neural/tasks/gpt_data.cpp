#include "core/neural/tasks/gpt_data.h"

#include "core/base/error.h"
#include "core/sequence/sequence_reader.h"
#include "core/tokenizer/fixed_vocabularies.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

std::vector<std::filesystem::path> fastaFiles(const std::filesystem::path &path)
{
    if (!std::filesystem::is_directory(path))
        return {path};
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(path)) {
        const std::string name = entry.path().filename();
        if (entry.is_regular_file() &&
            (name.find(".fa") != std::string::npos || name.find(".fna") != std::string::npos))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    if (files.empty())
        throw InputError("holds no FASTA files", {.file = path},
                         "their names contain .fa, .fasta or .fna");
    return files;
}

constexpr std::string_view bases = "ACGT";

std::vector<uint16_t> basesOf(const std::filesystem::path &file)
{
    std::vector<uint16_t> ids;
    SequenceReader reader(file);
    while (const auto sequence = reader.nextView())
        for (const char letter : sequence->bases)
            if (const size_t id = bases.find(letter); id != std::string_view::npos)
                ids.push_back(static_cast<uint16_t>(id));
    return ids;
}

} // namespace

GptData::GptData(const OptionValues &options, int64_t context)
{
    const std::filesystem::path tokens = options.path("data.tokens");
    const std::filesystem::path sequences = options.path("data.sequences");
    if (tokens.empty() == sequences.empty())
        throw OptionError(tokens.empty() ? "data.tokens" : "data.sequences",
                          tokens.empty() ? "a value is needed" : "data.tokens is given, too",
                          "name a folder of helicase data genome, or FASTA with data.sequences");
    if (!tokens.empty()) {
        letters_ = mapped_.emplace(tokens).training.letters();
        const std::filesystem::path whole = std::filesystem::absolute(tokens).lexically_normal();
        mode_ = (whole.filename().empty() ? whole.parent_path() : whole).filename();
    } else {
        readSequences(sequences);
    }
    requireWindows(tokens.empty() ? sequences : tokens, context);
}

void GptData::readSequences(const std::filesystem::path &path)
{
    for (const std::filesystem::path &file : fastaFiles(path)) {
        const std::vector<uint16_t> ids = basesOf(file);
        const auto cut = ids.begin() + std::ssize(ids) * 9 / 10;
        training_.insert(training_.end(), ids.begin(), cut);
        validation_.insert(validation_.end(), cut, ids.end());
    }
    letters_ = baseAlphabet();
    mode_ = "vocab4";
}

void GptData::requireWindows(const std::filesystem::path &path, int64_t context) const
{
    for (const auto &[part, name] :
         {std::pair(TokenPart::Train, "training"), std::pair(TokenPart::Validation, "validation")})
        if (count(part) <= context)
            throw InputError("the " + std::string(name) + " part has " +
                                 std::to_string(count(part)) + " letters, too few for windows of " +
                                 std::to_string(context),
                             {.file = path}, "take a longer genome or a smaller model.context");
}

int64_t GptData::count(TokenPart part) const
{
    const bool isTraining = part == TokenPart::Train;
    if (mapped_)
        return isTraining ? mapped_->training.count() : mapped_->validation.count();
    return std::ssize(isTraining ? training_ : validation_);
}

std::span<const uint16_t> GptData::window(TokenPart part, int64_t first, int64_t count) const
{
    const bool isTraining = part == TokenPart::Train;
    if (mapped_)
        return isTraining ? mapped_->training.window(first, count)
                          : mapped_->validation.window(first, count);
    return std::span(isTraining ? training_ : validation_)
        .subspan(static_cast<size_t>(first), static_cast<size_t>(count));
}

std::vector<uint16_t> GptData::complements() const
{
    constexpr std::string_view partners = "TGCA";
    std::vector<uint16_t> result;
    for (const std::string &letter : letters_) {
        const size_t place = letter.size() == 1 ? bases.find(letter) : std::string_view::npos;
        if (place == std::string_view::npos || letters_.size() != bases.size())
            throw OptionError("data.reverse_complement",
                              "is for the four bases, not for " + std::to_string(letters_.size()) +
                                  " letters",
                              "prepare the genome with --alphabet bases");
        const auto partner = std::ranges::find(letters_, std::string(1, partners[place]));
        result.push_back(static_cast<uint16_t>(partner - letters_.begin()));
    }
    return result;
}

} // namespace helicase
