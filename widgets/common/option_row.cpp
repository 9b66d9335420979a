#include "widgets/common/option_row.h"

#include "widgets/common/path_line.h"
#include "widgets/common/widgets.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

namespace {

constexpr int leastFieldWidth = 96;

// A line whose unit stands inside, at the right.
class UnitLine final : public QLineEdit {
public:
    UnitLine(const QString &unit, QWidget *parent) : QLineEdit(parent)
    {
        if (unit.isEmpty())
            return;
        unit_ = mutedLabel(unit, this);
        unit_->setAttribute(Qt::WA_TransparentForMouseEvents);
        unit_->adjustSize();
        setTextMargins(0, 0, unit_->sizeHint().width() + 6, 0);
    }

private:
    void resizeEvent(QResizeEvent *event) override
    {
        QLineEdit::resizeEvent(event);
        if (unit_ == nullptr)
            return;
        unit_->adjustSize();
        setTextMargins(0, 0, unit_->width() + 6, 0);
        unit_->move(width() - unit_->width() - 9, (height() - unit_->height()) / 2);
    }

    QLabel *unit_ = nullptr;
};

QString sentenceCase(QString text)
{
    text.replace(QLatin1Char('-'), QLatin1Char(' ')).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

void ignoreWheel(QWidget *widget)
{
    // The wheel scrolls the form; a field must not change under it.
    widget->setFocusPolicy(Qt::StrongFocus);
    struct Filter final : QObject {
        using QObject::QObject;
        bool eventFilter(QObject *, QEvent *event) override
        {
            if (event->type() != QEvent::Wheel)
                return false;
            event->ignore();
            return true;
        }
    };
    widget->installEventFilter(new Filter(widget));
}

} // namespace

OptionRow::OptionRow(const Option &option, const QString &task, int labelWidth, QWidget *parent)
    : QWidget(parent), option_(option),
      objectName_(task + QStringLiteral(".option.") + QString::fromStdString(option.name))
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(4);
    grid->setVerticalSpacing(1);
    label_ = new QLabel(labelText(), this);
    label_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label_->setFixedWidth(labelWidth);
    label_->setWordWrap(true);
    label_->setToolTip(QString::fromStdString(option.help));
    dot_ = new QToolButton(this);
    dot_->setText(QStringLiteral("•"));
    dot_->setFixedSize(12, 20);
    dot_->setObjectName(objectName_ + QStringLiteral(".dot"));
    dot_->setAccessibleName(tr("%1 differs from its default").arg(labelText()));
    QSizePolicy keeps = dot_->sizePolicy();
    keeps.setRetainSizeWhenHidden(true);
    dot_->setSizePolicy(keeps);
    setRole(dot_, "dot");
    mistakeLabel_ = new QLabel(this);
    mistakeLabel_->setWordWrap(true);
    setRole(mistakeLabel_, "error");
    mistakeLabel_->hide();
    grid->addWidget(label_, 0, 0);
    grid->addWidget(dot_, 0, 1);
    addField(this);
    grid->addWidget(field(), 0, 2);
    grid->addWidget(mistakeLabel_, 1, 2);
    grid->setColumnStretch(2, 1);
    label_->setBuddy(field());
    connect(dot_, &QToolButton::clicked, this, &OptionRow::showDotMenu);
    setText(QString::fromStdString(option.defaultValue));
}

void OptionRow::addField(QWidget *parent)
{
    if (option_.kind == OptionKind::Flag) {
        flag_ = new QCheckBox(parent);
        connect(flag_, &QCheckBox::toggled, this, &OptionRow::edited);
    } else if (option_.kind == OptionKind::Choice) {
        choice_ = new QComboBox(parent);
        choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        choice_->setMinimumWidth(leastFieldWidth);
        for (const std::string &value : option_.choices)
            choice_->addItem(sentenceCase(QString::fromStdString(value)),
                             QString::fromStdString(value));
        ignoreWheel(choice_);
        connect(choice_, &QComboBox::currentIndexChanged, this, &OptionRow::edited);
    } else {
        makeTextField();
    }
    field()->setObjectName(objectName_);
    field()->setAccessibleName(labelText());
    field()->setAccessibleDescription(QString::fromStdString(option_.help));
    field()->setToolTip(QString::fromStdString(option_.help));
}

