// Where a reader finds a mistake.
#pragma once

#include "core/base/error.h"

namespace helicase::test {

// The place that the InputError of a call names; nothing when the call ends without one.
template <typename Call>
std::optional<Place> errorPlaceOf(const Call &call)
{
    try {
        call();
    } catch (const InputError &error) {
        return error.place();
    }
    return std::nullopt;
}

} // namespace helicase::test
