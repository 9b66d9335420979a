#include "widgets/train/run_message.h"

#include "core/base/text.h"

#include <algorithm>
#include <cctype>

namespace helicase {

namespace {

using Kind = RunMessage::Kind;

bool holds(const std::string &text, std::string_view words)
{
    return text.find(words) != std::string::npos;
}

// Up to the next blank, semicolon or full stop that ends a sentence; empty without the words.
std::string wordAfter(const std::string &text, std::string_view words)
{
    const size_t at = text.find(words);
    if (at == std::string::npos)
        return {};
    std::string rest = text.substr(at + words.size());
    rest.resize(std::min(rest.find_first_of("; "), rest.size()));
    while (!rest.empty() && rest.back() == '.')
        rest.pop_back();
    return rest;
}

// "Loss is NaN", "Gradient is infinite", "Loss of 9 stands out"; empty for other messages.
std::string causeOf(const std::string &text)
{
    const std::string whose = text.starts_with("Gradient") ? "gradient " : "";
    if (!text.starts_with("Loss ") && whose.empty())
        return {};
    if (holds(text, " is NaN"))
        return whose + "NaN";
    if (holds(text, " is infinite"))
        return whose + "infinite";
    return holds(text, " stands out") ? whose + "spike" : "";
}

RunMessage badStep(const std::string &text, const std::string &cause)
{
    RunMessage message{.kind = Kind::Noticed, .flag = cause, .isSpike = cause.ends_with("spike")};
    if (holds(text, "batch was skipped")) {
        message.kind = Kind::Skipped;
        message.flag += ", batch skipped";
    } else if (const std::string target = wordAfter(text, "Back to step "); !target.empty()) {
        message.kind = Kind::RolledBack;
        message.step = parseInteger(target);
        message.flag += " at " + wordAfter(text, " at step ") + ", back to " + target;
    } else if (holds(text, "run ends")) {
        message.kind = Kind::Ended;
        message.flag += ", run ended";
    }
    return message;
}

RunMessage rewound(const std::string &text)
{
    const std::string left = wordAfter(text, "the next ");
    return {.kind = Kind::Rewound,
            .flag = "rewound from " + wordAfter(text, "from step ") +
                    (left.empty() ? "" : ", " + left + " batches left out"),
            .step = parseInteger(wordAfter(text, "to step "))};
}

} // namespace

RunMessage understood(const Event &message)
{
    const std::string &text = message.text;
    if (const std::string cause = causeOf(text); !cause.empty())
        return badStep(text, cause);
    if (const std::string rate = wordAfter(text, "rate set to "); !rate.empty())
        return {.kind = Kind::RateSet, .flag = "rate " + rate};
    if (text.starts_with("set_lr needs"))
        return {.kind = Kind::RateRefused};
    if (text.starts_with("resumed from step "))
        return {.kind = Kind::Resumed,
                .flag = "resumed",
                .step = parseInteger(wordAfter(text, "from step "))};
    if (text.starts_with("Rewound from step "))
        return rewound(text);
    if (text.starts_with("there is no intact checkpoint of step "))
        return {.kind = Kind::RewindRefused};
    if (text.starts_with("Not enough disk space"))
        return {.kind = Kind::DiskFull};
    if (text.starts_with("Checkpoints lie in "))
        return {.kind = Kind::CheckpointsMoved};
    if (text.starts_with("Checkpoints stay where they are"))
        return {.kind = Kind::MoveRefused};
    if (text.starts_with("No step for "))
        return {.kind = Kind::Stalled};
    return {};
}

} // namespace helicase
