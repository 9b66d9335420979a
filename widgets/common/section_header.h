// Headings inside docks: a semibold title, a summary at the right, and optionally a triangle that
// folds the widget below. GUI thread only.
#pragma once

#include <QHash>
#include <QWidget>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace helicase {

class SectionHeader final : public QWidget {
    Q_OBJECT
public:
    explicit SectionHeader(const QString &title, QWidget *parent = nullptr);

    // From now on the header folds and unfolds this widget.
    void setContent(QWidget *content);
    void setSummary(const QString &text);
    QString summary() const;
    void setExpanded(bool expanded);
    bool isExpanded() const { return expanded_; }
    // A small button or link at the right end.
    void addWidget(QWidget *widget);

Q_SIGNALS:
    void toggled(bool expanded);

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void refresh();

    QWidget *content_ = nullptr;
    bool expanded_ = true;
    QToolButton *arrow_ = nullptr;
    QLabel *title_ = nullptr;
    QLabel *summary_ = nullptr;
    QHBoxLayout *layout_ = nullptr;
};

// Two columns of a dock: muted name at the left, value at the right.
class FactList final : public QWidget {
    Q_OBJECT
public:
    explicit FactList(QWidget *parent = nullptr);
    // Adds or replaces the value of a name; an empty value hides the row.
    void setFact(const QString &name, const QString &value);
    QString fact(const QString &name) const;
    void clear();

private:
    struct Row {
        QLabel *name = nullptr;
        QLabel *value = nullptr;
    };
    QGridLayout *grid_;
    QHash<QString, Row> rows_;
};

} // namespace helicase
