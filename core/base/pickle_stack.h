// What lies under the stack machine of core/base/pickle.h: the bytes of a pickle, and its values.
#pragma once

#include "core/base/error.h"
#include "core/base/pickle.h"
#include "core/base/utf8.h"

#include <unordered_map>

namespace helicase {

inline constexpr const char *pickleRefusalHint =
    "nothing of it was run; save the weights alone, as safetensors";

// Reads forwards; what fails names its place in the file.
class PickleInput {
public:
    PickleInput(std::span<const std::byte> bytes, const std::filesystem::path &file,
                int64_t fileOffset)
        : bytes_(reinterpret_cast<const char *>(bytes.data()), bytes.size()), file_(file),
          fileOffset_(fileOffset)
    {
    }

    [[noreturn]] void fail(const std::string &message,
                           const std::string &hint = "the file is damaged") const
    {
        throw InputError(message,
                         {.file = file_, .byteOffset = fileOffset_ + static_cast<int64_t>(place_)},
                         hint);
    }

    std::string_view take(uint64_t count)
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

    std::string_view line()
    {
        const size_t end = bytes_.find('\n', place_);
        if (end == std::string_view::npos)
            fail("the pickle is cut off");
        const std::string_view text = bytes_.substr(place_, end - place_);
        place_ = end + 1;
        return text;
    }

    size_t place() const { return place_; }

private:
    std::string_view bytes_;
    const std::filesystem::path &file_;
    int64_t fileOffset_;
    size_t place_ = 0;
};

// The values made so far, the stack of those in work with its marks, and those kept for later.
class PickleStack {
public:
    PickleStack(std::deque<PickleValue> &values, size_t mostValues, const PickleInput &input)
        : values_(values), mostValues_(mostValues), input_(input)
    {
    }

    PickleValue *make(PickleValue value)
    {
        if (values_.size() >= mostValues_)
            input_.fail("the pickle holds more than " + std::to_string(mostValues_) + " values",
                        pickleRefusalHint);
        return &values_.emplace_back(std::move(value));
    }
    void push(PickleValue value) { stack_.push_back(make(std::move(value))); }
    void pushAgain(PickleValue *value) { stack_.push_back(value); }
    PickleValue *pop()
    {
        if (stack_.size() <= floor())
            input_.fail("the pickle takes a value that is not there");
        PickleValue *value = stack_.back();
        stack_.pop_back();
        return value;
    }
    PickleValue *top()
    {
        PickleValue *value = pop();
        stack_.push_back(value);
        return value;
    }
    PickleItems popToMark()
    {
        if (marks_.empty())
            input_.fail("the pickle takes a mark that is not there");
        const PickleItems items(stack_.begin() + static_cast<long>(marks_.back()), stack_.end());
        stack_.resize(marks_.back());
        marks_.pop_back();
        return items;
    }
    PickleItems popItems(size_t count)
    {
        PickleItems items(count);
        for (size_t i = count; i-- > 0;)
            items[i] = pop();
        return items;
    }

    void mark() { marks_.push_back(stack_.size()); }
    // A value, or the mark above all values.
    void drop()
    {
        if (!marks_.empty() && stack_.size() == floor())
            marks_.pop_back();
        else
            pop();
    }
    // The only value that is left.
    const PickleValue *result() const
    {
        if (stack_.size() != 1 || !marks_.empty())
            input_.fail("the pickle does not end with one value");
        return stack_.front();
    }

    void keep(uint64_t index) { memo_[index] = top(); }
    uint64_t nextIndex() const { return memo_.size(); }
    void recall(uint64_t index)
    {
        const auto found = memo_.find(index);
        if (found == memo_.end())
            input_.fail("the pickle recalls a value that it never kept");
        stack_.push_back(found->second);
    }

    void append(const PickleItems &items)
    {
        auto *list = std::get_if<PickleList>(&top()->content);
        if (!list)
            input_.fail("the pickle appends to what is no list");
        countEntries(items.size());
        list->items.insert(list->items.end(), items.begin(), items.end());
    }
    void setItems(const PickleItems &items)
    {
        auto *dictionary = std::get_if<PickleDictionary>(&top()->content);
        if (!dictionary || items.size() % 2 != 0)
            input_.fail("the pickle sets entries of what is no dictionary");
        countEntries(items.size());
        for (size_t i = 0; i < items.size(); i += 2)
            dictionary->entries.emplace_back(items[i], items[i + 1]);
    }

private:
    size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }

    // A pickle may fill one container after the other from the same list.
    void countEntries(size_t more)
    {
        entries_ += more;
        if (entries_ > mostValues_)
            input_.fail("the pickle fills containers with more than " +
                            std::to_string(mostValues_) + " values",
                        pickleRefusalHint);
    }

    std::deque<PickleValue> &values_;
    size_t mostValues_;
    const PickleInput &input_;
    size_t entries_ = 0;
    std::vector<PickleValue *> stack_;
    std::vector<size_t> marks_;
    std::unordered_map<uint64_t, PickleValue *> memo_;
};

} // namespace helicase
