#include "widgets/annotate/token_export.h"

#include "core/base/progress.h"
#include "widgets/annotate/annotation_checks.h"
#include "widgets/annotate/token_table_model.h"

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

nlohmann::json spansAsJson(const std::vector<TokenSpan> &spans)
{
    auto list = nlohmann::json::array();
    for (const TokenSpan &span : spans)
        list.push_back({span.begin, span.end});
    return list;
}

QByteArray jsonLine(const Encoding &encoding, const NamedTokenizer &named, const QString &name)
{
    auto tokens = nlohmann::json::array();
    for (const TokenId id : encoding.ids)
        tokens.push_back(named.tokenizer->token(id));
    nlohmann::ordered_json record;
    record["id"] = name.toStdString();
    record["ids"] = encoding.ids;
    record["tokens"] = tokens;
    record["offsets"] = spansAsJson(encoding.offsets);
    record["type_ids"] = encoding.typeIds;
    record["attention_mask"] = encoding.attentionMask;
    record["special_tokens_mask"] = encoding.specialMask;
    if (named.isUnified) {
        record["modality_mask"] = encoding.modalityMask;
        record["base_offsets"] = spansAsJson(encoding.baseOffsets);
    }
    return QByteArray::fromStdString(
               record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) +
           '\n';
}

QByteArray cell(const QString &text)
{
    return text.toUtf8().replace('\t', ' ').replace('\n', ' ');
}

QByteArray tableOf(const Encoding &encoding, const Annotation &annotation)
{
    const NamedTokenizer &named = *annotation.tokenizer;
    QByteArray table = "index\ttoken\tid\tid_minus_offset\tkind\tbegin\tend\tbase_begin\tbase_end\n";
    for (size_t index = 0; index < encoding.size(); ++index) {
        const AnnotatedToken &token = annotation.tokens[index];
        const bool isInRun = token.run >= 0;
        const int32_t run = isInRun ? annotation.runs[static_cast<size_t>(token.run)].begin : 0;
        const auto baseCell = [&](int32_t place) {
            return isInRun ? QByteArray::number(place - run) : QByteArray();
        };
        const QByteArray cells[] = {
            QByteArray::number(static_cast<qulonglong>(index)),
            cell(tokenText(named, token.id)),
            QByteArray::number(token.id),
            token.isDna && token.id >= named.dnaOffset
                ? QByteArray::number(static_cast<qlonglong>(token.id - named.dnaOffset))
                : QByteArray(),
            cell(kindText(token)),
            QByteArray::number(encoding.offsets[index].begin),
            QByteArray::number(encoding.offsets[index].end),
            baseCell(token.begin)};
        for (const QByteArray &each : cells)
            table += each + '\t';
        table += baseCell(token.end) + '\n';
    }
    return table;
}

} // namespace

QByteArray tokensAsText(const AnnotationRequest &request, const QString &documentName,
                        TokenFormat format, const std::stop_token &stop)
{
    const Encoding encoding =
        request.tokenizer->tokenizer->encode(request.text.toStdString(), request.special);
    throwIfStopped(stop);
    if (format == TokenFormat::JsonLines)
        return jsonLine(encoding, *request.tokenizer, documentName);
    return tableOf(encoding, *annotate(request, stop));
}

} // namespace helicase
