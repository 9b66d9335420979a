#include "core/tokenizer/fixed_vocabularies.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/tokenizer/characters.h"
#include "core/tokenizer/json_cursor.h"

#include <map>

namespace helicase {

namespace {

constexpr size_t largestFile = size_t{1} << 20;

// Reads a pickle of dictionaries, texts and whole numbers as JSON; numbers as keys become text.
// Runs no code: any instruction that could is refused. Instructions: the documentation of Python's
// pickletools.
class PickleReader {
public:
    PickleReader(std::string_view bytes, const std::filesystem::path &file)
        : bytes_(bytes), file_(file)
    {
    }

    nlohmann::json read()
    {
        while (step()) {
        }
        if (stack_.size() != 1)
            fail("the pickle does not end with one value");
        return std::move(stack_.front());
    }

private:
    [[noreturn]] void fail(const std::string &message) const
    {
        throw InputError(message, {.file = file_, .byteOffset = static_cast<int64_t>(place_)},
                         "expected a meta.pkl with vocab_size, stoi and itos");
    }

    std::string_view take(size_t count)
    {
        if (count > bytes_.size() - place_)
            fail("the pickle is cut off");
        place_ += count;
        return bytes_.substr(place_ - count, count);
    }

    // Little-endian.
    uint64_t number(size_t count)
    {
        uint64_t value = 0;
        const std::string_view bytes = take(count);
        for (size_t i = 0; i < count; ++i)
            value |= uint64_t{static_cast<uint8_t>(bytes[i])} << 8 * i;
        return value;
    }

    void push(nlohmann::json value) { stack_.push_back(std::move(value)); }

    void memorize(uint64_t index)
    {
        // Texts only: a dictionary that is referred to would be copied.
        if (!stack_.empty() && stack_.back().is_string())
            memo_[index] = stack_.back();
        ++memorized_;
    }

    void recall(uint64_t index)
    {
        const auto found = memo_.find(index);
        if (found == memo_.end())
            fail("the pickle refers to a value that is no text");
        push(found->second);
    }

    void setItems(size_t first)
    {
        if (first == 0 || (stack_.size() - first) % 2 != 0 || !stack_[first - 1].is_object())
            fail("the pickle fills something that is no dictionary");
        for (size_t i = first; i < stack_.size(); i += 2) {
            const nlohmann::json &key = stack_[i];
            if (key.is_object())
                fail("the pickle has a dictionary as a key");
            stack_[first - 1][key.is_string() ? key.get<std::string>() : key.dump()] =
                std::move(stack_[i + 1]);
        }
        stack_.resize(first);
    }

    void setMarkedItems()
    {
        if (marks_.empty())
            fail("the pickle ends a list that has no beginning");
        const size_t first = marks_.back();
        marks_.pop_back();
        setItems(first);
    }

    // False at the end.
    bool step()
    {
        const auto instruction = static_cast<uint8_t>(take(1)[0]);
        switch (instruction) {
        case 0x80: // PROTO
            take(1);
            break;
        case 0x95: // FRAME
            take(8);
            break;
        case '}':
            push(nlohmann::json::object());
            break;
        case '(':
            marks_.push_back(stack_.size());
            break;
        case 0x8C: // SHORT_BINUNICODE
            push(std::string(take(number(1))));
            break;
        case 'X': // BINUNICODE
            push(std::string(take(number(4))));
            break;
        case 'K':
            push(number(1));
            break;
        case 'M':
            push(number(2));
            break;
        case 'J':
            push(static_cast<int32_t>(number(4)));
            break;
        case 0x94: // MEMOIZE
            memorize(memorized_);
            break;
        case 'q':
            memorize(number(1));
            break;
        case 'r':
            memorize(number(4));
            break;
        case 'h':
            recall(number(1));
            break;
        case 'j':
            recall(number(4));
            break;
        case 's':
            setItems(stack_.size() < 2 ? 0 : stack_.size() - 2);
            break;
        case 'u':
            setMarkedItems();
            break;
        case '.':
            return false;
        default:
            --place_;
            fail("found instruction " + std::to_string(instruction) +
                 " of the pickle, expected dictionaries, texts and whole numbers only");
        }
        return true;
    }

    std::string_view bytes_;
    const std::filesystem::path &file_;
    size_t place_ = 0;
    std::vector<nlohmann::json> stack_;
    std::vector<size_t> marks_;
    std::map<uint64_t, nlohmann::json> memo_;
    uint64_t memorized_ = 0;
};

} // namespace

TokenizerDefinition readAlphabetPickle(const std::filesystem::path &file)
{
    const std::string bytes = readFile(file, largestFile);
    const nlohmann::json document = PickleReader(bytes, file).read();
    const JsonCursor root(document, file);
    const auto symbols = root.member("stoi").members();
    std::vector<std::string> characters(symbols.size());
    for (const auto &[text, id] : symbols) {
        if (text.empty() || static_cast<size_t>(decodeFirst(text).bytes) != text.size())
            id.fail("is not one character");
        std::string &character =
            characters[static_cast<size_t>(id.integer(0, std::ssize(characters) - 1))];
        if (!character.empty())
            id.fail("has the id of another character");
        character = text;
    }
    if (characters.empty())
        root.member("stoi").fail("holds no characters");
    return characterTokenizer(characters);
}

} // namespace helicase
