// A field for a file or folder. While nobody types in it, a path that is too long loses the end of its
// folder, and then all of it, so that the name is seen; the tool tip tells everything. GUI thread.
#pragma once

#include <QLineEdit>

namespace helicase {

class PathLine final : public QLineEdit {
    Q_OBJECT
public:
    explicit PathLine(QWidget *parent = nullptr);

    // What is shown when the field has no focus.
    QString shownText() const;

Q_SIGNALS:
    void browseRequested();

private:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    // A file or folder that is dropped here fills the field; the window never sees it.
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    QRect textRectangle() const;
};

} // namespace helicase
