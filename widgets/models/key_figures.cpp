#include "widgets/models/key_figures.h"

#include "widgets/common/flow_layout.h"
#include "widgets/common/format.h"
#include "widgets/common/widgets.h"

#include <QLabel>
#include <QVBoxLayout>

namespace helicase {

namespace {

QString headsText(const LoadedModel &model, int64_t heads)
{
    const QString count = groupedNumber(heads);
    return model.keys.isKnown ? KeyFigures::tr("%1, ALiBi").arg(count) : count;
}

QString vocabularyText(const LoadedModel &model, int64_t rows)
{
    if (model.tokens && *model.tokens != rows)
        return KeyFigures::tr("%1 (table %2)")
            .arg(groupedNumber(*model.tokens), groupedNumber(rows));
    return groupedNumber(rows);
}

} // namespace

KeyFigures::KeyFigures(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("models.figures"));
    setAccessibleName(tr("Key figures"));
    auto *flow = new FlowLayout(24, 6, this);
    flow->setContentsMargins(14, 8, 14, 8);
    setRole(this, "canvas");
    setAttribute(Qt::WA_StyledBackground);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
}

int KeyFigures::heightForWidth(int width) const
{
    return layout()->heightForWidth(width);
}

void KeyFigures::add(const QString &name, const QString &value)
{
    auto *figure = new QWidget(this);
    auto *column = new QVBoxLayout(figure);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    column->addWidget(mutedLabel(name, figure));
    auto *number = new QLabel(value, figure);
    number->setObjectName(QStringLiteral("models.figure.") + name);
    number->setAccessibleName(QStringLiteral("%1: %2").arg(name, value));
    number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(number, "strong");
    column->addWidget(number);
    layout()->addWidget(figure);
}

void KeyFigures::setModel(const ModelPointer &model)
{
    while (QLayoutItem *item = layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!model)
        return;
    const ModelDescription &description = model->description;
    add(tr("Parameters"), groupedNumber(description.parameters()));
    const auto addSize = [&](const char *key, const QString &name, auto text) {
        if (const auto size = description.size(key))
            add(name, text(*size));
    };
    const auto plain = [](int64_t size) { return groupedNumber(size); };
    addSize("num_hidden_layers", tr("Layers"), plain);
    addSize("hidden_size", tr("Width"), plain);
    addSize("num_attention_heads", tr("Heads"),
            [&](int64_t heads) { return headsText(*model, heads); });
    addSize("intermediate_size", tr("Feed-forward"), [&](int64_t size) {
        return model->keys.isKnown ? tr("GEGLU, %1").arg(groupedNumber(size)) : groupedNumber(size);
    });
    addSize("vocab_size", tr("Vocabulary"),
            [&](int64_t rows) { return vocabularyText(*model, rows); });
    if (model->isClassifier())
        add(tr("Classes"), groupedNumber(model->labels.size()));
    add(tr("Precision"), QString::fromStdString(description.precision()));
    add(tr("Size"), sizeText(description.weightsBytes));
    updateGeometry();
}

QString KeyFigures::value(const QString &name) const
{
    const auto *label = findChild<QLabel *>(QStringLiteral("models.figure.") + name);
    return label != nullptr ? label->text() : QString();
}

} // namespace helicase
