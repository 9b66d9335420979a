#include "widgets/models/model_figures.h"

#include "widgets/common/format.h"

namespace helicase {

namespace {

QString headsText(const LoadedModel &model, int64_t heads)
{
    const QString count = groupedNumber(heads);
    return model.keys.isKnown ? FigureTiles::tr("%1, ALiBi").arg(count) : count;
}

QString vocabularyText(const LoadedModel &model, int64_t rows)
{
    if (model.tokens && *model.tokens != rows)
        return FigureTiles::tr("%1 (table %2)")
            .arg(groupedNumber(*model.tokens), groupedNumber(rows));
    return groupedNumber(rows);
}

} // namespace

std::vector<KeyFigure> keyFiguresOf(const LoadedModel &model)
{
    const ModelDescription &description = model.description;
    std::vector<KeyFigure> figures = {{.name = FigureTiles::tr("Parameters"),
                                       .value = groupedNumber(description.parameters()),
                                       .meaning = FigureTiles::tr("Numbers in all tensors")}};
    const auto addSize = [&](const char *key, const QString &name, const QString &meaning,
                             auto text) {
        if (const auto size = description.size(key))
            figures.push_back({.name = name, .value = text(*size), .meaning = meaning});
    };
    const auto plain = [](int64_t size) { return groupedNumber(size); };
    addSize("num_hidden_layers", FigureTiles::tr("Layers"),
            FigureTiles::tr("Transformer layers, one above the other"), plain);
    addSize("hidden_size", FigureTiles::tr("Width"),
            FigureTiles::tr("Numbers in the vector of one token"), plain);
    addSize("num_attention_heads", FigureTiles::tr("Heads"),
            FigureTiles::tr("Attention heads of a layer; with ALiBi, attention falls off with the "
                            "distance of two tokens"),
            [&](int64_t heads) { return headsText(model, heads); });
    addSize("intermediate_size", FigureTiles::tr("Feed-forward"),
            FigureTiles::tr("Width between the two linear layers of the feed-forward part"),
            [&](int64_t size) {
                return model.keys.isKnown ? FigureTiles::tr("GEGLU, %1").arg(groupedNumber(size))
                                          : groupedNumber(size);
            });
    addSize("vocab_size", FigureTiles::tr("Vocabulary"),
            FigureTiles::tr("Tokens that the model knows"),
            [&](int64_t rows) { return vocabularyText(model, rows); });
    if (model.isClassifier())
        figures.push_back({.name = FigureTiles::tr("Classes"),
                           .value = groupedNumber(model.labels.size()),
                           .meaning = model.labels.join(QStringLiteral(", "))});
    figures.push_back({.name = FigureTiles::tr("Precision"),
                       .value = QString::fromStdString(description.precision()),
                       .meaning = FigureTiles::tr("Type of the numbers in the file")});
    figures.push_back({.name = FigureTiles::tr("Size"),
                       .value = sizeText(description.weightsBytes),
                       .meaning = FigureTiles::tr("Of the weights file")});
    return figures;
}

} // namespace helicase
