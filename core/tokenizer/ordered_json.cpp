#include "core/tokenizer/ordered_json.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace helicase {

namespace {

using Json = nlohmann::ordered_json;

// Receives the parser's events. The library's own receiver looks every member up among those before
// it.
class OrderedJsonBuilder {
public:
    explicit OrderedJsonBuilder(const std::filesystem::path &file) : file_(file) {}

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(Json::number_integer_t value) { return add(value); }
    bool number_unsigned(Json::number_unsigned_t value) { return add(value); }
    bool number_float(Json::number_float_t value, const std::string &) { return add(value); }
    bool string(std::string &value) { return add(std::move(value)); }
    bool binary(Json::binary_t &) { return false; }
    bool start_object(size_t) { return open(Json::object()); }
    bool end_object() { return close(); }
    bool start_array(size_t) { return open(Json::array()); }
    bool end_array() { return close(); }

    bool key(std::string &name)
    {
        key_ = std::move(name);
        return true;
    }

    bool parse_error(size_t byte, const std::string &, const nlohmann::detail::exception &)
    {
        throw InputError("is not valid JSON",
                         {.file = file_, .byteOffset = static_cast<int64_t>(byte)},
                         "check the text around this byte");
    }

    Json take() { return std::move(root_); }

private:
    static constexpr size_t deepest = 64;

    Json &place(Json value)
    {
        if (open_.empty())
            return root_ = std::move(value);
        Json &parent = *open_.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return parent.back();
        }
        // Not the object's own emplace_back, which looks the key up.
        auto &members = parent.get_ref<Json::object_t &>();
        members.Json::object_t::Container::emplace_back(std::move(key_), std::move(value));
        return members.back().second;
    }

    bool add(Json value)
    {
        place(std::move(value));
        return true;
    }

    bool open(Json value)
    {
        if (open_.size() == deepest)
            throw InputError("JSON is nested deeper than 64 levels", {.file = file_});
        open_.push_back(&place(std::move(value)));
        return true;
    }

    bool close()
    {
        open_.pop_back();
        return true;
    }

    const std::filesystem::path &file_;
    Json root_;
    std::vector<Json *> open_; // a value moves only when one is added beside it, when it is closed
    std::string key_;
};

} // namespace

nlohmann::ordered_json readOrderedJson(const std::filesystem::path &file)
{
    const std::string text = readFile(file);
    OrderedJsonBuilder builder(file);
    Json::sax_parse(text, &builder);
    return builder.take();
}

} // namespace helicase
