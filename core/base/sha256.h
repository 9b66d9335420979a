// SHA-256 digests as 64 lower-case hexadecimal digits.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace helicase {

class Sha256 {
public:
    Sha256();
    ~Sha256();
    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);
    // Ends the computation; the object cannot be used afterwards.
    std::string hex();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

// Throws InputError when the file cannot be read.
std::string sha256OfFile(const std::filesystem::path &file);
std::string sha256Of(std::string_view text);

} // namespace helicase
