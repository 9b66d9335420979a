#include "core/dataset/torch_storages.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/dataset/tensor_type.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace helicase {

namespace {

constexpr size_t largestPickle = size_t{64} << 20;

// After the two bytes that name the pickle's protocol: the number that old files begin with, and
// STOP.
constexpr size_t magicStart = 2;
constexpr std::string_view oldMagic = "\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.";

struct StorageType {
    std::string_view className;
    std::string_view type;
};

constexpr std::array<StorageType, 10> storageTypes{{{"FloatStorage", "F32"},
                                                    {"HalfStorage", "F16"},
                                                    {"BFloat16Storage", "BF16"},
                                                    {"DoubleStorage", "F64"},
                                                    {"LongStorage", "I64"},
                                                    {"IntStorage", "I32"},
                                                    {"ShortStorage", "I16"},
                                                    {"CharStorage", "I8"},
                                                    {"ByteStorage", "U8"},
                                                    {"BoolStorage", "BOOL"}}};

PickleLimits limitsOfWeights()
{
    PickleLimits limits;
    for (const StorageType &storage : storageTypes)
        limits.allowedNames.push_back({"torch", std::string(storage.className)});
    for (const char *name : {"_rebuild_tensor_v2", "_rebuild_tensor", "_rebuild_parameter"})
        limits.allowedNames.push_back({"torch._utils", name});
    limits.allowedNames.push_back({"torch", "Size"});
    // What DNA-LLM's checkpoints hold beside the weights: settings and NumPy numbers.
    for (const char *module : {"__main__", "model"})
        limits.allowedNames.push_back({module, "GPTConfig"});
    for (const char *module : {"numpy.core.multiarray", "numpy._core.multiarray"})
        limits.allowedNames.push_back({module, "scalar"});
    limits.allowedNames.push_back({"numpy", "dtype"});
    limits.allowedNames.push_back({"_codecs", "encode"});
    return limits;
}

TorchFile openArchive(std::span<const std::byte> bytes, const std::filesystem::path &file)
{
    constexpr std::string_view pickleName = "/data.pkl";
    const std::map<std::string, ZipEntry> entries = readZipDirectory(bytes, file);
    const auto pickle = std::ranges::find_if(
        entries, [&](const auto &entry) { return entry.first.ends_with(pickleName); });
    if (pickle == entries.end())
        throw InputError("holds no data.pkl", {.file = file},
                         "it is a ZIP archive, but none of torch.save");
    if (pickle->second.bytes.size() > largestPickle)
        throw InputError("data.pkl takes more than 64 MiB", {.file = file}, damagedFileHint);
    const std::string folder = pickle->first.substr(0, pickle->first.size() - pickleName.size());
    if (const auto order = entries.find(folder + "/byteorder"); order != entries.end()) {
        const std::string_view text(reinterpret_cast<const char *>(order->second.bytes.data()),
                                    order->second.bytes.size());
        if (text != "little")
            throw InputError("holds numbers in the byte order " + printable(text) +
                                 ", expected little",
                             {.file = file}, "save it again on a little-endian machine");
    }
    requireIntact(pickle->second, pickle->first, file);
    TorchFile opened;
    opened.document = std::make_unique<PickleDocument>(pickle->second.bytes, limitsOfWeights(),
                                                       file, pickle->second.offset);
    const std::string prefix = folder + "/data/";
    for (const auto &[name, entry] : entries)
        if (name.starts_with(prefix)) {
            requireIntact(entry, name, file);
            opened.storages.emplace(name.substr(prefix.size()), entry.bytes);
        }
    return opened;
}

// The old layout is a row of pickles: magic number, protocol, sizes of the writer's types, the
// object, the keys of its storages; then each storage as its number of elements and its bytes.
class OldFileReader {
public:
    OldFileReader(std::span<const std::byte> bytes, const std::filesystem::path &file)
        : bytes_(bytes), file_(file), place_(magicStart + oldMagic.size())
    {
    }

    TorchFile open()
    {
        next(); // protocol
        requireLittleEndian(next());
        TorchFile opened;
        opened.document = std::make_unique<PickleDocument>(next());
        std::map<std::string, StorageReference> references;
        for (const PickleValue &value : opened.document->values())
            if (value.as<PicklePersistent>()) {
                StorageReference reference = storageReference(value, file_);
                references.insert_or_assign(reference.key, reference);
            }
        const PickleDocument keys = next();
        const auto *list = keys.root().as<PickleList>();
        if (!list)
            fail("the list of storages is missing");
        for (const PickleValue *key : list->items) {
            const auto *text = key->as<std::string>();
            const auto reference = text ? references.find(*text) : references.end();
            if (reference == references.end())
                fail("a storage belongs to no tensor");
            opened.storages.emplace(*text, takeStorage(reference->second));
        }
        return opened;
    }

private:
    [[noreturn]] void fail(const std::string &message) const
    {
        throw InputError(message, {.file = file_, .byteOffset = static_cast<int64_t>(place_)},
                         damagedFileHint);
    }

