// The ids of train.bin or val.bin in a folder of `helicase data genome`, or of DNA-LLM's own data
// preparation, mapped into memory. Reading is safe from several threads; the file must not be cut
// meanwhile.
#pragma once

#include "core/base/mapped_file.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace helicase {

// The letters of a folder with meta.json, or else meta.pkl, by id. The pickle is read as data.
// Throws InputError when neither is there, or when ids are no numbering of single characters.
std::vector<std::string> readTokenLetters(const std::filesystem::path &folder);

enum class TokenPart { Train, Validation };

class TokenFile {
public:
    // Throws InputError: a file is missing, empty or has an odd size, or an id has no letter. Of a
    // large file, samples from its begin to its end are checked here and the rest by window().
    TokenFile(const std::filesystem::path &folder, TokenPart part);

    const std::filesystem::path &file() const { return file_; }
    // By id.
    const std::vector<std::string> &letters() const { return letters_; }
    int64_t vocabularySize() const { return std::ssize(letters_); }

    int64_t count() const { return std::ssize(ids_); }
    std::span<const uint16_t> ids() const { return ids_; }
    // So many ids, all of which have letters. The range must lie within. Throws InputError.
    std::span<const uint16_t> window(int64_t first, int64_t count) const;

private:
    void check(int64_t first, int64_t count) const;

    std::filesystem::path file_;
    std::vector<std::string> letters_;
    MappedFile mapping_;
    std::span<const uint16_t> ids_;
};

} // namespace helicase
