// The command line that a form will run: wrapped, monospaced, selectable, with a Copy button.
// GUI thread only.
#pragma once

#include <QStringList>
#include <QWidget>

class QPlainTextEdit;
class QToolButton;

namespace helicase {

class CommandPreview final : public QWidget {
    Q_OBJECT
public:
    // objectName of the text box: "train.command".
    explicit CommandPreview(const QString &objectName, QWidget *parent = nullptr);
    // Without the leading "helicase".
    void setWords(const QStringList &words);
    void setText(const QString &commandLine);
    QString text() const;

Q_SIGNALS:
    void copied();

private:
    void fitHeight();
    void resizeEvent(QResizeEvent *event) override;

    QPlainTextEdit *box_ = nullptr;
    QToolButton *copy_ = nullptr;
};

} // namespace helicase
