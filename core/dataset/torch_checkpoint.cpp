#include "core/dataset/torch_checkpoint.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/base/text.h"
#include "core/dataset/tensor_type.h"
#include "core/dataset/torch_storages.h"

#include <array>
#include <cstring>
#include <fstream>
#include <set>

namespace helicase {

namespace {

constexpr size_t deepestNesting = 32;
constexpr size_t longestName = 4096; // one long word may stand in many names
constexpr size_t mostValueNameBytes = size_t{16} << 20;

// A tensor as its pickle describes it, in elements.
struct Layout {
    StorageReference storage;
    int64_t offset = 0;
    std::vector<int64_t> shape;
    std::vector<int64_t> strides;
};

int64_t product(const std::vector<int64_t> &sizes, const std::filesystem::path &file,
                const std::string &name)
{
    int64_t count = 1;
    for (const int64_t size : sizes)
        if (size < 0 || __builtin_mul_overflow(count, size, &count))
            throw InputError("tensor " + printable(name) + " has an impossible shape",
                             {.file = file});
    return count;
}

// The bytes of a NumPy number: as they are, or as text whose code points they are.
std::optional<std::string> bytesOf(const PickleValue &value)
{
    if (const auto *bytes = value.as<PickleBytes>())
        return bytes->bytes;
    const auto *call = value.as<PickleCall>();
    const auto *arguments = call ? call->arguments->as<PickleList>() : nullptr;
    if (!arguments || arguments->items.empty())
        return std::nullopt;
    const auto *text = arguments->items.front()->as<std::string>();
    if (!text)
        return std::nullopt;
    std::string bytes;
    for (size_t i = 0; i < text->size(); ++i) {
        const auto first = static_cast<unsigned char>((*text)[i]);
        if (first < 0x80)
            bytes += static_cast<char>(first);
        else if (first < 0xC4 && i + 1 < text->size())
            bytes += static_cast<char>((first << 6) | ((*text)[++i] & 0x3F));
        else
            return std::nullopt;
    }
    return bytes;
}

// numpy.core.multiarray.scalar(dtype("f8"), bytes).
std::optional<double> numpyNumber(const PickleCall &call)
{
    const auto *arguments = call.arguments->as<PickleList>();
    if (!arguments || arguments->items.size() != 2)
        return std::nullopt;
    const auto *type = arguments->items[0]->as<PickleCall>();
    const auto *names = type ? type->arguments->as<PickleList>() : nullptr;
    const auto *name =
        names && !names->items.empty() ? names->items.front()->as<std::string>() : nullptr;
    const std::optional<std::string> bytes = bytesOf(*arguments->items[1]);
    if (!name || !bytes)
        return std::nullopt;
    if (*name == "f8" && bytes->size() == sizeof(double)) {
        double number = 0;
        std::memcpy(&number, bytes->data(), sizeof number);
        return number;
    }
    if (*name == "f4" && bytes->size() == sizeof(float)) {
        float number = 0;
        std::memcpy(&number, bytes->data(), sizeof number);
        return number;
    }
    return std::nullopt;
}

bool liesInRows(const Layout &layout)
{
    int64_t expected = 1;
    for (size_t axis = layout.shape.size(); axis-- > 0;) {
        if (layout.shape[axis] != 1 && layout.strides[axis] != expected)
            return false;
        expected *= layout.shape[axis];
    }
    return true;
}

} // namespace

struct TorchCheckpoint::Internals {
    explicit Internals(const std::filesystem::path &path)
        : file(path), mapped(path), opened(openTorchFile(mapped.bytes(), path))
    {
        collect(opened.document->root(), {}, 0);
        opened.document.reset();
        entered.clear();
        enteredLists.clear();
        if (tensors.empty())
            throw InputError("holds no tensors", {.file = file}, "expected the weights of a model");
    }

    [[noreturn]] void fail(const std::string &name, const std::string &message) const
    {
        throw InputError("tensor " + printable(name) + " " + message, {.file = file},
                         damagedFileHint);
    }

