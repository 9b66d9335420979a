#include "app/helicase/core_commands/data_output.h"

#include "core/base/error.h"

#include <cerrno>
#include <unistd.h>

namespace helicase {

namespace {

constexpr size_t bufferSize = size_t{1} << 18;

void writeToStandardOutput(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throw DiskError("write to", "standard output", errno);
        text.remove_prefix(static_cast<size_t>(written));
    }
}

} // namespace

DataOutput::DataOutput(const std::filesystem::path &file)
{
    if (!file.empty() && file != "-")
        file_.emplace(file);
}

void DataOutput::write(std::string_view text)
{
    buffer_ += text;
    if (buffer_.size() >= bufferSize)
        flush();
}

void DataOutput::flush()
{
    if (file_)
        file_->write(std::string_view(buffer_));
    else
        writeToStandardOutput(buffer_);
    buffer_.clear();
}

void DataOutput::finish()
{
    flush();
    if (file_)
        file_->commit();
}

} // namespace helicase
