#include "core/base/sha256.h"

#include "core/base/error.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <vector>

namespace helicase {

struct Sha256::Context {
    EVP_MD_CTX *handle = EVP_MD_CTX_new();
    Context() = default;
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;
    ~Context() { EVP_MD_CTX_free(handle); }
};

Sha256::Sha256() : context_(std::make_unique<Context>())
{
    if (!context_->handle || EVP_DigestInit_ex(context_->handle, EVP_sha256(), nullptr) != 1)
        throw Error("cannot start a SHA-256 computation");
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> bytes)
{
    EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size());
}

void Sha256::add(std::string_view text) { add(std::as_bytes(std::span(text.data(), text.size()))); }

std::string Sha256::hex()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context_->handle, digest.data(), &length);
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

std::string sha256OfFile(const std::filesystem::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw InputError("cannot be read", {.file = file});
    Sha256 digest;
    std::vector<char> block(1 << 20);
    while (stream.read(block.data(), std::ssize(block)), stream.gcount() > 0)
        digest.add(std::string_view(block.data(), static_cast<size_t>(stream.gcount())));
    if (stream.bad())
        throw InputError("cannot be read to its end", {.file = file});
    return digest.hex();
}

std::string sha256Of(std::string_view text)
{
    Sha256 digest;
    digest.add(text);
    return digest.hex();
}

} // namespace helicase
