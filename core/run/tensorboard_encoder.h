// Records of TensorBoard's event files: a protocol buffer "Event" in the framing of TFRecord
// (length, masked CRC-32C, data, masked CRC-32C, little-endian). No file is touched; one thread at
// a time. Source: tensorflow/core/util/event.proto, framework/summary.proto, lib/io/record_writer.h
// (formats only).
#pragma once

#include "core/run/event.h"

#include <optional>
#include <string>
#include <string_view>

namespace helicase {

class TensorboardEncoder {
public:
    TensorboardEncoder() = default;
    // Of a file that takes over from earlier ones in its folder.
    static TensorboardEncoder takingOver();

    // The first record of every file. time: seconds since the epoch.
    static std::string fileVersion(double time);
    // Text in Markdown, which TensorBoard shows on its page "Text".
    static std::string text(double time, std::string_view tag, std::string_view markdown);
    // The metrics of an event, each under its own name; "" when it has none. Where the file takes
    // over and where steps go back, a record goes before it that has TensorBoard forget what it had
    // read from that step on.
    std::string scalars(const Event &event);

private:
    bool takesOver_ = false; // with the next event
    std::optional<int64_t> lastStep_;
};

// One record around any data.
std::string framedRecord(std::string_view data);

} // namespace helicase
