#include "core/sequence/gzip_decoder.h"

#include <algorithm>
#include <isa-l/igzip_lib.h>
#include <string>
#include <utility>

namespace helicase {

namespace {

// The fixed beginning of a BGZF block up to the two bytes with its length.
bool isBgzfHeader(std::string_view bytes)
{
    constexpr std::string_view beginning("\x1F\x8B\x08\x04", 4);
    constexpr std::string_view extra("\x06\0BC\x02\0", 6);
    constexpr size_t extraAt = 10;
    return bytes.starts_with(beginning) && bytes.size() >= extraAt + extra.size() &&
           bytes.substr(extraAt, extra.size()) == extra;
}

std::string describe(int code)
{
    switch (code) {
    case ISAL_INCORRECT_CHECKSUM:
        return "the checksum does not fit";
    case ISAL_INVALID_WRAPPER:
    case ISAL_UNSUPPORTED_METHOD:
        return "a gzip header is malformed";
    default:
        return "impossible compressed code";
    }
}

} // namespace

// A gzip file is a sequence of members, each compressed for itself.
struct GzipDecoder::State {
    enum class Step { BetweenMembers, InMember, Padding };

    void startMember()
    {
        isal_inflate_reset(&inflate);
        inflate.crc_flag = ISAL_GZIP;
        step = Step::InMember;
        memberIsEmpty = true;
    }

    std::string_view left() const
    {
        return {reinterpret_cast<const char *>(inflate.next_in), inflate.avail_in};
    }

    // Zeros may fill up the last block of a tape; nothing else may follow a member but another.
    void lookBetweenMembers(const Place &place)
    {
        if (inflate.avail_in == 0)
            return;
        if (step == Step::BetweenMembers && left().front() != 0) {
            startMember();
            return;
        }
        step = Step::Padding;
        if (std::ranges::any_of(left(), [](char byte) { return byte != 0; }))
            throw InputError("other bytes follow the compressed data", place,
                             "copy the file again, or unpack it with gzip -dc");
        inflate.avail_in = 0;
    }

    inflate_state inflate{};
    Step step = Step::BetweenMembers;
    bool isFirstInput = true;
    bool isBgzf = false;
    bool memberIsEmpty = false;
};

GzipDecoder::GzipDecoder() : state_(std::make_unique<State>())
{
    isal_inflate_init(&state_->inflate);
}

GzipDecoder::GzipDecoder(GzipDecoder &&) noexcept = default;
GzipDecoder &GzipDecoder::operator=(GzipDecoder &&) noexcept = default;
GzipDecoder::~GzipDecoder() = default;

bool GzipDecoder::needsInput() const
{
    return state_->inflate.avail_in == 0;
}

void GzipDecoder::give(std::string_view packed)
{
    inflate_state &inflate = state_->inflate;
    inflate.next_in = reinterpret_cast<uint8_t *>(const_cast<char *>(packed.data()));
    inflate.avail_in = static_cast<uint32_t>(packed.size());
    if (std::exchange(state_->isFirstInput, false))
        state_->isBgzf = isBgzfHeader(packed);
}

size_t GzipDecoder::unpack(std::span<char> into, const Place &place)
{
    State &state = *state_;
    inflate_state &inflate = state.inflate;
    inflate.next_out = reinterpret_cast<uint8_t *>(into.data());
    inflate.avail_out = static_cast<uint32_t>(into.size());
    const auto written = [&] { return into.size() - inflate.avail_out; };
    while (inflate.avail_out > 0) {
        if (state.step != State::Step::InMember)
            state.lookBetweenMembers(place);
        if (state.step != State::Step::InMember)
            break;
        const size_t before = written();
        const uint32_t inputBefore = inflate.avail_in;
        const int code = isal_inflate(&inflate);
        if (code < 0)
            throw InputError("the compressed data are damaged after this line: " + describe(code),
                             place, "copy the file again; gzip -t tests it");
        const size_t now = written() - before;
        state.memberIsEmpty = state.memberIsEmpty && now == 0;
        if (inflate.block_state == ISAL_BLOCK_FINISH)
            state.step = State::Step::BetweenMembers;
        else if (now == 0 && inflate.avail_in == inputBefore)
            break;
    }
    return written();
}

void GzipDecoder::finish(const Place &place) const
{
    if (state_->step == State::Step::InMember)
        throw InputError("the compressed data are cut off after this line", place,
                         "copy the file again");
    if (state_->isBgzf && !state_->memberIsEmpty)
        throw InputError("BGZF file without its end-of-file block: the file is cut off", place,
                         "copy it again, or make it again with bgzip");
}

} // namespace helicase
