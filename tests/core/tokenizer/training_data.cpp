#include "tests/core/tokenizer/training_data.h"

#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/sequence/line_reader.h"

#include <QUrl>

namespace helicase::test {

namespace {

using nlohmann::json;

std::string percentDecoded(std::string_view text)
{
    return QUrl::fromPercentEncoding(QByteArray(text.data(), static_cast<qsizetype>(text.size())))
        .toStdString();
}

// The values of the listed keys in column 9, up to a number of bytes.
std::vector<std::string> annotationLines(const json &corpus)
{
    constexpr size_t enough = 205000;
    std::vector<std::string> lines;
    size_t bytes = 0;
    for (const json &source : corpus.at("sources")) {
        const auto keys = source.at("keys").get<std::vector<std::string>>();
        LineReader reader(dataFolder() / source.at("file").get<std::string>());
        while (const auto line = reader.next()) {
            if (line->starts_with("##FASTA"))
                break;
            const auto columns = split(*line, '\t');
            if (line->starts_with('#') || columns.size() < 9)
                continue;
            for (const std::string_view attribute : split(columns[8], ';')) {
                const size_t equals = attribute.find('=');
                if (equals == std::string_view::npos ||
                    std::ranges::find(keys, attribute.substr(0, equals)) == keys.end())
                    continue;
                lines.push_back(percentDecoded(attribute.substr(equals + 1)));
                bytes += lines.back().size() + 1;
                if (bytes > enough)
                    return lines;
            }
        }
    }
    return lines;
}

} // namespace

std::vector<std::string> trainingTexts(const json &corpus)
{
    std::vector<std::string> texts;
    if (corpus.contains("cut"))
        texts = cutIntoRecords(buildText(corpus.at("build")),
                               corpus.at("cut").at("seed").get<uint32_t>(),
                               corpus.at("cut").at("total").get<size_t>());
    else
        texts = annotationLines(corpus);
    if (sha256Of(join(texts, "\n")) != corpus.at("sha256").get<std::string>())
        throw std::runtime_error("the corpus is not the one of the reference");
    return texts;
}

void addTrainingRows(const std::string &file)
{
    QTest::addColumn<QString>("row");
    if (!hasData())
        return;
    for (const json &row : rowsOf(file))
        QTest::newRow(row.at("name").get<std::string>().c_str())
            << QString::fromStdString(row.dump());
}

} // namespace helicase::test
