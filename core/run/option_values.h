// The values of an option table: defaults, overlaid by a recipe, overlaid by the command line.
// A value is checked when it is set, so that reading one cannot fail.
#pragma once

#include "core/run/option_table.h"

#include <cstdint>
#include <filesystem>
#include <map>

namespace helicase {

class OptionValues {
public:
    explicit OptionValues(OptionTable table);

    const OptionTable &table() const { return table_; }
    // Throws OptionError when the option is unknown or the text is no value of it.
    void set(std::string_view name, std::string_view text);
    // "name=value", as given to --set.
    void assign(std::string_view assignment);
    // Throws OptionError for the first required option without a value.
    void requireComplete() const;

    const std::string &text(std::string_view name) const;
    int64_t integer(std::string_view name) const;
    double real(std::string_view name) const;
    bool flag(std::string_view name) const;
    std::filesystem::path path(std::string_view name) const;
    // Comma-separated parts without blanks around them; empty for "".
    std::vector<std::string> list(std::string_view name) const;
    bool isDefault(std::string_view name) const;

private:
    OptionTable table_;
    std::map<std::string, std::string, std::less<>> values_;
};

} // namespace helicase
