// Contigs as NumPy arrays in one archive (NEP 1, format 1.0; .npz is a ZIP of them).
#include "core/base/memory.h"
#include "core/dataset/zip_writer.h"
#include "widgets/embeddings/contig_export.h"
#include "widgets/embeddings/vector_store.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace helicase {

namespace {

// kind: "<f4", "<i8", "<U12"; shape: "(3, 2)".
std::string arrayHeader(const std::string &kind, const std::string &shape)
{
    std::string text =
        "{'descr': '" + kind + "', 'fortran_order': False, 'shape': " + shape + ", }";
    constexpr size_t fixedPart = 10; // magic, version and length
    text.append(63 - (fixedPart + text.size()) % 64, ' ');
    text += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += static_cast<char>(text.size() & 0xFF);
    header += static_cast<char>(text.size() >> 8);
    return header + text;
}

std::string bytesOf(const void *values, size_t bytes)
{
    return {static_cast<const char *>(values), bytes};
}

// UTF-32, every text as wide as the widest.
std::string textArray(const std::vector<std::string> &texts)
{
    std::vector<QList<uint>> letters;
    qsizetype widest = 1;
    for (const std::string &text : texts) {
        letters.push_back(QString::fromStdString(text).toUcs4());
        widest = std::max(widest, letters.back().size());
    }
    std::string array =
        arrayHeader("<U" + std::to_string(widest), "(" + std::to_string(texts.size()) + ",)");
    for (QList<uint> &text : letters) {
        text.resize(widest, 0);
        array += bytesOf(text.constData(), static_cast<size_t>(widest) * sizeof(uint));
    }
    return array;
}

std::string matrixShape(size_t rows, int64_t columns)
{
    return "(" + std::to_string(rows) + ", " + std::to_string(columns) + ")";
}

} // namespace

int64_t saveArrays(const CloudData &data, const CloudProjection &projection,
                   std::span<const int> contigs, const std::filesystem::path &file)
{
    std::unique_ptr<VectorStore> store;
    if (!projection.vectors.empty())
        store = std::make_unique<VectorStore>(projection.vectors);
    constexpr double copies = 3; // rows, array, archive's buffer
    requireMemory("An archive of these vectors",
                  copies * static_cast<double>(contigs.size()) * sizeof(float) *
                      static_cast<double>(store ? store->width() : projection.dimensions),
                  "select fewer contigs");
    std::vector<std::string> ids;
    std::vector<std::string> labels;
    std::vector<int64_t> lengths;
    std::vector<float> coordinates;
    std::vector<float> vectors;
    for (const int contig : contigs) {
        const auto row = static_cast<size_t>(contig);
        const int64_t place = store ? store->rowOf(data.ids[row]) : 0;
        if (!projection.present[row] || place < 0)
            continue;
        ids.push_back(data.ids[row]);
        labels.push_back(data.classes[row] < 0
                             ? std::string()
                             : data.classNames[static_cast<size_t>(data.classes[row])]);
        lengths.push_back(data.lengths[row]);
        for (int axis = 0; axis < projection.dimensions; ++axis)
            coordinates.push_back(projection.coordinates[row][static_cast<size_t>(axis)]);
        if (store)
            vectors.insert(vectors.end(), store->vector(place).begin(), store->vector(place).end());
    }
    ZipWriter archive(file);
    archive.add("ids.npy", textArray(ids));
    archive.add("labels.npy", textArray(labels));
    archive.add("lengths.npy", arrayHeader("<i8", "(" + std::to_string(ids.size()) + ",)") +
                                   bytesOf(lengths.data(), lengths.size() * sizeof(int64_t)));
    archive.add("coordinates.npy",
                arrayHeader("<f4", matrixShape(ids.size(), projection.dimensions)) +
                    bytesOf(coordinates.data(), coordinates.size() * sizeof(float)));
    if (store)
        archive.add("vectors.npy", arrayHeader("<f4", matrixShape(ids.size(), store->width())) +
                                       bytesOf(vectors.data(), vectors.size() * sizeof(float)));
    archive.finish();
    return static_cast<int64_t>(ids.size());
}

} // namespace helicase
