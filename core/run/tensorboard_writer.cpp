#include "core/run/tensorboard_writer.h"

#include "core/base/error.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <unistd.h>

namespace helicase {

namespace {

double now()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string hostName()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

constexpr std::string_view filePrefix = "events.out.tfevents.";

bool holdsEventFiles(const std::filesystem::path &folder)
{
    std::error_code missing;
    for (const auto &entry : std::filesystem::directory_iterator(folder, missing))
        if (entry.path().filename().string().starts_with(filePrefix))
            return true;
    return false;
}

// Names of one folder sort by time: TensorBoard reads the files of a run in that order.
std::filesystem::path newFile(const std::filesystem::path &folder)
{
    static int count = 0;
    return folder / (std::string(filePrefix) + std::to_string(static_cast<int64_t>(now())) + "." +
                     hostName() + "." + std::to_string(::getpid()) + "." + std::to_string(count++));
}

} // namespace

TensorboardWriter::TensorboardWriter(const std::filesystem::path &folder) : file_(newFile(folder))
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw DiskError("create", folder, problem.value());
    if (holdsEventFiles(folder))
        encoder_ = TensorboardEncoder::takingOver();
    descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor_ < 0)
        throw DiskError("open", file_, errno);
    write(TensorboardEncoder::fileVersion(now()));
}

TensorboardWriter::~TensorboardWriter()
{
    ::close(descriptor_);
}

void TensorboardWriter::append(const Event &event)
{
    if (event.time != 0)
        return write(encoder_.scalars(event));
    Event timed = event;
    timed.time = now();
    write(encoder_.scalars(timed));
}

void TensorboardWriter::appendText(std::string_view tag, std::string_view markdown)
{
    write(TensorboardEncoder::text(now(), tag, markdown));
}

void TensorboardWriter::write(const std::string &records)
{
    if (::write(descriptor_, records.data(), records.size()) != std::ssize(records))
        throw DiskError("write", file_, errno);
}

} // namespace helicase
