#include "core/neural/embed/embedding_export.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

#include <charconv>

namespace helicase {

namespace {

// NumPy's format, version 1.0 (numpy.lib.format): magic, length of the header, the header padded to
// a multiple of 64 bytes, then the values in row order.
std::string npyHeader(const Matrix &matrix)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                         std::to_string(matrix.rows()) + ", " + std::to_string(matrix.columns()) +
                         "), }";
    constexpr size_t preamble = 10;
    header.append(63 - (preamble + header.size()) % 64, ' ');
    header += '\n';
    std::string start = "\x93NUMPY";
    start += '\x01';
    start += '\0';
    start += static_cast<char>(header.size() & 0xff);
    start += static_cast<char>(header.size() >> 8);
    return start + header;
}

// Beside the file, with another suffix.
void writeLines(std::filesystem::path file, const char *suffix,
                const std::vector<std::string> &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text += line + "\n";
    writeFileAtomically(file.replace_extension(suffix), text);
}

void writeNpy(const std::filesystem::path &file, const EmbeddingTable &table)
{
    writeLines(file, ".ids.txt", table.ids);
    if (!table.labels.empty())
        writeLines(file, ".labels.txt", table.labels);
    AtomicFile out(file);
    out.write(npyHeader(table.vectors));
    const size_t values = static_cast<size_t>(table.vectors.rows() * table.vectors.columns());
    out.write(std::as_bytes(std::span(table.vectors.data(), values)));
    out.commit();
}

// The shortest text that reads back as the same float.
void appendReal(std::string &line, float value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value);
    line.append(text, end.ptr);
}

void writeTable(const std::filesystem::path &file, const EmbeddingTable &table)
{
    AtomicFile out(file);
    const bool hasLabels = !table.labels.empty();
    std::string line = hasLabels ? "id\tlength\tlabel" : "id\tlength";
    for (int64_t j = 0; j < table.vectors.columns(); ++j)
        line += "\tx" + std::to_string(j);
    out.write(line + "\n");
    for (int64_t i = 0; i < table.vectors.rows(); ++i) {
        const auto index = static_cast<size_t>(i);
        line = table.ids[index] + "\t" + std::to_string(table.lengths[index]);
        if (hasLabels)
            line += "\t" + table.labels[index];
        for (const float value : table.vectors.row(i)) {
            line += '\t';
            appendReal(line, value);
        }
        out.write(line + "\n");
    }
    out.commit();
}

} // namespace

void requireEmbeddingSuffix(const std::filesystem::path &file)
{
    const std::string suffix = file.extension();
    if (suffix != ".safetensors" && suffix != ".npy" && suffix != ".tsv")
        throw OptionError("output", printable(file.string()) + " is no embedding file",
                          "end its name in .safetensors, .npy or .tsv");
}

void exportEmbeddings(const std::filesystem::path &file, const EmbeddingTable &table)
{
    requireEmbeddingSuffix(file);
    if (file.extension() == ".npy")
        writeNpy(file, table);
    else if (file.extension() == ".tsv")
        writeTable(file, table);
    else
        writeEmbeddings(file, table);
}

} // namespace helicase