    void collect(const PickleValue &value, const std::string &name, size_t depth)
    {
        if (depth > deepestNesting)
            throw InputError("is nested more than " + std::to_string(deepestNesting) + " deep",
                             {.file = file});
        if (name.size() > longestName)
            fail(name, "has a name of more than " + std::to_string(longestName) + " bytes");
        if (const auto *dictionary = value.as<PickleDictionary>())
            collectEntries(*dictionary, name, depth);
        else if (const auto *list = value.as<PickleList>())
            collectItems(*list, name, depth);
        else if (const auto *call = value.as<PickleCall>(); call && isSettings(*call))
            collect(*call->state, name, depth + 1);
        else if (call)
            collectTensor(*call, name);
        else
            collectValue(value, name);
    }

    // The sizes that DNA-LLM keeps beside its weights, as an object of a class of its own.
    static bool isSettings(const PickleCall &call)
    {
        return call.function.name == "GPTConfig" && call.state;
    }

    void collectItems(const PickleList &list, const std::string &name, size_t depth)
    {
        if (!enteredLists.insert(&list).second)
            return;
        for (size_t i = 0; i < list.items.size(); ++i)
            collect(*list.items[i], name + "." + std::to_string(i), depth + 1);
    }

    void collectValue(const PickleValue &value, const std::string &name)
    {
        valueNameBytes += name.size();
        if (valueNameBytes > mostValueNameBytes)
            return;
        if (const auto *flag = value.as<bool>())
            values.emplace(name, *flag);
        else if (const auto *integer = value.as<int64_t>())
            values.emplace(name, *integer);
        else if (const auto *number = value.as<double>())
            values.emplace(name, *number);
        else if (const auto *text = value.as<std::string>())
            values.emplace(name, *text);
    }

    void collectEntries(const PickleDictionary &dictionary, const std::string &name, size_t depth)
    {
        // One dictionary in many places would be read over and over.
        if (!entered.insert(&dictionary).second)
            return;
        for (const auto &[key, value] : dictionary.entries) {
            const auto *text = key->as<std::string>();
            const auto *number = key->as<int64_t>();
            if (!text && !number)
                continue;
            const std::string part = text ? *text : std::to_string(*number);
            collect(*value, name.empty() ? part : name + "." + part, depth + 1);
        }
    }

    void collectTensor(const PickleCall &call, const std::string &name)
    {
        const auto *arguments = call.arguments->as<PickleList>();
        if (call.function.name == "scalar")
            if (const std::optional<double> number = numpyNumber(call))
                values.emplace(name, *number);
        if (call.function.module != "torch._utils" || !arguments || arguments->items.empty())
            return;
        if (call.function.name == "_rebuild_parameter") {
            const auto *inner = arguments->items.front()->as<PickleCall>();
            if (!inner || inner->function.name == "_rebuild_parameter")
                fail(name, "is a parameter without a tensor");
            return collectTensor(*inner, name);
        }
        const Layout layout = layoutOf(*arguments, name);
        if (!tensors.emplace(name, view(layout, name)).second)
            fail(name, "is there twice");
    }

    Layout layoutOf(const PickleList &arguments, const std::string &name) const
    {
        if (arguments.items.size() < 4)
            fail(name, "has too few facts");
        const auto *offset = arguments.items[1]->as<int64_t>();
        if (!offset || *offset < 0)
            fail(name, "has an impossible offset");
        Layout layout{.storage = {},
                      .offset = *offset,
                      .shape = wholeNumbers(*arguments.items[2], name),
                      .strides = wholeNumbers(*arguments.items[3], name)};
        layout.storage = storageReference(*arguments.items[0], file);
        if (layout.shape.size() != layout.strides.size())
            fail(name, "has strides that do not fit its shape");
        return layout;
    }

    std::vector<int64_t> wholeNumbers(const PickleValue &value, const std::string &name) const
    {
        const auto *call = value.as<PickleCall>(); // torch.Size((2, 3))
        const auto *outer = call ? call->arguments->as<PickleList>() : nullptr;
        const auto *list = outer && !outer->items.empty() ? outer->items.front()->as<PickleList>()
                                                          : value.as<PickleList>();
        std::vector<int64_t> numbers;
        if (!list || list->items.size() > 64)
            fail(name, "has no usual shape");
        for (const PickleValue *item : list->items) {
            const auto *number = item->as<int64_t>();
            if (!number || *number < 0)
                fail(name, "has no usual shape");
            numbers.push_back(*number);
        }
        return numbers;
    }

