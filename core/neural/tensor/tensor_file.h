// Tensors in files. Functions without state; thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <torch/torch.h>

namespace helicase {

using NamedTensors = std::map<std::string, torch::Tensor>;

// All tensors of a safetensors file, or of one that torch.save wrote, in their own type, copied into
// memory of their own. Throws InputError.
NamedTensors readTensors(const std::filesystem::path &file);

// As safetensors. Atomic; tensors are brought to the CPU and made contiguous. Throws DiskError, and Error for a
// type that the format does not have.
void writeTensors(const std::filesystem::path &file, const NamedTensors &tensors,
                  const std::map<std::string, std::string> &metadata = {});

// As torch.save writes a state dict; tensors that share their numbers share them there too. Like
// writeTensors otherwise.
void writePytorchTensors(const std::filesystem::path &file, const NamedTensors &tensors);

// For messages: "[2, 36]", and a name of foreign origin, quoted and cut unless it is an ordinary one.
std::string shapeText(torch::IntArrayRef shape);
std::string nameText(const std::string &tensorName);

} // namespace helicase
