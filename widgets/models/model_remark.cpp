#include "widgets/models/model_remark.h"

#include "widgets/common/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr size_t namedKeys = 4;

QString remarkText(const char *text)
{
    return QCoreApplication::translate("ModelRemark", text);
}

// "2 keys are missing: a, b." with the verb of the number.
QString keySentence(const std::vector<std::string> &names, const char *one, const char *several)
{
    QStringList shown;
    for (const std::string &name : names)
        if (shown.size() < static_cast<qsizetype>(namedKeys))
            shown += QString::fromStdString(name);
    QString list = shown.join(QStringLiteral(", "));
    if (names.size() > namedKeys)
        list =
            remarkText("%1 and %2 more").arg(list, groupedNumber(qint64(names.size() - namedKeys)));
    return remarkText(names.size() == 1 ? one : several)
        .arg(groupedNumber(qint64(names.size())), list);
}

QString tiedSentence(const std::string &name)
{
    return remarkText("%1 is tied to the token embedding.").arg(QString::fromStdString(name));
}

void addVocabularyRemark(const ModelDescription &model, std::optional<int64_t> tokens,
                         std::vector<ModelRemark> &remarks)
{
    const auto rows = model.size("vocab_size");
    if (!tokens || !rows || *tokens <= *rows)
        return;
    remarks.push_back({Severity::Warning,
                       remarkText("The tokenizer has %1 tokens, the table of the model %2 rows.")
                           .arg(groupedNumber(*tokens), groupedNumber(*rows))});
}

} // namespace

std::vector<ModelRemark> remarksOn(const ModelDescription &model, const KeyCheck &keys,
                                   std::optional<int64_t> tokens)
{
    std::vector<ModelRemark> remarks;
    if (!keys.isKnown)
        remarks.push_back(
            {Severity::Info,
             remarkText("The keys are shown as they are: they belong to no encoder of the "
                        "kinds that this build loads.")});
    if (!keys.missing.empty())
        remarks.push_back(
            {Severity::Error,
             keySentence(keys.missing,
                         "%1 key is missing: %2. The model cannot be loaded without it.",
                         "%1 keys are missing: %2. The model cannot be loaded without them.")});
    for (const ShapeMistake &mistake : keys.shapes)
        remarks.push_back(
            {Severity::Error, remarkText("%1 is %2, config.json says %3.")
                                  .arg(QString::fromStdString(mistake.name),
                                       shapeText(mistake.found), shapeText(mistake.expected))});
    if (!keys.drawn.empty())
        remarks.push_back({Severity::Info,
                           keySentence(keys.drawn, "%1 key is missing: %2. It gets random values.",
                                       "%1 keys are missing: %2. They get random values.") +
                               QLatin1Char(' ') + remarkText("Mean pooling does not use them.")});
    if (!keys.unused.empty())
        remarks.push_back({Severity::Warning,
                           keySentence(keys.unused, "%1 key belongs to no part of the model: %2.",
                                       "%1 keys belong to no part of the model: %2.")});
    if (!keys.outerPrefix.empty())
        remarks.push_back(
            {Severity::Info, remarkText("All keys begin with %1, as Composer writes them.")
                                 .arg(QString::fromStdString(keys.outerPrefix))});
    for (const std::string &name : keys.implied)
        remarks.push_back({Severity::Info, tiedSentence(name) + QLatin1Char(' ') +
                                               remarkText("The file leaves it out.")});
    for (const TensorDescription &tensor : model.tensors)
        if (!tensor.tiedTo.empty() && remarks.size() < 20)
            remarks.push_back(
                {Severity::Info, tensor.tiedTo.ends_with("word_embeddings.weight")
                                     ? tiedSentence(tensor.name)
                                     : remarkText("%1 is tied to %2.")
                                           .arg(QString::fromStdString(tensor.name),
                                                QString::fromStdString(tensor.tiedTo))});
    addVocabularyRemark(model, tokens, remarks);
    return remarks;
}

std::vector<ModelRemark> remarksOnAdapter(const nlohmann::json &rank, const QString &baseModel)
{
    QString text = rank.is_number_integer()
                       ? remarkText("The folder holds an adapter of rank %1 and no whole model.")
                             .arg(groupedNumber(rank.get<qint64>()))
                       : remarkText("The folder holds an adapter and no whole model.");
    if (!baseModel.isEmpty())
        text += QLatin1Char(' ') + remarkText("The frozen weights are those of %1.").arg(baseModel);
    return {{Severity::Info, text}};
}

QString shapeText(const std::vector<int64_t> &shape)
{
    QStringList sizes;
    for (const int64_t size : shape)
        sizes += groupedNumber(size);
    return sizes.isEmpty() ? remarkText("one number") : sizes.join(QStringLiteral(" × "));
}

} // namespace helicase
