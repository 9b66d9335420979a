#include "core/run/tensorboard_encoder.h"

#include "core/base/little_endian.h"
#include "core/run/crc32c.h"

#include <bit>
#include <utility>

namespace helicase {

namespace {

// Numbers of the fields in event.proto, summary.proto and tensor.proto.
namespace event_field {
constexpr int wallTime = 1, step = 2, fileVersion = 3, summary = 5, sessionLog = 7;
}
namespace summary_field {
constexpr int value = 1;
}
namespace value_field {
constexpr int tag = 1, simpleValue = 2, tensor = 8, metadata = 9;
}
namespace metadata_field {
constexpr int pluginData = 1, dataClass = 4;
}
constexpr int pluginNameField = 1;
namespace tensor_field {
constexpr int type = 1, shape = 2, strings = 8;
}
constexpr int shapeDimensionField = 2;
constexpr int dimensionSizeField = 1;
constexpr int sessionStatusField = 1;

constexpr uint64_t sessionStart = 1;
constexpr uint64_t stringType = 7;
constexpr uint64_t tensorDataClass = 2;

std::string varint(uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>((value & 0x7F) | 0x80);
    return bytes + static_cast<char>(value);
}

enum class Wire { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

std::string key(int field, Wire wire)
{
    return varint(static_cast<uint64_t>(field) << 3 | static_cast<uint64_t>(wire));
}

std::string numberField(int field, uint64_t value)
{
    return key(field, Wire::Varint) + varint(value);
}

std::string doubleField(int field, double value)
{
    return key(field, Wire::Fixed64) + littleEndian(std::bit_cast<uint64_t>(value), 8);
}

std::string floatField(int field, float value)
{
    return key(field, Wire::Fixed32) + littleEndian(std::bit_cast<uint32_t>(value), 4);
}

std::string bytesField(int field, std::string_view bytes)
{
    return key(field, Wire::Bytes) + varint(bytes.size()) + std::string(bytes);
}

std::string maskedChecksum(std::string_view bytes)
{
    constexpr uint32_t maskDelta = 0xA282EAD8;
    return littleEndian(std::rotr(crc32c(bytes), 15) + maskDelta, 4);
}

std::string eventRecord(double time, int64_t step, std::string_view content)
{
    return framedRecord(doubleField(event_field::wallTime, time) +
                        numberField(event_field::step, static_cast<uint64_t>(step)) +
                        std::string(content));
}

} // namespace

std::string framedRecord(std::string_view data)
{
    const std::string length = littleEndian(data.size(), 8);
    return length + maskedChecksum(length) + std::string(data) + maskedChecksum(data);
}

TensorboardEncoder TensorboardEncoder::takingOver()
{
    TensorboardEncoder encoder;
    encoder.takesOver_ = true;
    return encoder;
}

std::string TensorboardEncoder::fileVersion(double time)
{
    return framedRecord(doubleField(event_field::wallTime, time) +
                        bytesField(event_field::fileVersion, "brain.Event:2"));
}

std::string TensorboardEncoder::text(double time, std::string_view tag, std::string_view markdown)
{
    const std::string shape = bytesField(shapeDimensionField, numberField(dimensionSizeField, 1));
    const std::string tensor = numberField(tensor_field::type, stringType) +
                               bytesField(tensor_field::shape, shape) +
                               bytesField(tensor_field::strings, markdown);
    const std::string metadata =
        bytesField(metadata_field::pluginData, bytesField(pluginNameField, "text")) +
        numberField(metadata_field::dataClass, tensorDataClass);
    const std::string value = bytesField(value_field::tag, tag) +
                              bytesField(value_field::metadata, metadata) +
                              bytesField(value_field::tensor, tensor);
    return eventRecord(time, 0,
                       bytesField(event_field::summary, bytesField(summary_field::value, value)));
}

std::string TensorboardEncoder::scalars(const Event &event)
{
    if (event.metrics.empty())
        return {};
    std::string records;
    if (std::exchange(takesOver_, false) || (lastStep_ && event.step < *lastStep_))
        records = eventRecord(
            event.time, event.step,
            bytesField(event_field::sessionLog, numberField(sessionStatusField, sessionStart)));
    lastStep_ = event.step;
    std::string summary;
    for (const auto &[name, value] : event.metrics)
        summary += bytesField(summary_field::value,
                              bytesField(value_field::tag, name) +
                                  floatField(value_field::simpleValue, static_cast<float>(value)));
    return records + eventRecord(event.time, event.step, bytesField(event_field::summary, summary));
}

} // namespace helicase
