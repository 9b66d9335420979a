#include "widgets/annotate/token_export.h"

#include "core/tokenizer/encoding_writer.h"
#include "widgets/annotate/annotation_checks.h"
#include "widgets/annotate/token_table_model.h"

namespace helicase {

namespace {

QByteArray jsonLine(const Encoding &encoding, const NamedTokenizer &named, const QString &name)
{
    QByteArray line;
    EncodingWriter writer(*named.tokenizer, EncodingFormat::JsonLines, [&](std::string_view text) {
        line.append(text.data(), std::ssize(text));
    });
    writer.write(name.toStdString(), encoding);
    return line;
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
        request.tokenizer->tokenizer->encode(request.text.toStdString(), request.special, stop);
    if (format == TokenFormat::JsonLines)
        return jsonLine(encoding, *request.tokenizer, documentName);
    return tableOf(encoding, *annotate(request, stop));
}

} // namespace helicase
