// The letters of a window as ids of a character GPT, as DNA-LLM fine-tunes on them
// (4_dna-llm-finetuning.py). Pure function.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

// Each letter in upper case by its place in the alphabet; 0 for one that the alphabet lacks (the
// line end among 40 characters, A among four bases).
std::vector<int64_t> letterIds(std::string_view window, std::span<const std::string> alphabet);

} // namespace helicase
