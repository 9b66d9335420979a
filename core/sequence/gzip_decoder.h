// Unpacks gzip and BGZF piece by piece (RFC 1952; SAM specification, section 4.1), by ISA-L.
#pragma once

#include "core/base/error.h"

#include <memory>
#include <span>
#include <string_view>

namespace helicase {

class GzipDecoder {
public:
    GzipDecoder();
    GzipDecoder(GzipDecoder &&) noexcept;
    GzipDecoder &operator=(GzipDecoder &&) noexcept;
    ~GzipDecoder();

    // All that was given has been used.
    bool needsInput() const;
    // The next packed bytes; the view must stay valid until they are used.
    void give(std::string_view packed);
    // Number of bytes written; 0 when more input is needed. Throws InputError at the place for
    // damaged data.
    size_t unpack(std::span<char> into, const Place &place);
    // To be called at the end of the file. Throws InputError when data are missing.
    void finish(const Place &place) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace helicase
