#include "app/helicase/core_commands/shard.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace helicase {

Shard::Shard(const OptionValues &options)
{
    const std::string &text = options.text("shard");
    if (text.empty())
        return;
    const size_t slash = text.find('/');
    const auto index = parseInteger(std::string_view(text).substr(0, slash));
    const auto count = slash == std::string::npos
                           ? std::nullopt
                           : parseInteger(std::string_view(text).substr(slash + 1));
    if (!index || !count || *index < 1 || *index > *count)
        throw OptionError("shard", "found " + printable(text) + ", expected I/N with I from 1 to N",
                          "2/8 is the second of eight");
    index_ = *index - 1;
    count_ = *count;
    isWhole_ = false;
}

} // namespace helicase
