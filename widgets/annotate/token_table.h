// The table of all tokens below the editor: its number of tokens, a field to find one, and the rows
// in the order of the text. GUI thread only.
#pragma once

#include "widgets/annotate/annotation.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTableView;
class QVBoxLayout;

namespace helicase {

class Theme;
class TokenTableModel;

class TokenTable final : public QWidget {
    Q_OBJECT
public:
    explicit TokenTable(Theme &theme, QWidget *parent = nullptr);

    QTableView *view() const { return view_; }
    void setAnnotation(std::shared_ptr<const Annotation> annotation);
    // The number is of an older text until the next annotation.
    void setCounting();
    // Says whose tokens they are while there are two tokenizers.
    void setComparing(bool isComparing);
    // -1: none.
    void selectToken(int64_t token);

Q_SIGNALS:
    void tokenSelected(int token);

private:
    void buildHeader(QVBoxLayout *layout);
    void fit();
    void showCount();
    void findToken();

    Theme &theme_;
    bool isComparing_ = false;
    QLabel *count_ = nullptr;
    QLineEdit *find_ = nullptr;
    QTableView *view_ = nullptr;
    TokenTableModel *model_ = nullptr;
};

} // namespace helicase