    PickleDocument next()
    {
        PickleDocument document(
            bytes_.subspan(place_).first(std::min(largestPickle, bytes_.size() - place_)),
            limitsOfWeights(), file_, static_cast<int64_t>(place_));
        place_ += document.size();
        return document;
    }

    void requireLittleEndian(const PickleDocument &system) const
    {
        const auto *facts = system.root().as<PickleDictionary>();
        if (!facts)
            fail("the facts about the writer's machine are missing");
        for (const auto &[name, value] : facts->entries)
            if (const auto *text = name->as<std::string>(); text && *text == "little_endian")
                if (const auto *isLittle = value->as<bool>(); isLittle && !*isLittle)
                    fail("the numbers are big-endian");
    }

    std::span<const std::byte> takeStorage(const StorageReference &reference)
    {
        int64_t elements = 0;
        if (bytes_.size() - place_ < sizeof elements)
            fail("the file ends before storage " + printable(reference.key));
        std::memcpy(&elements, bytes_.data() + place_, sizeof elements);
        place_ += sizeof elements;
        if (elements != reference.elements)
            fail("storage " + printable(reference.key) + " has " + std::to_string(elements) +
                 " elements, expected " + std::to_string(reference.elements));
        const auto size = static_cast<uint64_t>(tensorType(reference.type)->bytes);
        if (static_cast<uint64_t>(elements) > (bytes_.size() - place_) / size)
            fail("the file ends within storage " + printable(reference.key));
        const auto bytes = bytes_.subspan(place_, static_cast<uint64_t>(elements) * size);
        place_ += bytes.size();
        return bytes;
    }

    std::span<const std::byte> bytes_;
    const std::filesystem::path &file_;
    size_t place_;
};

bool looksOld(std::span<const std::byte> bytes)
{
    return bytes.size() > magicStart + oldMagic.size() && bytes[0] == std::byte{0x80} &&
           std::memcmp(bytes.data() + magicStart, oldMagic.data(), oldMagic.size()) == 0;
}

} // namespace

std::string_view storageOfType(std::string_view type)
{
    const auto found = std::ranges::find(storageTypes, type, &StorageType::type);
    return found == storageTypes.end() ? std::string_view() : found->className;
}

bool looksLikeTorchFile(std::span<const std::byte> bytes)
{
    return looksLikeZip(bytes) || looksOld(bytes);
}

TorchFile openTorchFile(std::span<const std::byte> bytes, const std::filesystem::path &file)
{
    if (looksLikeZip(bytes))
        return openArchive(bytes, file);
    if (looksOld(bytes))
        return OldFileReader(bytes, file).open();
    throw InputError("begins neither as a ZIP archive nor as an old file of torch.save",
                     {.file = file}, "expected weights that PyTorch saved");
}

StorageReference storageReference(const PickleValue &value, const std::filesystem::path &file)
{
    const auto fail = [&](const std::string &message) {
        throw InputError("the reference to a storage " + message, {.file = file}, damagedFileHint);
    };
    const auto *reference = value.as<PicklePersistent>();
    const auto *parts = reference ? reference->id->as<PickleList>() : nullptr;
    // "storage", type, key, device, elements; in old files also a view, which is not used any more
    if (!parts || parts->items.size() < 5 || parts->items.size() > 6)
        fail("is not the usual tuple");
    const auto *kind = parts->items[0]->as<std::string>();
    const auto *name = parts->items[1]->as<PickleName>();
    const auto *key = parts->items[2]->as<std::string>();
    const auto *elements = parts->items[4]->as<int64_t>();
    if (!kind || *kind != "storage" || !name || !key || !elements || *elements < 0)
        fail("is not the usual tuple");
    if (parts->items.size() == 6 && !parts->items[5]->as<PickleNone>())
        fail("is a view of another one, which is not supported");
    const auto type = std::ranges::find(storageTypes, name->name, &StorageType::className);
    if (name->module != "torch" || type == storageTypes.end())
        fail("names the type " + printable(name->name));
    return {.key = *key, .type = std::string(type->type), .elements = *elements};
}

} // namespace helicase
