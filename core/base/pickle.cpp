#include "core/base/pickle.h"

#include "core/base/pickle_stack.h"
#include "core/base/text.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace helicase {

namespace {

const PickleName orderedDictionary{"collections", "OrderedDict"};

// The stack machine of a pickle.
class PickleMachine {
public:
    PickleMachine(std::span<const std::byte> bytes, const PickleLimits &limits,
                  const std::filesystem::path &file, int64_t fileOffset,
                  std::deque<PickleValue> &values)
        : limits_(limits), input_(bytes, file, fileOffset),
          stack_(values, limits.mostValues, input_)
    {
    }

    const PickleValue *run()
    {
        while (step()) {
        }
        return stack_.result();
    }
    size_t place() const { return input_.place(); }

private:
    void pushText(std::string_view text)
    {
        if (validUtf8Bytes(text) != text.size())
            input_.fail("the pickle holds text that is not UTF-8");
        stack_.push({std::string(text)});
    }

    bool step()
    {
        const char code = input_.take(1).front();
        return runNumber(code) || runText(code) || runContainer(code) || runMemo(code) ||
               runName(code) || runFrame(code);
    }

    bool runFrame(char code)
    {
        switch (code) {
        case '\x80': // PROTO
            if (input_.number(1) > 5)
                input_.fail("the pickle has a protocol above 5");
            return true;
        case '\x95': // FRAME: only a promise of its length
            input_.take(8);
            return true;
        case '.': // STOP
            return false;
        default:
            input_.fail("the pickle holds the instruction " +
                            std::to_string(static_cast<uint8_t>(code)) +
                            ", which weights do not need",
                        pickleRefusalHint);
        }
    }

    bool runNumber(char code)
    {
        switch (code) {
        case 'N':
            stack_.push({PickleNone{}});
            return true;
        case '\x88':
        case '\x89':
            stack_.push({code == '\x88'});
            return true;
        case 'K':
            stack_.push({static_cast<int64_t>(input_.number(1))});
            return true;
        case 'M':
            stack_.push({static_cast<int64_t>(input_.number(2))});
            return true;
        case 'J':
            stack_.push({int64_t{static_cast<int32_t>(input_.number(4))}});
            return true;
        case '\x8A':
            pushLong(input_.number(1));
            return true;
        case '\x8B':
            pushLong(input_.number(4));
            return true;
        case 'I':
        case 'L':
            pushDecimal(input_.line());
            return true;
        case 'G':
            stack_.push({std::bit_cast<double>(std::byteswap(input_.number(8)))});
            return true;
        case 'F':
            pushFloat(input_.line());
            return true;
        default:
            return false;
        }
    }

    // Two's complement of any length.
    void pushLong(uint64_t length)
    {
        if (length > sizeof(int64_t))
            input_.fail("the pickle holds a whole number beyond 64 bits");
        const auto shift = static_cast<int>(64 - 8 * length);
        const auto value = static_cast<int64_t>(length == 0 ? 0 : input_.number(length) << shift);
        stack_.push({length == 0 ? 0 : value >> shift});
    }

    void pushDecimal(std::string_view text)
    {
        if (text == "00" || text == "01") {
            stack_.push({text == "01"});
            return;
        }
        if (text.ends_with('L'))
            text.remove_suffix(1);
        const std::optional<int64_t> value = parseInteger(text);
        if (!value)
            input_.fail("the pickle holds " + printable(text) +
                        ", which is no whole number of 64 bits");
        stack_.push({*value});
    }

    void pushFloat(std::string_view text)
    {
        const std::optional<double> value = parseReal(text);
        if (!value)
            input_.fail("the pickle holds " + printable(text) + ", which is no number");
        stack_.push({*value});
    }

    bool runText(char code)
    {
        switch (code) {
        case 'X':
            pushText(input_.take(input_.number(4)));
            return true;
        case '\x8C':
            pushText(input_.take(input_.number(1)));
            return true;
        case '\x8D':
            pushText(input_.take(input_.number(8)));
            return true;
        case 'V':
            pushText(input_.line());
            return true;
        case 'S':
            pushText(unquoted(input_.line()));
            return true;
        case 'T':
            stack_.push({PickleBytes{std::string(input_.take(input_.number(4)))}});
            return true;
        case 'U':
        case 'C':
            stack_.push({PickleBytes{std::string(input_.take(input_.number(1)))}});
            return true;
        case 'B':
            stack_.push({PickleBytes{std::string(input_.take(input_.number(4)))}});
            return true;
        case '\x8E':
        case '\x96':
            stack_.push({PickleBytes{std::string(input_.take(input_.number(8)))}});
            return true;
        default:
            return false;
        }
    }

    std::string_view unquoted(std::string_view text) const
    {
        const bool isQuoted = text.size() >= 2 && text.front() == text.back() &&
                              (text.front() == '\'' || text.front() == '"');
        if (!isQuoted || text.find('\\') != std::string_view::npos)
            input_.fail("the pickle holds text with escapes, which is not supported",
                        pickleRefusalHint);
        return text.substr(1, text.size() - 2);
    }

