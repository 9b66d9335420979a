#include "widgets/annotate/annotate_centre.h"

#include "widgets/annotate/text_document.h"
#include "widgets/annotate/token_editor.h"
#include "widgets/annotate/token_table.h"
#include "widgets/common/elided_label.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

namespace {

TokenColors colorsOf(const Theme &theme)
{
    return {.base = theme.color(ColorRole::Base),
            .text = theme.color(ColorRole::Text),
            .muted = theme.color(ColorRole::Muted),
            .border = theme.color(ColorRole::Border),
            .accent = theme.color(ColorRole::Accent),
            .selection = theme.color(ColorRole::Selection),
            .error = theme.color(ColorRole::Error),
            .dna = {theme.color(ColorRole::DnaToken), theme.color(ColorRole::DnaTokenOther)},
            .words = {theme.color(ColorRole::TextToken), theme.color(ColorRole::TextTokenOther)},
            .special = theme.color(ColorRole::SpecialToken),
            .specialOutline = theme.color(ColorRole::SpecialTokenOutline),
            .unknown = theme.color(ColorRole::UnknownToken),
            .unknownOutline = theme.color(ColorRole::UnknownTokenOutline)};
}

// Two boxes as the editor draws them.
QPixmap swatch(const QColor &first, const QColor &second, const QColor &outline, double radius,
               double ratio)
{
    QPixmap pixmap(QSize(26, 14) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(outline.isValid() ? QPen(outline, 1) : QPen(Qt::NoPen));
    painter.setBrush(first);
    if (outline.isValid()) {
        painter.drawRoundedRect(QRectF(1.5, 0.5, 22, 13), radius, radius);
        return pixmap;
    }
    painter.drawRoundedRect(QRectF(0, 0, 12, 14), radius, radius);
    painter.setBrush(second);
    painter.drawRoundedRect(QRectF(13, 0, 12, 14), radius, radius);
    return pixmap;
}

} // namespace

AnnotateCentre::AnnotateCentre(Theme &theme, QWidget *parent) : QWidget(parent), theme_(theme)
{
    setObjectName("annotate.centre");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildLegend());
    layout->addWidget(horizontalLine(this));
    splitter_ = new QSplitter(Qt::Vertical, this);
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(buildViews());
    tokens_ = new TokenTable(theme_, splitter_);
    connect(tokens_, &TokenTable::tokenSelected, this, &AnnotateCentre::followToken);
    splitter_->addWidget(tokens_);
    splitter_->setStretchFactor(0, 2);
    splitter_->setStretchFactor(1, 1);
    splitter_->setSizes({480, 240});
    layout->addWidget(splitter_, 1);
    linkViews();
    connect(&theme_, &Theme::changed, this, &AnnotateCentre::applyTheme);
    applyTheme();
}

QWidget *AnnotateCentre::buildViews()
{
    auto *upper = new QWidget(splitter_);
    auto *layout = new QVBoxLayout(upper);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    views_ = new QSplitter(Qt::Horizontal, upper);
    views_->setChildrenCollapsible(false);
    viewA_ = new TokenizerView(TokenizerSide::A, views_);
    viewB_ = new TokenizerView(TokenizerSide::B, views_);
    viewB_->hide();
    for (const TokenizerSide side : {TokenizerSide::A, TokenizerSide::B}) {
        views_->setStretchFactor(views_->indexOf(view(side)), 1);
        connect(view(side), &TokenizerView::tokenizerChosen, this,
                [this, side](const QString &folder) { Q_EMIT tokenizerChosen(side, folder); });
        connect(view(side), &TokenizerView::openTokenizerRequested, this,
                [this, side] { Q_EMIT openTokenizerRequested(side); });
    }
    layout->addWidget(views_, 1);
    layout->addWidget(buildFindBar());
    return upper;
}

// Both views show the same text at the same place.
void AnnotateCentre::linkViews()
{
    TokenEditor *editors[] = {viewA_->editor(), viewB_->editor()};
    for (const int index : {0, 1}) {
        TokenEditor *moved = editors[index];
        TokenEditor *other = editors[1 - index];
        connect(moved->verticalScrollBar(), &QScrollBar::valueChanged, this, [this, moved, other] {
            if (isScrolling_ || !viewB_->isVisible())
                return;
            const QScopedValueRollback scrolling(isScrolling_, true);
            other->scrollTo(moved->firstVisible());
        });
        connect(moved, &TokenEditor::caretMoved, this, [this, other](int position) {
            if (isFollowing_)
                return;
            const QScopedValueRollback following(isFollowing_, true);
            other->setCaret(position);
            followCaret();
        });
    }
}

TokenEditor *AnnotateCentre::editor() const
{
    return viewA_->editor();
}

TokenizerView *AnnotateCentre::view(TokenizerSide side) const
{
    return side == TokenizerSide::A ? viewA_ : viewB_;
}

QTableView *AnnotateCentre::table() const
{
    return tokens_->view();
}

void AnnotateCentre::setDocument(TextDocument *document)
{
    document_ = document;
    editor()->setDocument(document);
    // A view that is not shown lays nothing out.
    viewB_->editor()->setDocument(viewB_->isHidden() ? nullptr : document);
}

void AnnotateCentre::setComparing(bool isComparing)
{
    viewB_->setVisible(isComparing);
    for (TokenizerView *each : {viewA_, viewB_})
        each->setLetterShown(isComparing);
    viewB_->editor()->setDocument(isComparing ? document_ : nullptr);
    tokens_->setComparing(isComparing);
    if (!isComparing)
        return;
    const int half = std::max(1, views_->width() / 2);
    views_->setSizes({half, half});
    const QScopedValueRollback following(isFollowing_, true);
    viewB_->editor()->setCaret(editor()->caret());
    viewB_->editor()->scrollTo(editor()->firstVisible());
}

