#include "core/dataset/model_files.h"

#include "core/base/atomic_file.h"

#include <string>

namespace helicase {

namespace {

bool isWeights(const std::filesystem::path &file)
{
    const std::string name = file.filename().string();
    return name.ends_with(".safetensors") || name.ends_with(".bin") ||
           name.ends_with(".index.json");
}

} // namespace

void copyFilesBesideWeights(const std::filesystem::path &from, const std::filesystem::path &to)
{
    for (const auto &entry : std::filesystem::directory_iterator(from))
        if (entry.is_regular_file() && !isWeights(entry.path()) &&
            entry.path().filename() != "config.json")
            writeFileAtomically(to / entry.path().filename(), readFile(entry.path()));
}

} // namespace helicase
