// Small labelled data that a tiny classifier can learn: class a holds a motif that class b lacks.
#pragma once

#include "core/base/random_stream.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace helicase::test {

inline std::string randomBases(RandomStream &random, int64_t length)
{
    std::string bases;
    for (int64_t i = 0; i < length; ++i)
        bases += "ACGT"[random.below(4)];
    return bases;
}

// rows of sequence,label; every third one is of class b.
inline void writeLabelled(const std::filesystem::path &file, int64_t rows, uint64_t seed)
{
    RandomStream random(seed, "labelled sequences");
    std::ofstream stream(file);
    stream << "sequence,label\n";
    for (int64_t i = 0; i < rows; ++i) {
        std::string bases = randomBases(random, 40);
        const bool isOfB = i % 3 == 0;
        if (!isOfB)
            bases.replace(random.below(20), 16, "GGGGCCCCGGGGCCCC");
        stream << bases << (isOfB ? ",b\n" : ",a\n");
    }
}

} // namespace helicase::test
