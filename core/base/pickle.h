// Python's pickle (protocols 0 to 5) read as plain data. Nothing is imported, built or called: what
// a pickle asks to call comes back as a PickleCall with its arguments, and only names that the
// caller lists are let through. Source: the documentation of Python's pickletools.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace helicase {

struct PickleValue;
using PickleItems = std::vector<const PickleValue *>;

struct PickleNone {};
// Of a class or function, such as torch FloatStorage.
struct PickleName {
    std::string module;
    std::string name;
    bool operator==(const PickleName &) const = default;
};
struct PickleBytes {
    std::string bytes;
};
struct PickleList {
    PickleItems items; // of lists, sets and tuples alike
};
struct PickleDictionary {
    std::vector<std::pair<const PickleValue *, const PickleValue *>> entries;
};
// A call or an object that the pickle asks for, which nobody makes.
struct PickleCall {
    PickleName function;
    const PickleValue *arguments = nullptr; // a list
    const PickleValue *state = nullptr;     // what the object would be given afterwards
};
// A reference to something outside the pickle.
struct PicklePersistent {
    const PickleValue *id = nullptr;
};

struct PickleValue {
    std::variant<PickleNone, bool, int64_t, double, std::string, PickleBytes, PickleList,
                 PickleDictionary, PickleName, PickleCall, PicklePersistent>
        content;

    template <typename Type>
    const Type *as() const
    {
        return std::get_if<Type>(&content);
    }
};

struct PickleLimits {
    std::vector<PickleName>
        allowedNames; // collections OrderedDict is a dictionary and always allowed
    size_t mostValues = 1'000'000;
};

// One pickle of a file. Values may stand in several places, and may contain themselves.
class PickleDocument {
public:
    // bytes: from the pickle's first byte on, which lies at fileOffset of the file. Throws
    // InputError (byte offset in the file) for damaged pickles, names that are not allowed, whole
    // numbers beyond 64 bits and more values than allowed.
    PickleDocument(std::span<const std::byte> bytes, const PickleLimits &limits,
                   const std::filesystem::path &file, int64_t fileOffset = 0);

    // Moving keeps every value where it is; a copy would point into the original.
    PickleDocument(PickleDocument &&) = default;
    PickleDocument(const PickleDocument &) = delete;

    const PickleValue &root() const { return *root_; }
    // All values, in the order in which the pickle makes them.
    const std::deque<PickleValue> &values() const { return values_; }
    // Bytes up to the end of the pickle.
    size_t size() const { return size_; }

private:
    std::deque<PickleValue> values_;
    const PickleValue *root_ = nullptr;
    size_t size_ = 0;
};

} // namespace helicase
