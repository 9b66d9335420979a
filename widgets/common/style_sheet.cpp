#include "widgets/common/style_sheet.h"

#include "widgets/common/theme.h"

#include <QApplication>
#include <QFontMetrics>
#include <QHash>

#include <algorithm>

namespace helicase {

namespace {

// Colours are written as @name and sizes as @name, so that the sheet reads like the table of the
// design.
constexpr const char *sheet = R"(
* { outline: none; }
QToolTip { background: @text; color: @base; border: 1px solid @text; padding: 3px 6px; }
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QMenuBar { background: @chrome; border-bottom: 1px solid @border; padding: 2px 4px; }
QMenuBar::item { padding: 5px 9px; margin-top: 1px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @selection; }
QMenu { background: @base; border: 1px solid @controlborder; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 26px; border-radius: 3px; }
QMenu::item:selected { background: @selection; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @border; margin: 4px 6px; }
QMenu::icon { padding-left: 6px; }

QStatusBar { background: @chrome; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QStatusBar QLabel, QStatusBar QToolButton { font-size: @secondary; }

QToolBar { background: @window; border: none; border-bottom: 1px solid @border; spacing: 4px; padding: 5px 8px; }
QToolBar::separator { background: @border; width: 1px; margin: 4px 4px; }
QToolBar[role="activity"] { background: @chrome; border: none; border-right: 1px solid @border; padding: 0; spacing: 0; }
QToolBar[role="activity"] QToolButton { border: none; border-radius: 0; border-left: 3px solid transparent;
    padding: 4px 0 3px 0; font-size: @small; color: @muted; background: transparent; }
QToolBar[role="activity"] QToolButton:hover { background: @hover; }
QToolBar[role="activity"] QToolButton:checked { background: @window; border-left: 3px solid @accent; color: @text; font-weight: 600; }
QToolBar[role="activity"] QToolButton:focus { border: 2px solid @accent; }
QToolBar[role="activity"]::separator { background: @border; height: 1px; margin: 4px 13px; }

QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 3px 7px; background: transparent; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @selection; }
QToolButton:focus { border: 2px solid @accent; padding: 2px 6px; }
QToolButton:disabled { color: @disabled; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[popupMode="2"]::menu-indicator { image: url(:/icons/generated/@mode-down.svg); width: 10px;
    subcontrol-position: right center; right: 4px; }
QToolButton[popupMode="2"] { padding-right: 18px; }
QToolButton[popupMode="1"] { padding-right: 13px; }
QToolButton[popupMode="1"]:focus { padding-right: 12px; }
QToolButton::menu-button { border: none; border-radius: 4px; width: 18px; background: transparent; }
QToolButton::menu-button:hover { background: @selection; }
QToolButton::menu-arrow { image: url(:/icons/generated/@mode-down.svg); width: 10px; height: 10px; }
QToolButton#qt_toolbar_ext_button { padding: 0; }
QToolButton#qt_toolbar_ext_button:focus { padding: 0; }
QToolButton[role="link"] { color: @accent; padding: 2px 4px; font-size: @secondary; }
QToolButton[role="link"]:hover { text-decoration: underline; background: transparent; }
QToolButton[role="dot"] { color: @accent; padding: 0; font-weight: bold; font-size: @secondary; }
QToolButton[role="arrow"] { padding: 0; }
QToolButton[role="segment"] { border: 1px solid @border; border-radius: 0; padding: 3px 10px; background: @base; }
QToolButton[role="segment"]:checked { background: @selection; font-weight: 600; }
QToolButton[role="segment"]:focus { border: 2px solid @accent; padding: 2px 9px; }

QPushButton { background: @base; border: 1px solid @border; border-radius: 4px; padding: 3px 12px; min-height: @control; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @selection; }
QPushButton:focus { border: 2px solid @accent; padding: 2px 11px; }
QPushButton:disabled { color: @disabled; }
QPushButton[role="primary"] { background: @accent; color: @onaccent; border: 1px solid @accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: @accenthover; }
QPushButton[role="primary"]:focus { border: 2px solid @text; padding: 2px 11px; }
QPushButton[role="primary"]:disabled { background: @accentdisabled; border-color: @accentdisabled; color: @onaccent; }
QPushButton[role="danger"] { color: @error; }
QPushButton[role="entry"] { background: transparent; border: 1px solid transparent; text-align: left; padding: 6px 10px; }
QPushButton[role="entry"]:hover { background: @hover; }
QPushButton[role="entry"]:focus { border: 2px solid @accent; padding: 5px 9px; }

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QAbstractSpinBox { background: @base; border: 1px solid @border;
    border-radius: 4px; padding: 2px 6px; min-height: @control; selection-background-color: @selection; selection-color: @text; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { border: 2px solid @accent; padding: 1px 5px; }
QLineEdit[mistake="true"], QComboBox[mistake="true"] { border: 1px solid @error; }
QLineEdit[mistake="true"]:focus, QComboBox[mistake="true"]:focus { border: 2px solid @error; }
QLineEdit:disabled, QComboBox:disabled { color: @disabled; background: @window; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/generated/@mode-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @base; border: 1px solid @controlborder; selection-background-color: @selection;
    selection-color: @text; padding: 2px; }
QPlainTextEdit, QTextEdit { background: @base; border: 1px solid @border; border-radius: 4px;
    selection-background-color: @selection; selection-color: @text; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent; }
QPlainTextEdit[role="flat"], QTextEdit[role="flat"] { border: none; border-radius: 0; }

QCheckBox { spacing: 7px; }
QCheckBox::indicator, QTableView::indicator, QTreeView::indicator, QListView::indicator { width: 13px; height: 13px;
    border: 1px solid @controlborder; border-radius: 3px; background: @base; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked {
    background: @accent; border-color: @accent; image: url(:/icons/generated/@mode-check.svg); }
QCheckBox:focus { border: 2px solid @accent; border-radius: 4px; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid @controlborder; border-radius: 7px; background: @base; }
QRadioButton::indicator:checked { background: @accent; }

QTableView, QTreeView, QListView { background: @base; alternate-background-color: @alternate; border: none;
    gridline-color: @border; selection-background-color: @selection; selection-color: @text; }
QListView[role="clear"] { background: transparent; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 2px solid @accent; }
QTableView::item { padding: 0 8px; border: none; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: @selection; color: @text; }
QHeaderView { background: @window; border: none; font-size: @secondary; }
QHeaderView::section { background: @window; color: @muted; border: none; border-right: 1px solid @border;
    border-bottom: 1px solid @border; padding: 4px 8px; font-weight: 400; }
QHeaderView::section:last { border-right: none; }
QHeaderView::down-arrow { image: url(:/icons/generated/@mode-down.svg); width: 10px; subcontrol-position: center right; right: 2px; }
QHeaderView::up-arrow { image: url(:/icons/generated/@mode-up.svg); width: 10px; subcontrol-position: center right; right: 2px; }
QTableCornerButton::section { background: @window; border: none; border-bottom: 1px solid @border; }

QTabBar::tab { background: transparent; color: @muted; padding: 6px 14px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:focus { border: 2px solid @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }

QProgressBar { background: @border; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QSlider::groove:horizontal { height: 3px; background: @border; border-radius: 1px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 1px; }
QSlider::handle:horizontal { width: 12px; margin: -5px 0; border-radius: 6px; background: @base; border: 1px solid @controlborder; }
QSlider:focus { border: 2px solid @accent; border-radius: 4px; }

QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { width: 11px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 11px; background: transparent; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 4px; margin: 1px 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; margin: 2px 1px; }
QScrollBar::handle:hover { background: @controlborder; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QDockWidget { font-weight: 600; }
QFrame[role="line"] { background: @border; border: none; }
QWidget[role="sidebar"] { background: @window; }
QWidget[role="canvas"] { background: @base; }
QWidget[role="chrome"] { background: @chrome; }
QLabel[role="muted"], QToolButton[role="muted"] { color: @muted; font-size: @secondary; }
QLabel[role="small"] { color: @muted; font-size: @small; }
QLabel[role="error"] { color: @error; font-size: @secondary; }
QLabel[role="success"] { color: @success; }
QLabel[role="warning"] { color: @warning; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: @title; font-weight: 600; }
QLabel[role="headline"] { font-size: @headline; font-weight: 600; }
QLabel[role="sectiontitle"] { font-weight: 600; }

QFrame[band="info"], QFrame[band="progress"] { background: @alternate; border: none; border-bottom: 1px solid @border; }
QFrame[band="warning"] { background: @warningband; border: none; border-bottom: 1px solid @border; }
QFrame[band="error"] { background: @errorband; border: none; border-bottom: 1px solid @border; }
QFrame[role="toast"] { background: @text; border-radius: 4px; }
QFrame[role="toast"] QLabel { color: @base; }
QFrame[role="toast"] QToolButton { color: @toastlink; }
QFrame[role="note"] { background: @alternate; border: none; }
QFrame[role="palette"] { background: @base; border: 1px solid @controlborder; border-radius: 4px; }
QFrame[role="palette"] QLineEdit { border: none; padding: 6px 4px; }
)";

QString pixels(double points, double scale)
{
    return QString::number(points * scale, 'f', 2) + QStringLiteral("pt");
}

QColor mixed(const QColor &one, const QColor &other, double share)
{
    const auto blend = [share](double a, double b) { return float(a * (1 - share) + b * share); };
    return QColor::fromRgbF(blend(one.redF(), other.redF()), blend(one.greenF(), other.greenF()),
                            blend(one.blueF(), other.blueF()));
}

QHash<QString, QString> replacements(bool dark)
{
    const auto color = [dark](ColorRole role) { return themeColor(role, dark); };
    const double points = QApplication::font().pointSizeF();
    const int textHeight = QFontMetrics(QApplication::font()).height();
    return {
        {"window", color(ColorRole::Window).name()},
        {"chrome", color(ColorRole::Chrome).name()},
        {"base", color(ColorRole::Base).name()},
        {"alternate", color(ColorRole::Alternate).name()},
        {"text", color(ColorRole::Text).name()},
        {"muted", color(ColorRole::Muted).name()},
        {"border", color(ColorRole::Border).name()},
        {"controlborder", color(ColorRole::ControlBorder).name()},
        {"accent", color(ColorRole::Accent).name()},
        {"onaccent", color(ColorRole::OnAccent).name()},
        {"accenthover", mixed(color(ColorRole::Accent), color(ColorRole::Text), 0.15).name()},
        {"accentdisabled", mixed(color(ColorRole::Accent), color(ColorRole::Window), 0.5).name()},
        {"selection", color(ColorRole::Selection).name()},
        {"hover", color(ColorRole::Hover).name()},
        {"success", color(ColorRole::Success).name()},
        {"warning", color(ColorRole::Warning).name()},
        {"warningband", color(ColorRole::WarningBand).name()},
        {"error", color(ColorRole::Error).name()},
        {"errorband", color(ColorRole::ErrorBand).name()},
        {"disabled", mixed(color(ColorRole::Muted), color(ColorRole::Window), 0.35).name()},
        {"scroll", color(ColorRole::GreyContext).name()},
        {"toastlink", themeColor(ColorRole::Accent, !dark).name()},
        {"mode", dark ? QStringLiteral("dark") : QStringLiteral("light")},
        {"small", pixels(points, 0.85)},
        {"secondary", pixels(points, 0.92)},
        {"title", pixels(points, 1.15)},
        {"headline", pixels(points, 1.7)},
        {"control", QString::number(std::max(textHeight + 2, 18)) + QStringLiteral("px")},
    };
}

} // namespace

QString generatedStyleSheet(bool dark)
{
    const QHash<QString, QString> values = replacements(dark);
    QStringList names = values.keys();
    // Longest first: @controlborder must not be taken for @control.
    std::ranges::sort(names, std::greater{}, &QString::size);
    QString text = QString::fromUtf8(sheet);
    for (const QString &name : names)
        text.replace(QLatin1Char('@') + name, values.value(name));
    return text;
}

} // namespace helicase
