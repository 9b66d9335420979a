#include "core/dataset/tensor_type.h"

#include <algorithm>
#include <array>

namespace helicase {

namespace {

constexpr std::array<TensorType, 15> types{{{"BOOL", 1, 0},
                                            {"U8", 1, 1},
                                            {"I8", 1, 2},
                                            {"F8_E5M2", 1, 3},
                                            {"F8_E4M3", 1, 4},
                                            {"I16", 2, 5},
                                            {"U16", 2, 6},
                                            {"F16", 2, 7},
                                            {"BF16", 2, 8},
                                            {"I32", 4, 9},
                                            {"U32", 4, 10},
                                            {"F32", 4, 11},
                                            {"F64", 8, 12},
                                            {"I64", 8, 13},
                                            {"U64", 8, 14}}};

} // namespace

std::optional<TensorType> tensorType(std::string_view name)
{
    const auto type = std::ranges::find(types, name, &TensorType::name);
    return type == types.end() ? std::nullopt : std::optional(*type);
}

} // namespace helicase
