#include "core/dataset/numpy_file.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/base/text.h"
#include "core/dataset/zip_directory.h"

#include <bit>
#include <cstring>
#include <optional>
#include <string_view>

namespace helicase {

namespace {

static_assert(std::endian::native == std::endian::little, "arrays are read as they lie");

using Bytes = std::span<const std::byte>;

constexpr std::string_view magic = "\x93NUMPY";
constexpr size_t longestHeader = size_t{1} << 16;

struct Shape {
    int64_t rows = 0;
    int64_t columns = 0;

    std::string text() const { return std::to_string(rows) + " x " + std::to_string(columns); }
};

class NumpyArray {
public:
    NumpyArray(Bytes bytes, const std::filesystem::path &file) : bytes_(bytes), file_(file)
    {
        const std::string_view header = findHeader();
        const std::string type(quoted(header, "'descr'"));
        if (type != "<f4" && type != "<f8")
            fail("holds numbers of type " + printable(type) + " (expected <f4 or <f8)");
        numberBytes_ = type == "<f4" ? 4 : 8;
        isFortran_ = textAfter(header, "'fortran_order'").starts_with("True");
        shape_ = readShape(textAfter(header, "'shape'"));
        requireAllNumbers();
    }

    const Shape &shape() const { return shape_; }
    int64_t dataBytes() const { return static_cast<int64_t>(bytes_.size() - begin_); }

    Matrix read() const
    {
        Matrix matrix(shape_.rows, shape_.columns);
        for (int64_t i = 0; i < shape_.rows; ++i)
            for (int64_t j = 0; j < shape_.columns; ++j)
                matrix(i, j) = numberAt(isFortran_ ? j * shape_.rows + i : i * shape_.columns + j);
        return matrix;
    }

private:
    [[noreturn]] void fail(const std::string &message) const
    {
        throw InputError(message, {.file = file_}, "save a matrix with numpy.save");
    }

    std::string_view findHeader()
    {
        const std::string_view text(reinterpret_cast<const char *>(bytes_.data()), bytes_.size());
        if (text.size() < 12 || !text.starts_with(magic))
            fail("is no array of NumPy (expected .npy or .npz)");
        const bool isShort = text[6] == 1;
        uint32_t length = 0;
        std::memcpy(&length, text.data() + 8, isShort ? 2 : 4);
        const size_t start = isShort ? 10 : 12;
        if (length > longestHeader || length > text.size() - start)
            fail("has a damaged header");
        begin_ = start + length;
        return text.substr(start, length);
    }

    // What stands behind the key and its colon.
    std::string_view textAfter(std::string_view header, std::string_view key) const
    {
        const size_t place = header.find(key);
        const size_t colon = place == header.npos ? place : header.find(':', place);
        if (colon == header.npos)
            fail("has a damaged header: " + std::string(key) + " is missing");
        return trim(header.substr(colon + 1));
    }

    std::string_view quoted(std::string_view header, std::string_view key) const
    {
        const std::string_view value = textAfter(header, key);
        const size_t end = value.find('\'', 1);
        if (!value.starts_with('\'') || end == value.npos)
            fail("holds no plain numbers (expected <f4 or <f8)");
        return value.substr(1, end - 1);
    }

    // "(256, 103), ...": two dimensions.
    Shape readShape(std::string_view text) const
    {
        const size_t end = text.find(')');
        if (!text.starts_with('(') || end == text.npos)
            fail("has a damaged header: no shape");
        std::vector<int64_t> sizes;
        for (const std::string_view part : split(text.substr(1, end - 1), ','))
            if (const std::string_view number = trim(part); !number.empty()) {
                sizes.push_back(parseInteger(number).value_or(-1));
                if (sizes.back() < 0)
                    fail("has a damaged header: no shape");
            }
        if (sizes.size() != 2)
            fail("has " + std::to_string(sizes.size()) + " dimensions (expected 2)");
        return {sizes[0], sizes[1]};
    }

    // Divisions, because products of what a file says may overflow.
    void requireAllNumbers() const
    {
        const int64_t numbers = dataBytes() / numberBytes_;
        const bool isWhole = dataBytes() % numberBytes_ == 0 &&
                             (shape_.rows == 0 ? numbers == 0
                                               : numbers % shape_.rows == 0 &&
                                                     numbers / shape_.rows == shape_.columns);
        if (!isWhole)
            fail("holds " + std::to_string(dataBytes()) + " bytes of numbers, which is not " +
                 shape_.text());
    }

    float numberAt(int64_t index) const
    {
        const std::byte *place = bytes_.data() + begin_ + index * numberBytes_;
        if (numberBytes_ == 4) {
            float value = 0;
            std::memcpy(&value, place, sizeof value);
            return value;
        }
        double value = 0;
        std::memcpy(&value, place, sizeof value);
        return static_cast<float>(value);
    }

    Bytes bytes_;
    const std::filesystem::path &file_;
    size_t begin_ = 0; // of the numbers
    int64_t numberBytes_ = 0;
    bool isFortran_ = false;
    Shape shape_;
};

Matrix readMatrix(const std::filesystem::path &file, std::optional<Shape> expected,
                  int64_t mostBytes)
{
    const MappedFile mapped(file);
    Bytes bytes = mapped.bytes();
    std::vector<std::byte> plain;
    if (looksLikeZip(bytes)) {
        const auto entries = readZipDirectory(bytes, file, DeflatedEntries::Allowed);
        if (entries.size() != 1)
            throw InputError("holds " + std::to_string(entries.size()) + " arrays (expected one)",
                             {.file = file});
        const auto &[name, entry] = *entries.begin();
        plain = unpacked(entry, name, file, mostBytes + static_cast<int64_t>(longestHeader));
        bytes = plain;
    }
    const NumpyArray array(bytes, file);
    if (expected &&
        (array.shape().rows != expected->rows || array.shape().columns != expected->columns))
        throw InputError("is a matrix of " + array.shape().text() + " (expected " +
                             expected->text() + ")",
                         {.file = file});
    if (array.dataBytes() > mostBytes)
        throw InputError("holds " + std::to_string(array.dataBytes()) +
                             " bytes of numbers (expected at most " + std::to_string(mostBytes) +
                             ")",
                         {.file = file});
    return array.read();
}

} // namespace

Matrix readNumpyMatrix(const std::filesystem::path &file, int64_t rows, int64_t columns)
{
    return readMatrix(file, Shape{rows, columns},
                      rows * columns * static_cast<int64_t>(sizeof(double)));
}

Matrix readNumpyMatrix(const std::filesystem::path &file, int64_t mostBytes)
{
    return readMatrix(file, std::nullopt, mostBytes);
}

} // namespace helicase
