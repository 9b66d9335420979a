#include "widgets/common/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace helicase {

namespace {

struct RoleColors {
    ColorRole role;
    const char *light;
    const char *dark;
};

constexpr std::array roleColors{
    RoleColors{ColorRole::Window, "#F1F2F4", "#25292E"},
    RoleColors{ColorRole::Chrome, "#E3E6EA", "#1D2024"},
    RoleColors{ColorRole::Base, "#FFFFFF", "#1A1D21"},
    RoleColors{ColorRole::Alternate, "#F7F8F9", "#20242A"},
    RoleColors{ColorRole::Text, "#1B2026", "#E4E7EB"},
    RoleColors{ColorRole::Muted, "#56606B", "#A8B1BC"},
    RoleColors{ColorRole::Border, "#CBD1D8", "#3B4149"},
    RoleColors{ColorRole::ControlBorder, "#838D99", "#737D89"},
    RoleColors{ColorRole::Accent, "#0E6672", "#5CBECB"},
    RoleColors{ColorRole::OnAccent, "#FFFFFF", "#10272B"},
    RoleColors{ColorRole::Selection, "#CBE4E8", "#1B4750"},
    RoleColors{ColorRole::Hover, "#E6EAED", "#2F343A"},
    RoleColors{ColorRole::Success, "#22703A", "#7CC88F"},
    RoleColors{ColorRole::Warning, "#855300", "#E3B04B"},
    RoleColors{ColorRole::WarningBand, "#FBF0D9", "#3A301A"},
    RoleColors{ColorRole::Error, "#B3261E", "#FF8A80"},
    RoleColors{ColorRole::ErrorBand, "#FBE6E4", "#41211F"},
    RoleColors{ColorRole::PlotGrid, "#E4E7EB", "#2B3037"},
    RoleColors{ColorRole::GreyContext, "#C3C9D0", "#4A515A"},
    RoleColors{ColorRole::Histogram, "#7D93A6", "#7D93A6"},
    RoleColors{ColorRole::DnaToken, "#D3E5F6", "#1E3F5C"},
    RoleColors{ColorRole::DnaTokenOther, "#A9CEEC", "#2F5F8A"},
    RoleColors{ColorRole::TextToken, "#F8E8C8", "#4A3A17"},
    RoleColors{ColorRole::TextTokenOther, "#EDD096", "#6E5722"},
    RoleColors{ColorRole::SpecialToken, "#E6E9ED", "#33393F"},
    RoleColors{ColorRole::SpecialTokenOutline, "#6B7480", "#98A2AD"},
    RoleColors{ColorRole::UnknownToken, "#F7C9D3", "#6E2339"},
    RoleColors{ColorRole::UnknownTokenOutline, "#B0123B", "#FF8FA6"},
};

double linearChannel(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linearChannel(color.redF()) + 0.7152 * linearChannel(color.greenF()) +
           0.0722 * linearChannel(color.blueF());
}

} // namespace

QColor themeColor(ColorRole role, bool dark)
{
    const auto found = std::ranges::find(roleColors, role, &RoleColors::role);
    return QColor(QLatin1String(dark ? found->dark : found->light));
}

const std::vector<ColorRole> &allColorRoles()
{
    static const std::vector<ColorRole> roles = [] {
        std::vector<ColorRole> all;
        std::ranges::transform(roleColors, std::back_inserter(all), &RoleColors::role);
        return all;
    }();
    return roles;
}

double contrastRatio(const QColor &one, const QColor &other)
{
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace helicase
