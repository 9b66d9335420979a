#include "widgets/common/option_form.h"

#include "widgets/common/option_row.h"
#include "widgets/common/section_header.h"
#include "widgets/common/widgets.h"

#include <QApplication>
#include <QFontMetrics>
#include <QVBoxLayout>

#include <algorithm>

namespace helicase {

namespace {

// Wide enough for the longest label, within reason: longer ones wrap.
int labelWidthFor(const OptionTable &table)
{
    const QFontMetrics metrics(QApplication::font());
    int width = metrics.horizontalAdvance(QStringLiteral("Learning rate"));
    for (const Option &option : table.options())
        width =
            std::max(width, metrics.horizontalAdvance(QString::fromStdString(option.label)) + 2);
    return std::min(width, metrics.horizontalAdvance(QStringLiteral("Longest sequence used")));
}

} // namespace

OptionForm::OptionForm(const OptionTable &table, const QString &task, const QStringList &hidden,
                       QWidget *parent)
    : QWidget(parent), table_(table), task_(task)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    addRows(layout, hidden);
    refreshSummaries();
}

OptionForm::~OptionForm() = default;

void OptionForm::addRows(QVBoxLayout *layout, const QStringList &hidden)
{
    const int labelWidth = labelWidthFor(table_);
    for (const Option &option : table_.options()) {
        const QString name = QString::fromStdString(option.name);
        if (hidden.contains(name)) {
            hiddenValues_.insert(name, QString::fromStdString(option.defaultValue));
            continue;
        }
        const QString sectionName = QString::fromStdString(option.section);
        auto section = std::ranges::find(sections_, sectionName, &Section::name);
        if (section == sections_.end()) {
            Section added;
            added.name = sectionName;
            auto *content = new QWidget(this);
            auto *rows = new QVBoxLayout(content);
            rows->setContentsMargins(8, 2, 10, 8);
            rows->setSpacing(4);
            if (!sectionName.isEmpty()) {
                if (!sections_.empty())
                    layout->addWidget(horizontalLine(this));
                added.header = new SectionHeader(sectionName, this);
                added.header->setContent(content);
                layout->addWidget(added.header);
            }
            layout->addWidget(content);
            content->setObjectName(task_ + QStringLiteral(".section.") + sectionName);
            section = sections_.insert(sections_.end(), added);
        }
        QWidget *content = findChild<QWidget *>(task_ + QStringLiteral(".section.") + sectionName);
        auto *row = new OptionRow(option, task_, labelWidth, content);
        content->layout()->addWidget(row);
        section->rows.push_back(row);
        rows_.insert(name, row);
        connect(row, &OptionRow::changed, this, &OptionForm::rowChanged);
    }
}

OptionValues OptionForm::values() const
{
    OptionValues values(table_);
    for (const OptionRow *row : rows_)
        if (!mistakeIn(row->option(), row->text().toStdString()))
            values.set(row->option().name, row->text().toStdString());
    for (auto hidden = hiddenValues_.begin(); hidden != hiddenValues_.end(); ++hidden)
        if (!mistakeIn(table_.at(hidden.key().toStdString()), hidden->toStdString()))
            values.set(hidden.key().toStdString(), hidden->toStdString());
    return values;
}

void OptionForm::setValues(const OptionValues &values)
{
    {
        const QSignalBlocker quiet(this);
        for (const Option &option : table_.options())
            if (values.table().find(option.name) != nullptr)
                setText(QString::fromStdString(option.name),
                        QString::fromStdString(values.text(option.name)));
    }
    rowChanged();
}

QString OptionForm::text(const QString &name) const
{
    const OptionRow *row = rows_.value(name);
    return row != nullptr ? row->text() : hiddenValues_.value(name);
}

void OptionForm::setText(const QString &name, const QString &text)
{
    if (OptionRow *row = rows_.value(name))
        row->setText(text);
    else if (hiddenValues_.contains(name))
        hiddenValues_[name] = text;
}

QStringList OptionForm::changedWords() const
{
    QStringList words;
    for (const Option &option : table_.options()) {
        const QString name = QString::fromStdString(option.name);
        const QString value = text(name);
        if (value.toStdString() == option.defaultValue)
            continue;
        if (option.kind == OptionKind::Flag)
            words +=
                (value == QStringLiteral("true") ? QStringLiteral("--") : QStringLiteral("--no-")) +
                name;
        else
            words += {QStringLiteral("--") + name, value};
    }
    return words;
}

void OptionForm::resetToDefaults()
{
    setValues(OptionValues(table_));
}

void OptionForm::setMistake(const QString &name, const QString &mistake)
{
    if (OptionRow *row = rows_.value(name))
        row->setOuterMistake(mistake);
    refreshSummaries();
}

int OptionForm::mistakeCount() const
{
    return int(std::ranges::count_if(
        rows_, [](const OptionRow *row) { return !row->mistake().isEmpty(); }));
}

void OptionForm::focusMistake()
{
    for (const Section &section : sections_)
        for (const OptionRow *row : section.rows) {
            if (row->mistake().isEmpty())
                continue;
            if (section.header != nullptr)
                section.header->setExpanded(true);
            row->field()->setFocus(Qt::OtherFocusReason);
            return;
        }
}

void OptionForm::setSectionSummary(const QString &section, const QString &summary)
{
    const auto found = std::ranges::find(sections_, section, &Section::name);
    if (found != sections_.end())
        found->summary = summary;
    refreshSummaries();
}

void OptionForm::setSectionExpanded(const QString &section, bool expanded)
{
    const auto found = std::ranges::find(sections_, section, &Section::name);
    if (found != sections_.end() && found->header != nullptr)
        found->header->setExpanded(expanded);
}

void OptionForm::addToSection(const QString &section, QWidget *widget)
{
    if (auto *content = findChild<QWidget *>(task_ + QStringLiteral(".section.") + section))
        content->layout()->addWidget(widget);
}

QWidget *OptionForm::field(const QString &name) const
{
    const OptionRow *row = rows_.value(name);
    return row != nullptr ? row->field() : nullptr;
}

void OptionForm::rowChanged()
{
    refreshSummaries();
    Q_EMIT changed();
}

void OptionForm::refreshSummaries()
{
    for (const Section &section : sections_) {
        if (section.header == nullptr)
            continue;
        const auto mistakes = std::ranges::count_if(
            section.rows, [](const OptionRow *row) { return !row->mistake().isEmpty(); });
        const auto changes = std::ranges::count_if(
            section.rows, [](const OptionRow *row) { return !row->isDefault(); });
        if (mistakes > 0)
            section.header->setSummary(mistakes == 1 ? tr("1 error")
                                                     : tr("%1 errors").arg(mistakes));
        else if (!section.summary.isEmpty())
            section.header->setSummary(section.summary);
        else
            section.header->setSummary(
                changes == 0 ? QString()
                             : tr("%1 of %2 changed").arg(changes).arg(section.rows.size()));
    }
}

} // namespace helicase
