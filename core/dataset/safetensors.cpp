#include "core/dataset/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/mapped_file.h"
#include "core/dataset/tensor_type.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace helicase {

namespace {

using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "tensors are little-endian in the file");

constexpr uint64_t longestHeader = 100'000'000;
constexpr size_t prefixBytes = sizeof(uint64_t);
constexpr const char *metadataKey = "__metadata__";

[[noreturn]] void fail(const std::filesystem::path &file, const std::string &message)
{
    throw InputError("no valid safetensors file: " + message, {.file = file});
}

// Parses the header and refuses what a DOM would hide: keys that occur twice, and deep nesting.
json parseHeader(std::string_view text, const std::filesystem::path &file)
{
    constexpr int deepest = 3; // header, tensor, shape
    std::vector<std::set<std::string>> keys;
    const auto watch = [&](int depth, json::parse_event_t event, json &value) {
        if (depth > deepest)
            fail(file, "the header is nested too deeply");
        if (event == json::parse_event_t::object_start)
            keys.emplace_back();
        else if (event == json::parse_event_t::object_end)
            keys.pop_back();
        else if (event == json::parse_event_t::key &&
                 !keys.back().insert(value.get<std::string>()).second)
            fail(file,
                 "the key " + printable(value.get<std::string>()) + " occurs twice in the header");
        return true;
    };
    try {
        return json::parse(text, watch);
    } catch (const json::exception &error) {
        throw InputError("no valid safetensors file: its header is no JSON",
                         {.file = file, .byteOffset = static_cast<int64_t>(prefixBytes)},
                         "was it downloaded completely?");
    }
}

std::map<std::string, std::string> readMetadata(const json &value,
                                                const std::filesystem::path &file)
{
    if (!value.is_object())
        fail(file, "its metadata are no object");
    std::map<std::string, std::string> metadata;
    for (const auto &[key, text] : value.items()) {
        if (!text.is_string())
            fail(file, "the metadata of " + printable(key) + " are no text");
        metadata.emplace(key, text.get<std::string>());
    }
    return metadata;
}

struct Extent {
    uint64_t begin;
    uint64_t end;
};

// The header's entry of one tensor, with every number checked.
class TensorEntry {
public:
    TensorEntry(const std::string &name, const json &entry, const std::filesystem::path &file)
        : name_(name), entry_(entry), file_(file)
    {
        if (!entry.is_object() || entry.size() != 3)
            reject("expected dtype, shape and data_offsets");
    }

    std::string type() const
    {
        const json &value = field("dtype");
        if (!value.is_string() || !tensorType(value.get<std::string>()))
            reject("unknown type " + printable(value.dump(-1, ' ', true)));
        return value.get<std::string>();
    }

    std::vector<int64_t> shape() const
    {
        const json &value = field("shape");
        if (!value.is_array() || value.size() > 64)
            reject("the shape is no list");
        std::vector<int64_t> sizes;
        for (const json &size : value) {
            if (!size.is_number_unsigned() || size.get<uint64_t>() > uint64_t{INT64_MAX})
                reject("the shape holds something else than numbers from 0");
            sizes.push_back(size.get<int64_t>());
        }
        return sizes;
    }

    Extent extent() const
    {
        const json &value = field("data_offsets");
        if (!value.is_array() || value.size() != 2 || !value[0].is_number_unsigned() ||
            !value[1].is_number_unsigned() || value[0] > value[1])
            reject("data_offsets are no begin and end");
        return {value[0].get<uint64_t>(), value[1].get<uint64_t>()};
    }

    // Bytes that the shape asks for.
    uint64_t size() const
    {
        auto bytes = static_cast<uint64_t>(tensorType(type())->bytes);
        for (const int64_t size : shape()) {
            if (__builtin_mul_overflow(bytes, static_cast<uint64_t>(size), &bytes))
                reject("the shape is too large");
        }
        return bytes;
    }

    [[noreturn]] void reject(const std::string &message) const
    {
        fail(file_, "tensor " + printable(name_) + ": " + message);
    }

private:
    const json &field(const char *key) const
    {
        const auto value = entry_.find(key);
        if (value == entry_.end())
            reject(std::string("no ") + key);
        return *value;
    }

    const std::string &name_;
    const json &entry_;
    const std::filesystem::path &file_;
};

