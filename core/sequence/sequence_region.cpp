#include "core/sequence/sequence_region.h"

#include "core/base/error.h"
#include "core/base/text.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace helicase {

namespace {

[[noreturn]] void fail(const std::string &message, std::string hint = {})
{
    throw OptionError("region", message, std::move(hint));
}

[[noreturn]] void failAtName(std::string_view name, const FastaIndex &index)
{
    constexpr size_t mostCandidates = 10'000;
    std::vector<std::string> names;
    for (const FastaIndexEntry &entry :
         index.entries().first(std::min(index.entries().size(), mostCandidates)))
        names.push_back(entry.name);
    const auto nearest = nearestName(name, names);
    fail("there is no sequence " + printable(name),
         nearest ? "did you mean " + *nearest + "?" : "");
}

int64_t parsePosition(std::string_view text, std::string_view region)
{
    std::string digits(text);
    std::erase(digits, ',');
    const auto position = parseInteger(digits);
    if (!position || *position < 1)
        fail("found " + printable(region) + " (expected NAME, NAME:FIRST or NAME:FIRST-LAST)",
             "positions begin with 1");
    return *position;
}

SequenceRegion withRange(std::string_view name, std::string_view range, std::string_view text)
{
    SequenceRegion region{.name = std::string(name)};
    const size_t dash = range.find('-');
    const bool hasLast = dash != std::string_view::npos && dash + 1 < range.size();
    if (dash > 0)
        region.first = parsePosition(range.substr(0, dash), text);
    if (hasLast)
        region.last = parsePosition(range.substr(dash + 1), text);
    if (region.last.value_or(region.first) < region.first)
        fail("the region " + printable(text) + " ends before it begins");
    return region;
}

} // namespace

SequenceRegion parseRegion(std::string_view text, const FastaIndex &index)
{
    if (text.starts_with('{')) {
        const size_t end = text.rfind('}');
        const std::string_view rest = end == std::string_view::npos ? "" : text.substr(end + 1);
        if (end == std::string_view::npos || (!rest.empty() && rest.front() != ':'))
            fail("found " + printable(text) + " (expected {NAME} or {NAME}:FIRST-LAST)");
        const std::string_view name = text.substr(1, end - 1);
        if (!index.find(name))
            failAtName(name, index);
        return rest.empty() ? SequenceRegion{.name = std::string(name)}
                            : withRange(name, rest.substr(1), text);
    }
    const size_t colon = text.rfind(':');
    const std::string_view name = text.substr(0, colon);
    const bool isName = index.find(text);
    const bool isRegion = colon != std::string_view::npos && index.find(name);
    if (isName && isRegion)
        fail("both " + printable(text) + " and " + printable(name) + " are names of sequences",
             "write one of them in braces");
    if (isName)
        return {.name = std::string(text)};
    if (!isRegion)
        failAtName(name, index);
    return withRange(name, text.substr(colon + 1), text);
}

} // namespace helicase