QWidget *OptionRow::makeTextField()
{
    if (option_.kind == OptionKind::Path) {
        auto *path = new PathLine(this);
        connect(path, &PathLine::browseRequested, this, &OptionRow::browse);
        line_ = path;
    } else {
        line_ = new UnitLine(QString::fromStdString(option_.unit), this);
    }
    line_->setPlaceholderText(QString::fromStdString(option_.defaultValue));
    line_->setMinimumWidth(leastFieldWidth);
    connect(line_, &QLineEdit::textChanged, this, &OptionRow::edited);
    return line_;
}

// A path may name a file or a folder, and no dialog offers both.
void OptionRow::browse()
{
    const auto take = [this](const QString &chosen) {
        if (!chosen.isEmpty())
            line_->setText(chosen);
    };
    auto *menu = new QMenu(this);
    menu->setObjectName(line_->objectName() + QStringLiteral(".browse"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("File…"), this, [this, take] {
        take(QFileDialog::getOpenFileName(window(), labelText(), line_->text()));
    });
    menu->addAction(tr("Folder…"), this, [this, take] {
        take(QFileDialog::getExistingDirectory(window(), labelText(), line_->text()));
    });
    menu->popup(line_->mapToGlobal(QPoint(line_->width() - menu->sizeHint().width(), line_->height())));
}

QString OptionRow::text() const
{
    if (flag_ != nullptr)
        return flag_->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    if (choice_ != nullptr)
        return choice_->currentData().toString();
    const QString typed = line_->text().trimmed();
    return typed.isEmpty() ? QString::fromStdString(option_.defaultValue) : typed;
}

void OptionRow::setText(const QString &text)
{
    if (flag_ != nullptr)
        flag_->setChecked(text == QStringLiteral("true"));
    else if (choice_ != nullptr)
        choice_->setCurrentIndex(choice_->findData(text));
    else if (line_->text() != text)
        line_->setText(text);
    refresh();
}

bool OptionRow::isDefault() const
{
    return text().toStdString() == option_.defaultValue;
}

QString OptionRow::mistake() const
{
    if (const auto own = mistakeIn(option_, text().toStdString()))
        return sentenceCase(QString::fromStdString(*own)) + QLatin1Char('.');
    return outerMistake_;
}

void OptionRow::setOuterMistake(const QString &mistake)
{
    outerMistake_ = mistake;
    refresh();
}

QWidget *OptionRow::field() const
{
    if (flag_ != nullptr)
        return flag_;
    return choice_ != nullptr ? static_cast<QWidget *>(choice_) : line_;
}

QString OptionRow::labelText() const
{
    return option_.label.empty() ? sentenceCase(QString::fromStdString(option_.name))
                                 : QString::fromStdString(option_.label);
}

void OptionRow::showDotMenu()
{
    QMenu menu;
    const QString standard = QString::fromStdString(option_.defaultValue);
    menu.addAction(standard.isEmpty() ? tr("Reset") : tr("Reset to %1").arg(standard),
                   [this, standard] { setText(standard); });
    menu.exec(dot_->mapToGlobal(QPoint(0, dot_->height())));
}

void OptionRow::edited()
{
    refresh();
    Q_EMIT changed();
}

void OptionRow::refresh()
{
    const QString mistakeText = mistake();
    dot_->setVisible(!isDefault());
    dot_->setToolTip(
        option_.defaultValue.empty()
            ? tr("Differs from the default")
            : tr("Differs from the default %1").arg(QString::fromStdString(option_.defaultValue)));
    mistakeLabel_->setText(mistakeText);
    mistakeLabel_->setVisible(!mistakeText.isEmpty());
    setRole(label_, mistakeText.isEmpty() ? "" : "error");
    if (field()->property("mistake").toBool() == !mistakeText.isEmpty())
        return;
    field()->setProperty("mistake", !mistakeText.isEmpty());
    field()->style()->unpolish(field());
    field()->style()->polish(field());
}

} // namespace helicase
