#include "tests/core/sequence/packed_files.h"

#include "core/base/atomic_file.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <htslib/bgzf.h>
#include <unistd.h>

namespace helicase::test {

std::filesystem::path gzipped(const std::filesystem::path &plain,
                              const std::filesystem::path &packed)
{
    QProcess gzip;
    gzip.start("gzip", {"-1nc", QString::fromStdString(plain)});
    if (!gzip.waitForFinished() || gzip.exitCode() != 0)
        qFatal("gzip failed");
    const QByteArray bytes = gzip.readAllStandardOutput();
    writeFileAtomically(packed, {bytes.constData(), static_cast<size_t>(bytes.size())});
    return packed;
}

std::filesystem::path bgzipped(const std::filesystem::path &plain,
                               const std::filesystem::path &packed)
{
    const std::string text = readFile(plain);
    BGZF *stream = bgzf_open(packed.c_str(), "w");
    if (!stream || bgzf_write(stream, text.data(), text.size()) < 0 || bgzf_close(stream) != 0)
        qFatal("bgzip failed");
    return packed;
}

void indexBlocks(const std::filesystem::path &bgzf)
{
    BGZF *stream = bgzf_open(bgzf.c_str(), "r");
    if (!stream || bgzf_index_build_init(stream) != 0)
        qFatal("BGZF file cannot be opened");
    std::array<char, 4096> bytes;
    while (bgzf_read(stream, bytes.data(), bytes.size()) > 0) {
    }
    if (bgzf_index_dump(stream, bgzf.c_str(), ".gzi") != 0)
        qFatal("index of BGZF blocks failed");
    bgzf_close(stream);
}

void writeInPieces(const std::filesystem::path &file, std::string_view text, size_t pieceBytes)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), std::min(pieceBytes, text.size()));
        if (count < 0)
            qFatal("write failed");
        text.remove_prefix(static_cast<size_t>(count));
    }
    ::close(descriptor);
}

} // namespace helicase::test
