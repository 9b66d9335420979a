// A form made from an option table: one row per option, sections that fold, a dot at what differs
// from its default, and the mistake below a field. GUI thread only.
#pragma once

#include "core/run/option_values.h"

#include <QHash>
#include <QWidget>
#include <vector>

class QVBoxLayout;

namespace helicase {

class OptionRow;
class SectionHeader;

class OptionForm final : public QWidget {
    Q_OBJECT
public:
    // Fields are named TASK.option.NAME. Options of the `hidden` names get no row, only a value.
    OptionForm(const OptionTable &table, const QString &task, const QStringList &hidden = {},
               QWidget *parent = nullptr);
    ~OptionForm() override;

    const OptionTable &table() const { return table_; }
    // The valid fields; those with mistakes keep their default.
    OptionValues values() const;
    void setValues(const OptionValues &values);
    QString text(const QString &name) const;
    // A text that is no value of the option is shown with its mistake.
    void setText(const QString &name, const QString &text);
    // What differs from the default, as words for the command line: {"--batch.pairs", "64"}.
    QStringList changedWords() const;
    void resetToDefaults();

    // A mistake that concerns several fields ("Longer than the run (3,000 steps)."); empty: none.
    void setMistake(const QString &name, const QString &mistake);
    int mistakeCount() const;
    bool hasErrors() const { return mistakeCount() > 0; }
    // Focuses the first field with a mistake, unfolding its section.
    void focusMistake();

    // The one line in a section's header; by default "2 of 6 changed" or "1 error".
    void setSectionSummary(const QString &section, const QString &summary);
    void setSectionExpanded(const QString &section, bool expanded);
    // Below the section's rows; folds with them.
    void addToSection(const QString &section, QWidget *widget);
    QWidget *field(const QString &name) const;

Q_SIGNALS:
    // By the user or by setText; not by what sets no new value.
    void changed();

private:
    void addRows(QVBoxLayout *layout, const QStringList &hidden);
    void rowChanged();
    void refreshSummaries();

    struct Section {
        QString name;
        SectionHeader *header = nullptr;
        std::vector<OptionRow *> rows;
        QString summary;
    };

    OptionTable table_;
    QString task_;
    std::vector<Section> sections_;
    QHash<QString, OptionRow *> rows_;
    QHash<QString, QString> hiddenValues_;
};

} // namespace helicase
