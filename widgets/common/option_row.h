// One option as a row of a form: label with a dot for "differs from the default", a field with the
// unit inside, and the mistake below it. GUI thread only.
#pragma once

#include "core/run/option_table.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace helicase {

class OptionRow final : public QWidget {
    Q_OBJECT
public:
    OptionRow(const Option &option, const QString &task, int labelWidth, QWidget *parent);

    const Option &option() const { return option_; }
    QString text() const;
    void setText(const QString &text);
    bool isDefault() const;
    // Its own mistake, or the one set from outside; empty: none.
    QString mistake() const;
    void setOuterMistake(const QString &mistake);
    QWidget *field() const;
    QString labelText() const;

Q_SIGNALS:
    void changed();

private:
    void addField(QWidget *parent);
    QWidget *makeTextField();
    void browse();
    void showDotMenu();
    void edited();
    void refresh();

    Option option_;
    QString outerMistake_;
    QString objectName_;
    QToolButton *dot_ = nullptr;
    QLabel *label_ = nullptr;
    QLabel *mistakeLabel_ = nullptr;
    QLineEdit *line_ = nullptr;
    QComboBox *choice_ = nullptr;
    QCheckBox *flag_ = nullptr;
};

} // namespace helicase