void AnnotateCentre::setDisplay(TokenDisplay display)
{
    for (const TokenizerView *each : {viewA_, viewB_})
        each->editor()->setDisplay(display);
}

void AnnotateCentre::setRulerShown(bool isShown)
{
    for (const TokenizerView *each : {viewA_, viewB_})
        each->editor()->setRulerShown(isShown);
}

void AnnotateCentre::setLimit(int64_t tokens)
{
    for (const TokenizerView *each : {viewA_, viewB_})
        each->editor()->setLimit(tokens);
}

QWidget *AnnotateCentre::buildLegend()
{
    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->setSpacing(6);
    for (const QString &name : {tr("Text"), tr("DNA"), tr("Tag"), tr("Unknown")}) {
        auto *picture = new QLabel(bar);
        swatches_.push_back(picture);
        layout->addWidget(picture);
        auto *label = new QLabel(name, bar);
        label->setFont(secondaryFont());
        layout->addWidget(label);
        layout->addSpacing(6);
    }
    layout->addStretch(1);
    auto *note = new ElidedLabel(tr("Shades alternate from token to token"), bar);
    setRole(note, "muted");
    layout->addWidget(note);
    return bar;
}

QWidget *AnnotateCentre::buildFindBar()
{
    findBar_ = new QWidget(this);
    auto *layout = new QHBoxLayout(findBar_);
    layout->setContentsMargins(10, 4, 10, 4);
    findField_ = new QLineEdit(findBar_);
    findField_->setObjectName("annotate.find");
    findField_->setAccessibleName(tr("Find in text"));
    findField_->setPlaceholderText(tr("Find in text"));
    layout->addWidget(findField_, 1);
    findNote_ = mutedLabel({}, findBar_);
    layout->addWidget(findNote_);
    const auto addButton = [&](const QString &name, const QString &text, auto function) {
        auto *button = new QToolButton(findBar_);
        button->setObjectName(name);
        button->setAccessibleName(text);
        button->setText(text);
        connect(button, &QToolButton::clicked, this, function);
        layout->addWidget(button);
    };
    const auto close = [this] {
        findBar_->hide();
        editor()->setFocus();
    };
    addButton("annotate.find.previous", tr("Previous"), [this] { findAgain(false); });
    addButton("annotate.find.next", tr("Next"), [this] { findAgain(true); });
    addButton("annotate.find.close", tr("Close"), close);
    connect(findField_, &QLineEdit::returnPressed, this, [this] { findAgain(true); });
    auto *escape = new QShortcut(Qt::Key_Escape, findBar_);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, close);
    findBar_->hide();
    return findBar_;
}

void AnnotateCentre::setTokenizer(TokenizerSide side,
                                  const std::shared_ptr<const NamedTokenizer> &tokenizer)
{
    view(side)->setTokenizer(tokenizer);
    if (!tokenizer)
        return;
    viewA_->offerTokenizer(*tokenizer);
    viewB_->offerTokenizer(*tokenizer);
}

void AnnotateCentre::setLoading(TokenizerSide side, bool isLoading)
{
    view(side)->setLoading(isLoading);
}

void AnnotateCentre::setAnnotation(TokenizerSide side, std::shared_ptr<const Annotation> annotation)
{
    view(side)->setAnnotation(annotation);
    if (side == TokenizerSide::B)
        return;
    const QScopedValueRollback following(isFollowing_, true);
    annotation_ = std::move(annotation);
    tokens_->setAnnotation(annotation_);
    followCaret();
}

void AnnotateCentre::setCounting()
{
    viewA_->setCounting();
    viewB_->setCounting();
    tokens_->setCounting();
}

void AnnotateCentre::openFindBar()
{
    findBar_->show();
    if (editor()->hasSelection() && !editor()->selectedText().contains(u'\n'))
        findField_->setText(editor()->selectedText());
    findField_->setFocus();
    findField_->selectAll();
}

void AnnotateCentre::findAgain(bool forward)
{
    if (findField_->text().isEmpty()) {
        openFindBar();
        return;
    }
    const bool found = editor()->find(findField_->text(), forward);
    findNote_->setText(found ? QString() : tr("Not found"));
}

void AnnotateCentre::applyTheme()
{
    const TokenColors colors = colorsOf(theme_);
    for (const TokenizerView *each : {viewA_, viewB_})
        each->editor()->setColors(colors);
    const double ratio = devicePixelRatioF();
    swatches_[0]->setPixmap(swatch(colors.words[0], colors.words[1], {}, 4, ratio));
    swatches_[1]->setPixmap(swatch(colors.dna[0], colors.dna[1], {}, 0, ratio));
    swatches_[2]->setPixmap(swatch(colors.special, {}, colors.specialOutline, 0, ratio));
    swatches_[3]->setPixmap(swatch(colors.unknown, {}, colors.unknownOutline, 3, ratio));
}

void AnnotateCentre::followCaret()
{
    if (!editor()->isAnnotated())
        return;
    const QScopedValueRollback following(isFollowing_, true);
    tokens_->selectToken(editor()->currentToken());
}

void AnnotateCentre::followToken(int token)
{
    if (isFollowing_ || !annotation_ || !editor()->isAnnotated())
        return;
    const QScopedValueRollback following(isFollowing_, true);
    const int32_t place = annotation_->tokens[static_cast<size_t>(token)].begin;
    editor()->setCaret(place);
    viewB_->editor()->setCaret(place);
}

} // namespace helicase
