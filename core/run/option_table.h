// The one description of a command's options. It drives the command line, recipes, the window's
// forms, messages and the generated reference.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// Length: of training, in steps ("50", "50ba"), epochs ("3ep"), samples ("1000sp"), tokens
// ("1000000tok") or as a share of the run ("0.06dur").
enum class OptionKind { Flag, Integer, Real, Text, Path, Choice, Length };

struct Option {
    std::string name; // as typed: "optimizer.lr", "max-length"
    OptionKind kind = OptionKind::Text;
    std::string defaultValue; // in its text form; "" of Text and Path: not given
    std::string help;         // one sentence, no full stop at its end
    std::string label;        // for forms: "Learning rate"
    std::string section;      // for forms: "Optimiser and schedule"
    std::string unit;         // "steps", "bases", "" for none
    std::optional<double> minimum = std::nullopt;
    std::optional<double> maximum = std::nullopt;
    std::vector<std::string> choices = {};
    bool required = false;
};

class OptionTable {
public:
    OptionTable(std::vector<Option> options);
    const std::vector<Option> &options() const { return options_; }
    // Null when there is none of this name.
    const Option *find(std::string_view name) const;
    // Throws OptionError that names the nearest known option.
    const Option &at(std::string_view name) const;
    // This table followed by the options of another.
    OptionTable with(const OptionTable &more) const;

private:
    std::vector<Option> options_;
};

// Why a text is no value of an option ("4000 is above 3000"); nothing when it is one.
std::optional<std::string> mistakeIn(const Option &option, std::string_view text);

} // namespace helicase
