// The errors that Helicase throws. They are thrown where a problem is found and caught once, at a
// boundary: the main of the command line, the worker's loop, a job of the window.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace helicase {

// The exit status that a command ends with (docs/command-line.md).
enum class ExitStatus { Done = 0, Failed = 1, WrongUsage = 2, BadInput = 3, Stopped = 4 };

class Error : public std::runtime_error {
public:
    explicit Error(const std::string &message, std::string hint = {},
                   ExitStatus status = ExitStatus::Failed);
    const std::string &hint() const { return hint_; }
    ExitStatus status() const { return status_; }
    // One line without the program's name: "FILE:LINE: message. hint: ...".
    virtual std::string line() const;

private:
    std::string hint_;
    ExitStatus status_;
};

// Where in a foreign file something is wrong. Lines are 1-based, byte offsets 0-based.
struct Place {
    std::filesystem::path file;
    std::optional<int64_t> line = std::nullopt;
    std::optional<int64_t> byteOffset = std::nullopt;
};

// A foreign file is unreadable, malformed or does not fit. Exit status 3.
class InputError : public Error {
public:
    InputError(const std::string &message, Place place, std::string hint = {});
    const Place &place() const { return place_; }
    std::string line() const override;

private:
    Place place_;
};

// An option is unknown, malformed or out of range. Exit status 2.
class OptionError : public Error {
public:
    OptionError(std::string option, const std::string &message, std::string hint = {});
    const std::string &option() const { return option_; }

private:
    std::string option_;
};

// Writing failed: full disk, missing rights, a file that vanished. Exit status 1.
class DiskError : public Error {
public:
    // The message is completed with the path and the text of errno.
    DiskError(const std::string &action, const std::filesystem::path &path, int errorNumber);
};

// The user asked to stop and the state is saved. Exit status 4; no failure.
class Stopped : public Error {
public:
    explicit Stopped(const std::string &message = "stopped on request");
};

} // namespace helicase