    bool runContainer(char code)
    {
        switch (code) {
        case '(':
            stack_.mark();
            return true;
        case '0':
            stack_.drop();
            return true;
        case '1':
            stack_.popToMark();
            return true;
        case '2':
            stack_.pushAgain(stack_.top());
            return true;
        case ']':
        case ')':
        case '\x8F':
            stack_.push({PickleList{}});
            return true;
        case 'l':
        case 't':
        case '\x91':
            stack_.push({PickleList{stack_.popToMark()}});
            return true;
        case '\x85':
        case '\x86':
        case '\x87':
            stack_.push({PickleList{stack_.popItems(static_cast<size_t>(code - '\x84'))}});
            return true;
        case '}':
            stack_.push({PickleDictionary{}});
            return true;
        case 'd': {
            PickleItems items = stack_.popToMark();
            stack_.push({PickleDictionary{}});
            stack_.setItems(items);
            return true;
        }
        case 'a':
            stack_.append(stack_.popItems(1));
            return true;
        case 'e':
        case '\x90':
            stack_.append(stack_.popToMark());
            return true;
        case 's':
            stack_.setItems(stack_.popItems(2));
            return true;
        case 'u':
            stack_.setItems(stack_.popToMark());
            return true;
        default:
            return false;
        }
    }

    bool runMemo(char code)
    {
        switch (code) {
        case 'q':
            stack_.keep(input_.number(1));
            return true;
        case 'r':
            stack_.keep(input_.number(4));
            return true;
        case '\x94':
            stack_.keep(stack_.nextIndex());
            return true;
        case 'p':
            stack_.keep(decimal(input_.line()));
            return true;
        case 'h':
            stack_.recall(input_.number(1));
            return true;
        case 'j':
            stack_.recall(input_.number(4));
            return true;
        case 'g':
            stack_.recall(decimal(input_.line()));
            return true;
        default:
            return false;
        }
    }

    uint64_t decimal(std::string_view text) const
    {
        const std::optional<int64_t> value = parseInteger(text);
        if (!value || *value < 0)
            input_.fail("the pickle names a memo that is no number");
        return static_cast<uint64_t>(*value);
    }

    bool runName(char code)
    {
        switch (code) {
        case 'c': {
            const std::string_view module = input_.line();
            pushName(module, input_.line());
            return true;
        }
        case '\x93': {
            const PickleItems words = stack_.popItems(2);
            const auto *module = words[0]->as<std::string>();
            const auto *name = words[1]->as<std::string>();
            if (!module || !name)
                input_.fail("the pickle names something by what is no text");
            pushName(*module, *name);
            return true;
        }
        case 'R':
        case '\x81':
            call();
            return true;
        case 'b':
            build();
            return true;
        case 'Q':
            stack_.push({PicklePersistent{stack_.pop()}});
            return true;
        case 'P':
            pushText(input_.line());
            stack_.push({PicklePersistent{stack_.pop()}});
            return true;
        default:
            return false;
        }
    }

    void pushName(std::string_view module, std::string_view name)
    {
        PickleName asked{std::string(module), std::string(name)};
        if (asked != orderedDictionary &&
            std::ranges::find(limits_.allowedNames, asked) == limits_.allowedNames.end())
            input_.fail("the pickle asks for " +
                            printable(std::string(module) + '.' + std::string(name)) +
                            ", which weights do not need",
                        pickleRefusalHint);
        stack_.push({std::move(asked)});
    }

    void call()
    {
        const PickleItems words = stack_.popItems(2);
        const auto *function = words[0]->as<PickleName>();
        const auto *arguments = words[1]->as<PickleList>();
        if (!function || !arguments)
            input_.fail("the pickle calls what is no function");
        if (*function != orderedDictionary) {
            stack_.push({PickleCall{*function, words[1]}});
            return;
        }
        stack_.push({PickleDictionary{}});
        if (!arguments->items.empty())
            setPairs(*arguments->items.front());
    }

    // OrderedDict([[key, value], ...]), as old versions of Python wrote it.
    void setPairs(const PickleValue &pairs)
    {
        const auto *list = pairs.as<PickleList>();
        if (!list)
            input_.fail("the pickle makes a dictionary of what are no pairs");
        for (const PickleValue *pair : list->items) {
            const auto *both = pair->as<PickleList>();
            if (!both)
                input_.fail("the pickle makes a dictionary of what are no pairs");
            stack_.setItems(both->items);
        }
    }

    void build()
    {
        const PickleValue *state = stack_.pop();
        PickleValue *object = stack_.top();
        if (auto *call = std::get_if<PickleCall>(&object->content))
            call->state = state;
        else if (!object->as<PickleDictionary>()) // its attributes are none of its entries
            input_.fail("the pickle sets the state of what is no object");
    }

    const PickleLimits &limits_;
    PickleInput input_;
    PickleStack stack_;
};

} // namespace

PickleDocument::PickleDocument(std::span<const std::byte> bytes, const PickleLimits &limits,
                               const std::filesystem::path &file, int64_t fileOffset)
{
    PickleMachine machine(bytes, limits, file, fileOffset, values_);
    root_ = machine.run();
    size_ = machine.place();
}

} // namespace helicase