std::string_view headerText(std::span<const std::byte> bytes, const std::filesystem::path &file)
{
    if (bytes.size() < prefixBytes + 2)
        fail(file, "it has " + std::to_string(bytes.size()) + " bytes only");
    uint64_t length = 0;
    std::memcpy(&length, bytes.data(), prefixBytes);
    if (length > longestHeader || length > bytes.size() - prefixBytes)
        fail(file, "its header would have " + std::to_string(length) + " bytes");
    const std::string_view text(reinterpret_cast<const char *>(bytes.data()) + prefixBytes, length);
    if (!text.starts_with('{'))
        fail(file, "its header does not begin with '{'");
    return text;
}

} // namespace

struct SafetensorsFile::Internals {
    explicit Internals(const std::filesystem::path &path) : file(path), mapped(path)
    {
        const std::string_view text = headerText(mapped.bytes(), file);
        const json header = parseHeader(text, file);
        if (!header.is_object())
            fail(file, "its header is no object");
        const auto data = mapped.bytes().subspan(prefixBytes + text.size());
        std::vector<Extent> extents;
        for (const auto &[name, value] : header.items()) {
            if (name == metadataKey) {
                metadata = readMetadata(value, file);
                continue;
            }
            const TensorEntry entry(name, value, file);
            const Extent extent = entry.extent();
            if (extent.end > data.size())
                entry.reject("its data end beyond the file (is the file cut off?)");
            if (extent.end - extent.begin != entry.size())
                entry.reject("its data have " + std::to_string(extent.end - extent.begin) +
                             " bytes (expected " + std::to_string(entry.size()) + ")");
            extents.push_back(extent);
            tensors.emplace(name,
                            TensorView{entry.type(), entry.shape(),
                                       data.subspan(extent.begin, extent.end - extent.begin)});
        }
        checkCoverage(std::move(extents), data.size());
    }

    // Every byte belongs to exactly one tensor.
    void checkCoverage(std::vector<Extent> extents, uint64_t size) const
    {
        std::ranges::sort(extents, [](const Extent &a, const Extent &b) {
            return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
        });
        uint64_t position = 0;
        for (const Extent &extent : extents) {
            if (extent.begin != position)
                fail(file,
                     "its tensors overlap or leave a gap at data byte " + std::to_string(position));
            position = extent.end;
        }
        if (position != size)
            fail(file, std::to_string(size - position) + " bytes at its end belong to no tensor");
    }

    std::filesystem::path file;
    MappedFile mapped;
    std::map<std::string, TensorView> tensors;
    std::map<std::string, std::string> metadata;
};

SafetensorsFile::SafetensorsFile(const std::filesystem::path &file)
    : internals_(std::make_unique<Internals>(file))
{
}

SafetensorsFile::~SafetensorsFile() = default;
SafetensorsFile::SafetensorsFile(SafetensorsFile &&) noexcept = default;
SafetensorsFile &SafetensorsFile::operator=(SafetensorsFile &&) noexcept = default;

const std::map<std::string, TensorView> &SafetensorsFile::tensors() const
{
    return internals_->tensors;
}

const std::map<std::string, std::string> &SafetensorsFile::metadata() const
{
    return internals_->metadata;
}

const TensorView &SafetensorsFile::at(const std::string &name) const
{
    const auto tensor = internals_->tensors.find(name);
    if (tensor != internals_->tensors.end())
        return tensor->second;
    std::vector<std::string> names;
    for (const auto &[known, view] : internals_->tensors)
        names.push_back(known);
    const auto nearest = nearestName(name, names);
    throw InputError("no tensor " + printable(name), {.file = internals_->file},
                     nearest ? "the file has " + printable(*nearest) : "");
}

void writeSafetensors(const std::filesystem::path &file, std::vector<TensorToWrite> tensors,
                      const std::map<std::string, std::string> &metadata)
{
    std::ranges::sort(tensors, [](const TensorToWrite &a, const TensorToWrite &b) {
        return std::pair(-tensorType(a.type).value().rank, a.name) <
               std::pair(-tensorType(b.type).value().rank, b.name);
    });
    nlohmann::ordered_json header;
    if (!metadata.empty())
        header[metadataKey] = metadata;
    size_t position = 0;
    for (const TensorToWrite &tensor : tensors) {
        assert(!header.contains(tensor.name));
        const size_t end = position + tensor.bytes.size();
        header[tensor.name] = {
            {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {position, end}}};
        position = end;
    }
    // Text from foreign files may hold bytes that are no UTF-8.
    std::string text =
        header.is_null()
            ? std::string("{}")
            : header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const uint64_t length = text.size();

    AtomicFile output(file);
    output.write(std::as_bytes(std::span(&length, 1)));
    output.write(text);
    for (const TensorToWrite &tensor : tensors)
        output.write(tensor.bytes);
    output.commit();
}

} // namespace helicase
