#include "core/base/error.h"

#include <cstring>
#include <utility>

namespace helicase {

namespace {

std::string withHint(std::string text, const std::string &hint)
{
    return hint.empty() ? text : std::move(text) + ". hint: " + hint;
}

std::string describe(const Place &place)
{
    std::string text = place.file.string();
    if (place.line)
        text += ':' + std::to_string(*place.line);
    if (place.byteOffset)
        text += ": byte " + std::to_string(*place.byteOffset);
    return text;
}

} // namespace

Error::Error(const std::string &message, std::string hint, ExitStatus status)
    : std::runtime_error(message), hint_(std::move(hint)), status_(status)
{
}

std::string Error::line() const { return withHint(what(), hint_); }

InputError::InputError(const std::string &message, Place place, std::string hint)
    : Error(message, std::move(hint), ExitStatus::BadInput), place_(std::move(place))
{
}

std::string InputError::line() const
{
    const std::string where = describe(place_);
    return where.empty() ? Error::line() : where + ": " + Error::line();
}

OptionError::OptionError(std::string option, const std::string &message, std::string hint)
    : Error("option " + option + ": " + message, std::move(hint), ExitStatus::WrongUsage),
      option_(std::move(option))
{
}

DiskError::DiskError(const std::string &action, const std::filesystem::path &path, int errorNumber)
    : Error("cannot " + action + " " + path.string() + ": " + std::strerror(errorNumber),
            errorNumber == ENOSPC ? "free some disk space or choose another folder" : "")
{
}

Stopped::Stopped(const std::string &message) : Error(message, {}, ExitStatus::Stopped) {}

} // namespace helicase
