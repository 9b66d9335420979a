#include "core/dataset/genome_tokens.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/text.h"
#include "core/sequence/alphabet.h"
#include "core/sequence/byte_stream.h"
#include "core/tokenizer/fixed_vocabularies.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

namespace helicase {

namespace {

static_assert(std::endian::native == std::endian::little, "ids are written as they lie in memory");

constexpr uint16_t noId = 0xFFFF;

size_t byteOf(char character)
{
    return static_cast<unsigned char>(character);
}

// The id of every byte, and how to count the bytes without one: three counters in one number, so
// that a letter costs one addition. A piece of text is shorter than a counter is wide.
struct LetterTable {
    static constexpr int counterBits = 21;
    static constexpr uint64_t softMasked = 1;
    static constexpr uint64_t unknown = uint64_t{1} << counterBits;
    static constexpr uint64_t refused = uint64_t{1} << 2 * counterBits;

    std::array<uint16_t, 256> id;
    std::array<uint64_t, 256> leftOut{};

    explicit LetterTable(const std::vector<std::string> &letters)
    {
        id.fill(noId);
        for (size_t i = 0; i < letters.size(); ++i)
            id[byteOf(letters[i][0])] = static_cast<uint16_t>(i);
    }
};

LetterTable tableOf(GenomeAlphabet alphabet, const std::vector<std::string> &letters)
{
    LetterTable table(letters);
    const bool refuses = alphabet != GenomeAlphabet::BasesOfText;
    for (size_t byte = 0; byte < 256; ++byte) {
        const char letter = static_cast<char>(byte);
        if (table.id[byte] != noId || letter == '\n')
            continue;
        if (alphabet == GenomeAlphabet::Bases && letter == '\r')
            continue;
        if (std::string_view("acgt").contains(letter))
            table.leftOut[byte] = LetterTable::softMasked;
        else if (!refuses || (alphabet == GenomeAlphabet::Bases && isNucleotideCode(letter)))
            table.leftOut[byte] = LetterTable::unknown;
        else
            table.leftOut[byte] = LetterTable::refused;
    }
    return table;
}

int64_t linesIn(std::string_view text)
{
    return std::ranges::count(text, '\n');
}

// Turns a text into ids, block by block.
class GenomeEncoder {
public:
    GenomeEncoder(const std::filesystem::path &genome, GenomeAlphabet alphabet,
                  std::vector<std::string> letters)
        : stream_(genome), alphabet_(alphabet),
          table_(tableOf(alphabet, letters)), tokens_{.letters = std::move(letters)}
    {
    }

    void encodeTo(AtomicFile &file, Progress &progress, const std::stop_token &stop)
    {
        while (stream_.fill(line_)) {
            throwIfStopped(stop);
            encode(stream_.window());
            file.write(std::as_bytes(std::span(ids_).first(count_)));
            total_ += static_cast<int64_t>(count_);
            line_ += linesIn(stream_.window());
            stream_.take(stream_.window().size());
            progress.update(stream_.offset(), 0, "encoding the genome");
        }
        tokens_.characters = stream_.offset();
        tokens_.training = static_cast<int64_t>(0.9 * static_cast<double>(total_));
        tokens_.validation = total_ - tokens_.training;
        if (tokens_.training == 0)
            throw InputError("has " + std::to_string(total_) +
                                 " letters of the alphabet: too few to train and to validate",
                             {.file = stream_.file()});
    }

    const GenomeTokens &tokens() const { return tokens_; }

private:
    void encode(std::string_view block)
    {
        ids_.resize(std::max(ids_.size(), block.size()));
        count_ = 0;
        if (alphabet_ == GenomeAlphabet::Bases)
            encodeSequences(block);
        else
            encodePiece(block);
    }

    // Names are passed over; they may go on in the next block.
    void encodeSequences(std::string_view block)
    {
        while (!block.empty()) {
            const auto *end =
                static_cast<const char *>(std::memchr(block.data(), '\n', block.size()));
            const size_t length = end ? static_cast<size_t>(end - block.data()) : block.size();
            if (isLineBegin_)
                isName_ = block[0] == '>';
            if (!isName_)
                encodePiece(block.substr(0, length));
            isLineBegin_ = end != nullptr;
            block.remove_prefix(length + (end ? 1 : 0));
        }
    }

    void encodePiece(std::string_view piece)
    {
        uint16_t *next = ids_.data() + count_;
        uint64_t leftOut = 0;
        for (const char letter : piece) {
            const uint16_t id = table_.id[byteOf(letter)];
            *next = id;
            next += id != noId;
            leftOut += table_.leftOut[byteOf(letter)];
        }
        count_ = static_cast<size_t>(next - ids_.data());
        if (leftOut == 0)
            return;
        if (leftOut >= LetterTable::refused)
            refuse(piece);
        tokens_.softMasked += static_cast<int64_t>(leftOut % LetterTable::unknown);
        tokens_.unknown += static_cast<int64_t>(leftOut / LetterTable::unknown);
    }

    [[noreturn]] void refuse(std::string_view piece) const
    {
        const auto letter = std::ranges::find_if(
            piece, [&](char c) { return table_.leftOut[byteOf(c)] == LetterTable::refused; });
        const std::string_view window = stream_.window();
        const std::string_view before(window.data(), static_cast<size_t>(letter - window.data()));
        const Place place{.file = stream_.file(),
                          .line = line_ + linesIn(before),
                          .byteOffset = stream_.offset() + std::ssize(before)};
        throw InputError(printable({&*letter, 1}) + " is not in the alphabet", place,
                         hintFor(*letter));
    }

