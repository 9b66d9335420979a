// Writes the metrics of a run that goes on as a file that TensorBoard reads while it grows. A
// resumed run begins a file of its own beside the earlier ones, which takes over from the step it
// begins at. One thread at a time.
#pragma once

#include "core/run/tensorboard_encoder.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace helicase {

class TensorboardWriter {
public:
    // Makes the folder and in it events.out.tfevents.SECONDS.HOST.PROCESS. Throws DiskError.
    explicit TensorboardWriter(const std::filesystem::path &folder);
    TensorboardWriter(const TensorboardWriter &) = delete;
    TensorboardWriter &operator=(const TensorboardWriter &) = delete;
    ~TensorboardWriter();

    // The metrics of an event in one write; an event without any is left out. Sets the time when it
    // is 0. Throws DiskError.
    void append(const Event &event);
    // Text in Markdown, as config.yaml in a fence. Throws DiskError.
    void appendText(std::string_view tag, std::string_view markdown);

    const std::filesystem::path &file() const { return file_; }

private:
    void write(const std::string &records);

    std::filesystem::path file_;
    TensorboardEncoder encoder_;
    int descriptor_ = -1;
};

} // namespace helicase
