#include "core/tokenizer/fixed_vocabularies.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/tokenizer/characters.h"
#include "core/tokenizer/json_cursor.h"

#include <map>

namespace helicase {

namespace {

constexpr size_t largestFile = size_t{1} << 20;
constexpr size_t mostRecalledBytes = size_t{16} << 20;
constexpr const char *usualHint = "expected a meta.pkl with vocab_size, stoi and itos";

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
                         usualHint);
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

    void pushText(size_t size)
    {
        const std::string_view text = take(size);
        if (validUtf8Bytes(text) < text.size())
            fail("found " + printable(text) + ", expected UTF-8");
        push(std::string(text));
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
        recalledBytes_ += found->second.get_ref<const std::string &>().size();
        if (recalledBytes_ > mostRecalledBytes)
            fail("the pickle repeats its texts without end");
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
            pushText(number(1));
            break;
        case 'X': // BINUNICODE
            pushText(number(4));
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
    size_t recalledBytes_ = 0;
};

} // namespace

TokenizerDefinition readAlphabetPickle(const std::filesystem::path &file)
{
    const std::string bytes = readFile(file, largestFile);
    const nlohmann::json document = PickleReader(bytes, file).read();
    const JsonCursor symbols = JsonCursor(document, file, usualHint).member("stoi");
    std::vector<std::string> characters(symbols.value().size());
    symbols.forEachMember([&](const std::string &text, const JsonCursor &id) {
        if (text.empty() || static_cast<size_t>(decodeFirst(text).bytes) != text.size())
            id.fail("found " + std::to_string(text.size()) + " bytes, expected one character");
        std::string &character =
            characters[static_cast<size_t>(id.integer(0, std::ssize(characters) - 1))];
        if (!character.empty())
            id.fail("found the id of another character, expected one of its own");
        character = text;
    });
    if (characters.empty())
        symbols.fail("found no characters, expected some");
    return characterTokenizer(characters);
}

} // namespace helicase
