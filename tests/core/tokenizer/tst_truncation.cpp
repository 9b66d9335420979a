// Truncation and padding of single texts, pairs and batches, against the published tokenizers.
#include "tests/core/tokenizer/golden_data.h"

#include "core/base/error.h"
#include "core/tokenizer/truncation.h"

using namespace helicase;
using namespace helicase::test;

class TestTruncation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void batchesAreCutAndFilledAsPublished();
    void leavesRoomForSpecialTokens();
};

namespace {

TextSide sideOf(const nlohmann::json &setting)
{
    return setting.at("direction") == "left" ? TextSide::Left : TextSide::Right;
}

std::optional<Truncation> truncationOf(const nlohmann::json &setting)
{
    if (setting.is_null())
        return std::nullopt;
    const std::string strategy = setting.at("strategy");
    return Truncation{.maximumLength = setting.at("max_length").get<int64_t>(),
                      .side = sideOf(setting),
                      .strategy = strategy == "only_first"    ? TruncationStrategy::OnlyFirst
                                  : strategy == "only_second" ? TruncationStrategy::OnlySecond
                                                              : TruncationStrategy::LongestFirst};
}

std::optional<Padding> paddingOf(const nlohmann::json &setting)
{
    if (setting.is_null())
        return std::nullopt;
    Padding padding;
    padding.side = sideOf(setting);
    padding.id = setting.at("pad_id").get<TokenId>();
    padding.typeId = setting.at("pad_type_id").get<uint8_t>();
    if (setting.at("length").is_number())
        padding.length = setting.at("length").get<int64_t>();
    if (setting.at("pad_to_multiple_of").is_number())
        padding.multipleOf = setting.at("pad_to_multiple_of").get<int64_t>();
    return padding;
}

Encoding encoded(const Tokenizer &tokenizer, const nlohmann::json &row, SpecialTokens special,
                 const std::optional<Truncation> &truncation)
{
    const std::string text = row.at("text");
    const bool isPair = row.contains("text_pair") && !row.at("text_pair").is_null();
    const std::string second = isPair ? row.at("text_pair").get<std::string>() : std::string();
    const std::string_view secondView = second;
    if (truncation)
        return encodeTruncated(tokenizer, text, isPair ? &secondView : nullptr, special,
                               *truncation);
    return isPair ? tokenizer.encodePair(text, second, special) : tokenizer.encode(text, special);
}

} // namespace

void TestTruncation::batchesAreCutAndFilledAsPublished()
{
    HELICASE_NEEDS_DATA();
    std::map<std::string, std::shared_ptr<const Tokenizer>> tokenizers;
    for (const char *name : {"dnabert2", "bert-base-uncased"})
        tokenizers[name] = loadTokenizer(dataFolder() / "tokenizers" / name);
    int compared = 0;
    for (const auto &row : rowsOf("golden/pair_truncation_padding.jsonl")) {
        const Tokenizer &tokenizer = *tokenizers.at(row.at("tokenizer"));
        const auto special =
            row.at("add_special_tokens").get<bool>() ? SpecialTokens::Add : SpecialTokens::Omit;
        std::vector<Encoding> batch;
        for (const auto &entry : row.at("batch"))
            batch.push_back(encoded(tokenizer, entry, special, truncationOf(row.at("truncation"))));
        if (const auto padding = paddingOf(row.at("padding")))
            pad(batch, *padding);
        for (size_t i = 0; i < batch.size(); ++i, ++compared) {
            const QString difference = differenceFrom(row.at("batch")[i], batch[i], tokenizer);
            QVERIFY2(difference.isEmpty(),
                     qPrintable(QString::fromStdString(row.at("name")) + ": " + difference));
        }
    }
    QCOMPARE(compared, 1132);
}

void TestTruncation::leavesRoomForSpecialTokens()
{
    HELICASE_NEEDS_DATA();
    const auto tokenizer = loadTokenizer(dataFolder() / "tokenizers/dnabert2");
    const Truncation one{.maximumLength = 1};
    QCOMPARE(encodeTruncated(*tokenizer, "ACGTACGT", nullptr, SpecialTokens::Omit, one).size(),
             size_t{1});
    QVERIFY_THROWS_EXCEPTION(Error,
                             encodeTruncated(*tokenizer, "ACGT", nullptr, SpecialTokens::Add, one));
}

QTEST_GUILESS_MAIN(TestTruncation)
#include "tst_truncation.moc"
