// config.json of a model, read only; lines that say something else than the published DNABERT-2 are
// marked and tell the published value beside. GUI thread.
#pragma once

#include "widgets/models/loaded_model.h"

#include <QPlainTextEdit>

#include <map>

class QLabel;

namespace helicase {

// The text with a note behind some of its lines; notes are shown and not copied.
class NotedText final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit NotedText(QWidget *parent = nullptr);
    void setNotedText(const QString &text, std::map<int, QString> notes); // by line, from 0
    const std::map<int, QString> &notes() const { return notes_; }

private:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void markLines();

    std::map<int, QString> notes_;
};

class ConfigView final : public QWidget {
    Q_OBJECT

public:
    explicit ConfigView(QWidget *parent = nullptr);
    void setModel(const ModelPointer &model);

private:
    QLabel *summary_ = nullptr;
    NotedText *text_ = nullptr;
};

} // namespace helicase
