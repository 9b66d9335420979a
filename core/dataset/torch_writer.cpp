#include "core/dataset/torch_writer.h"

#include "core/base/error.h"
#include "core/base/little_endian.h"
#include "core/dataset/tensor_type.h"
#include "core/dataset/torch_storages.h"
#include "core/dataset/zip_writer.h"

#include <algorithm>
#include <bit>

namespace helicase {

namespace {

static_assert(std::endian::native == std::endian::little);

// Instructions of the pickle, protocol 2.
constexpr const char *protocol = "\x80\x02";
constexpr const char *mark = "(";
constexpr const char *tuple = "t";
constexpr const char *persistent = "Q";
constexpr const char *call = "R";
constexpr const char *yes = "\x88";
constexpr const char *no = "\x89";
constexpr const char *plainDictionary = "}";
constexpr const char *emptyList = "]";
constexpr const char *appendItems = "e";
constexpr const char *emptyDictionary = "ccollections\nOrderedDict\n)R";
constexpr const char *setEntries = "u";
constexpr const char *stop = ".";

std::string pickledText(std::string_view text)
{
    return "X" + littleEndian(text.size(), 4) + std::string(text);
}

std::string pickledInteger(int64_t value)
{
    return "\x8A\x08" + littleEndian(static_cast<uint64_t>(value), 8);
}

// The number's bits, the most significant byte first.
std::string pickledFloat(double value)
{
    std::string bits = littleEndian(std::bit_cast<uint64_t>(value), 8);
    std::ranges::reverse(bits);
    return "G" + bits;
}

std::string pickledList(const std::vector<double> &numbers)
{
    std::string items = std::string(emptyList) + mark;
    for (const double number : numbers)
        items += pickledFloat(number);
    return items + appendItems;
}

// The pickle, and the storages that it refers to by number.
class Storages {
public:
    // torch._utils._rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict()).
    std::string pickled(const TensorToWrite &tensor)
    {
        const std::string_view storage = storageOfType(tensor.type);
        if (storage.empty())
            throw Error("tensor " + tensor.name + " has the type " + tensor.type +
                        ", which torch.save has no storage for");
        const auto elements =
            static_cast<int64_t>(tensor.bytes.size()) / tensorType(tensor.type)->bytes;
        return std::string("ctorch._utils\n_rebuild_tensor_v2\n") + mark + mark +
               pickledText("storage") + "ctorch\n" + std::string(storage) + "\n" +
               pickledText(std::to_string(keyOf(tensor.bytes))) + pickledText("cpu") +
               pickledInteger(elements) + tuple + persistent + pickledInteger(0) +
               pickledShape(tensor.shape) + pickledStrides(tensor.shape) + no + emptyDictionary +
               tuple + call;
    }

    std::string pickled(const TorchDictionary &dictionary)
    {
        std::string entries = std::string(plainDictionary) + mark;
        for (const auto &[name, item] : dictionary)
            entries +=
                pickledText(name) +
                std::visit([this](const auto &value) { return pickledValue(value); }, item.value);
        return entries + setEntries;
    }

    void write(const std::filesystem::path &file, const std::string &pickle) const
    {
        const std::string folder = "archive/";
        ZipWriter archive(file);
        archive.add(folder + "data.pkl", pickle);
        archive.add(folder + "byteorder", "little");
        for (size_t i = 0; i < contents_.size(); ++i)
            archive.add(folder + "data/" + std::to_string(i), contents_[i]);
        archive.add(folder + "version", "3\n");
        archive.finish();
    }

private:
    std::string pickledValue(bool value) { return value ? yes : no; }
    std::string pickledValue(int64_t value) { return pickledInteger(value); }
    std::string pickledValue(double value) { return pickledFloat(value); }
    std::string pickledValue(const std::string &value) { return pickledText(value); }
    std::string pickledValue(const std::vector<double> &value) { return pickledList(value); }
    std::string pickledValue(const TensorToWrite &value) { return pickled(value); }
    std::string pickledValue(const TorchDictionary &value) { return pickled(value); }

    size_t keyOf(std::span<const std::byte> bytes)
    {
        const auto known = std::ranges::find_if(contents_, [&](const auto &content) {
            return !bytes.empty() && content.data() == bytes.data() &&
                   content.size() == bytes.size();
        });
        if (known != contents_.end())
            return static_cast<size_t>(known - contents_.begin());
        contents_.push_back(bytes);
        return contents_.size() - 1;
    }

    static std::string pickledShape(const std::vector<int64_t> &shape)
    {
        std::string sizes = mark;
        for (const int64_t size : shape)
            sizes += pickledInteger(size);
        return sizes + tuple;
    }

    // Row-major.
    static std::string pickledStrides(const std::vector<int64_t> &shape)
    {
        std::string strides;
        int64_t stride = 1;
        for (auto size = shape.rbegin(); size != shape.rend(); ++size) {
            strides.insert(0, pickledInteger(stride));
            stride *= *size;
        }
        return mark + strides + tuple;
    }

    std::vector<std::span<const std::byte>> contents_;
};

} // namespace

void writeTorchTensor(const std::filesystem::path &file, const TensorToWrite &tensor)
{
    Storages storages;
    const std::string pickle = protocol + storages.pickled(tensor) + stop;
    storages.write(file, pickle);
}

void writeTorchDictionary(const std::filesystem::path &file, const TorchDictionary &dictionary)
{
    Storages storages;
    const std::string pickle = protocol + storages.pickled(dictionary) + stop;
    storages.write(file, pickle);
}

void writeTorchTensors(const std::filesystem::path &file, std::span<const TensorToWrite> tensors)
{
    Storages storages;
    std::string pickle = std::string(protocol) + emptyDictionary + mark;
    for (const TensorToWrite &tensor : tensors)
        pickle += pickledText(tensor.name) + storages.pickled(tensor);
    storages.write(file, pickle + setEntries + stop);
}

} // namespace helicase