    TensorView view(const Layout &layout, const std::string &name)
    {
        const auto storage = opened.storages.find(layout.storage.key);
        if (storage == opened.storages.end())
            fail(name, "has lost its storage " + printable(layout.storage.key));
        const int64_t elementBytes = tensorType(layout.storage.type)->bytes;
        const auto held = static_cast<int64_t>(storage->second.size()) / elementBytes;
        const int64_t count = product(layout.shape, file, name);
        requireWithin(layout, count, held, name);
        TensorView view{.type = layout.storage.type, .shape = layout.shape, .bytes = {}};
        if (count == 0)
            return view;
        if (liesInRows(layout)) {
            view.bytes = storage->second.subspan(static_cast<size_t>(layout.offset * elementBytes),
                                                 static_cast<size_t>(count * elementBytes));
            return view;
        }
        view.bytes = laidOutAnew(layout, count, storage->second, static_cast<size_t>(elementBytes));
        return view;
    }

    // Also keeps what is laid out anew within what the file holds: a stride of 0 repeats an
    // element.
    void requireWithin(const Layout &layout, int64_t count, int64_t held,
                       const std::string &name) const
    {
        if (count == 0)
            return;
        int64_t last = layout.offset;
        for (size_t axis = 0; axis < layout.shape.size(); ++axis) {
            int64_t reach = 0;
            if (__builtin_mul_overflow(layout.shape[axis] - 1, layout.strides[axis], &reach) ||
                __builtin_add_overflow(last, reach, &last))
                fail(name, "reaches beyond its storage");
        }
        if (last >= held)
            fail(name, "reaches beyond its storage of " + std::to_string(held) + " elements");
        if (count > held)
            fail(name, "claims " + std::to_string(count) + " elements of a storage of " +
                           std::to_string(held));
    }

    std::span<const std::byte> laidOutAnew(const Layout &layout, int64_t count,
                                           std::span<const std::byte> storage, size_t elementBytes)
    {
        const size_t bytes = static_cast<size_t>(count) * elementBytes;
        if (bytes > mapped.bytes().size() - copiedBytes)
            throw InputError("claims more numbers than the file holds", {.file = file},
                             damagedFileHint);
        copiedBytes += bytes;
        std::vector<std::byte> &rows = copies.emplace_back(bytes);
        std::vector<int64_t> index(layout.shape.size(), 0);
        int64_t place = layout.offset;
        for (size_t element = 0; element < static_cast<size_t>(count); ++element) {
            std::memcpy(rows.data() + element * elementBytes,
                        storage.data() + static_cast<size_t>(place) * elementBytes, elementBytes);
            for (size_t axis = index.size(); axis-- > 0;) {
                place += layout.strides[axis];
                if (++index[axis] < layout.shape[axis])
                    break;
                place -= layout.strides[axis] * layout.shape[axis];
                index[axis] = 0;
            }
        }
        return rows;
    }

    std::filesystem::path file;
    MappedFile mapped;
    TorchFile opened;
    std::set<const PickleDictionary *> entered;
    std::set<const PickleList *> enteredLists;
    std::map<std::string, TensorView> tensors;
    std::map<std::string, TorchValue> values;
    size_t valueNameBytes = 0;
    std::deque<std::vector<std::byte>> copies;
    size_t copiedBytes = 0;
};

TorchCheckpoint::TorchCheckpoint(const std::filesystem::path &file)
    : internals_(std::make_unique<Internals>(file))
{
}
TorchCheckpoint::~TorchCheckpoint() = default;
TorchCheckpoint::TorchCheckpoint(TorchCheckpoint &&) noexcept = default;
TorchCheckpoint &TorchCheckpoint::operator=(TorchCheckpoint &&) noexcept = default;

const std::map<std::string, TensorView> &TorchCheckpoint::tensors() const
{
    return internals_->tensors;
}

const std::map<std::string, TorchValue> &TorchCheckpoint::values() const
{
    return internals_->values;
}

bool looksLikeTorchCheckpoint(const std::filesystem::path &file)
{
    std::array<char, 16> start{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(start.data(), start.size());
    return looksLikeTorchFile(
        std::as_bytes(std::span(start).first(static_cast<size_t>(stream.gcount()))));
}

} // namespace helicase