    std::string hintFor(char letter) const
    {
        if (letter == '\r')
            return "its lines end as on Windows; convert it to Unix line ends";
        if (alphabet_ == GenomeAlphabet::Genome)
            return "the 40 characters of hg38 are accepted; take the alphabet that the file has "
                   "(found) or the bases only (bases)";
        return alphabet_ == GenomeAlphabet::Bases ? "expected ACGTN or an IUPAC code"
                                                  : "expected plain ASCII text";
    }

    ByteStream stream_;
    GenomeAlphabet alphabet_;
    LetterTable table_;
    GenomeTokens tokens_;
    std::vector<uint16_t> ids_; // of the current block
    size_t count_ = 0;
    int64_t total_ = 0;
    int64_t line_ = 1;
    bool isLineBegin_ = true;
    bool isName_ = false;
};

// The printable characters and line ends of a text, sorted.
std::vector<std::string> lettersIn(const std::filesystem::path &genome, Progress &progress,
                                   const std::stop_token &stop)
{
    if (!std::filesystem::is_regular_file(genome))
        throw InputError("is read twice to find its alphabet (expected a file)", {.file = genome});
    std::array<bool, 256> isThere{};
    ByteStream stream(genome);
    while (stream.fill(0)) {
        throwIfStopped(stop);
        for (const char letter : stream.window())
            isThere[byteOf(letter)] = true;
        stream.take(stream.window().size());
        progress.update(stream.offset(), 0, "finding the alphabet");
    }
    std::vector<std::string> letters;
    for (size_t byte = 0; byte < 128; ++byte)
        if (isThere[byte] && byte != '\r' && byte != 0)
            letters.emplace_back(1, static_cast<char>(byte));
    return letters;
}

// Python's pickle of protocol 4, as far as it is needed here.
class PickleText {
public:
    void text(std::string_view value)
    {
        body_ += '\x8c';
        body_ += static_cast<char>(value.size());
        body_ += value;
        memoize();
    }
    void number(size_t value)
    {
        body_ += 'K';
        body_ += static_cast<char>(value);
    }
    void dictionary()
    {
        body_ += '}';
        memoize();
    }
    void again(size_t memo)
    {
        body_ += 'h';
        body_ += static_cast<char>(memo);
    }
    template <typename Items>
    void items(size_t count, Items write)
    {
        if (count != 1)
            body_ += '(';
        write();
        body_ += count == 1 ? 's' : 'u';
    }
    std::string finished() const
    {
        std::string pickle("\x80\x04\x95");
        const std::string body = body_ + '.';
        for (int i = 0; i < 8; ++i)
            pickle += static_cast<char>(body.size() >> 8 * i & 0xFF);
        return pickle + body;
    }

private:
    void memoize() { body_ += '\x94'; }

    std::string body_;
};

} // namespace

std::string alphabetPickle(const std::vector<std::string> &letters)
{
    constexpr size_t firstLetter = 4; // after the dictionary, two keys and the inner dictionary
    PickleText pickle;
    pickle.dictionary();
    pickle.items(3, [&] {
        pickle.text("vocab_size");
        pickle.number(letters.size());
        pickle.text("stoi");
        pickle.dictionary();
        pickle.items(letters.size(), [&] {
            for (size_t i = 0; i < letters.size(); ++i) {
                pickle.text(letters[i]);
                pickle.number(i);
            }
        });
        pickle.text("itos");
        pickle.dictionary();
        pickle.items(letters.size(), [&] {
            for (size_t i = 0; i < letters.size(); ++i) {
                pickle.number(i);
                pickle.again(firstLetter + i);
            }
        });
    });
    return pickle.finished();
}

nlohmann::json GenomeTokens::toJson() const
{
    nlohmann::json ids = nlohmann::json::object(), characterOf = nlohmann::json::object();
    for (size_t i = 0; i < letters.size(); ++i) {
        ids[letters[i]] = i;
        characterOf[std::to_string(i)] = letters[i];
    }
    return {{"vocab_size", letters.size()},
            {"stoi", ids},
            {"itos", characterOf},
            {"n_train", training},
            {"n_val", validation},
            {"characters", characters},
            {"left_out", {{"soft_masked", softMasked}, {"unknown", unknown}}}};
}

GenomeTokens writeGenomeTokens(const std::filesystem::path &genome, GenomeAlphabet alphabet,
                               const std::filesystem::path &folder, Progress &progress,
                               const std::stop_token &stop)
{
    std::vector<std::string> letters;
    if (alphabet == GenomeAlphabet::Found)
        letters = lettersIn(genome, progress, stop);
    else
        letters = alphabet == GenomeAlphabet::Genome ? genomeAlphabet() : baseAlphabet();
    GenomeEncoder encoder(genome, alphabet, std::move(letters));
    AtomicFile train(folder / "train.bin"), validation(folder / "val.bin");
    encoder.encodeTo(train, progress, stop);
    const GenomeTokens &tokens = encoder.tokens();
    train.moveTail(tokens.training * static_cast<int64_t>(sizeof(uint16_t)), validation);
    train.commit();
    validation.commit();
    writeFileAtomically(folder / "meta.pkl", alphabetPickle(tokens.letters));
    writeJsonFile(folder / "meta.json", tokens.toJson());
    return tokens;
}

} // namespace helicase
