// helicase-workbench: the window. Parses the command line and shows the window.
#include "app/workbench/main_window.h"
#include "app/workbench/screenshot.h"
#include "widgets/embeddings/opengl_probe.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <cstdio>
#include <exception>
#include <optional>

namespace {

struct StartOptions {
    QString project;
    bool isDemo = false;
    QString run;
    QString panel;
    QString screenshot;
    std::optional<QSize> size;
};

int fail(helicase::ExitStatus status, const QString &text)
{
    std::fprintf(stderr, "helicase-workbench: %s\n", qPrintable(text));
    return int(status);
}

std::optional<QSize> parseSize(const QString &text)
{
    const auto match = QRegularExpression(QStringLiteral("^(\\d{3,5})x(\\d{3,5})$")).match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

// Nothing after a mistake, which is then in `mistake`.
std::optional<StartOptions> parseOptions(const QCoreApplication &application, QString &mistake)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Workbench for DNA language models."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("PROJECT", "Project file or folder; with --demo the demo's folder",
                                 "[PROJECT]");
    parser.addOption({"demo", "Open the demo; run it unless it has run"});
    parser.addOption({"run", "Attach to a run folder", "DIR"});
    parser.addOption(
        {"panel", "Panel to show: data, annotate, models, train, runs, embeddings, evaluate, binding", "NAME"});
    parser.addOption(
        {"screenshot", "Save a picture of the window with its content and end", "FILE.png"});
    parser.addOption({"size", "Size of the window in pixels", "WxH"});
    parser.process(application);
    StartOptions options;
    options.project = parser.positionalArguments().value(0);
    options.isDemo = parser.isSet("demo");
    options.run = parser.value("run");
    options.panel = parser.value("panel");
    options.screenshot = parser.value("screenshot");
    options.size = parseSize(parser.value("size"));
    if (parser.positionalArguments().size() > 1)
        mistake = QStringLiteral("one project can be opened at a time");
    if (parser.isSet("size") && !options.size)
        mistake =
            QStringLiteral("--size %1 is no size. hint: write 1440x900").arg(parser.value("size"));
    QStringList panels;
    for (const helicase::PanelEntry &panel : helicase::availablePanels())
        panels += panel.id;
    if (!options.panel.isEmpty() && !panels.contains(options.panel))
        mistake =
            QStringLiteral("there is no panel %1. hint: %2").arg(options.panel, panels.join(", "));
    if (!options.run.isEmpty() && !QFileInfo::exists(options.run + "/run.json"))
        mistake = QStringLiteral("%1 is no run folder (it holds no run.json)").arg(options.run);
    return mistake.isEmpty() ? std::optional(options) : std::nullopt;
}

void openContent(helicase::MainWindow &window, const StartOptions &options)
{
    const bool isPicture = !options.screenshot.isEmpty();
    if (options.isDemo && options.project.isEmpty())
        window.openDemo(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
                            "/demo",
                        isPicture);
    else if (options.isDemo)
        window.openDemo(options.project, isPicture);
    else if (!options.project.isEmpty())
        window.openPath(options.project);
    if (!options.run.isEmpty())
        window.showPanel("train", QFileInfo(options.run).absoluteFilePath());
    if (!options.panel.isEmpty())
        window.showPanel(options.panel);
}

int run(QApplication &application)
{
    QString mistake;
    const std::optional<StartOptions> options = parseOptions(application, mistake);
    if (!options)
        return fail(helicase::ExitStatus::WrongUsage, mistake);
    helicase::Theme theme;
    helicase::WindowSettings settings;
    theme.setMode(settings.themeMode());
    theme.setTextScale(settings.textScale());
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    helicase::MainWindow window(theme, data + "/jobs");
    if (options->size || !options->screenshot.isEmpty())
        window.resize(options->size.value_or(QSize(1440, 900)));
    window.show();
    // The driver takes its time to load: now, not when the first cloud is opened beside a training
    // run.
    helicase::isOpenGlAvailable();
    openContent(window, *options);
    if (options->screenshot.isEmpty())
        return QApplication::exec();
    helicase::Screenshot picture(window, options->screenshot);
    int status = 0;
    QObject::connect(&picture, &helicase::Screenshot::finished, &window,
                     [&](const QString &reason) {
                         status = reason.isEmpty() ? 0 : fail(helicase::ExitStatus::Failed, reason);
                         window.close();
                         QCoreApplication::quit();
                     });
    QApplication::exec();
    return status;
}

// Qt would end the program with a core dump.
bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") ||
           !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

// --help and --version answer without a display.
int withoutDisplay(int count, char **words)
{
    const QCoreApplication application(count, words);
    QString mistake;
    if (!parseOptions(application, mistake))
        return fail(helicase::ExitStatus::WrongUsage, mistake);
    return fail(
        helicase::ExitStatus::Failed,
        QStringLiteral("there is no display. hint: helicase does the same work on the command "
                       "line; for pictures start the workbench with xvfb-run"));
}

} // namespace

int main(int count, char **words)
{
    QCoreApplication::setOrganizationName("Helicase");
    QCoreApplication::setApplicationName("helicase-workbench");
    QCoreApplication::setApplicationVersion(HELICASE_VERSION);
    if (!hasDisplay())
        return withoutDisplay(count, words);
    helicase::prepareOpenGl();
    QApplication application(count, words);
    try {
        return run(application);
    } catch (const std::exception &error) {
        return fail(helicase::ExitStatus::Failed, QString::fromUtf8(error.what()));
    }
}
