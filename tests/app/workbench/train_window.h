// What the tests of Train with a real worker share: settings of their own, the form filled, the run
// started by its button and watched to its end.
#pragma once

#include "core/run/run_folder.h"
#include "widgets/common/option_form.h"
#include "widgets/train/run_form.h"
#include "widgets/train/train_panel.h"

#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

namespace helicase::test {

inline void useSettingsIn(const QTemporaryDir &folder)
{
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.filePath("settings"));
}

// The values of these options over those of the form; a model of one layer in any case.
inline void fillForm(RunForm *form, const std::map<std::string, std::string> &options)
{
    OptionValues values = form->options()->values();
    for (const auto &[name, value] :
         std::map<std::string, std::string>{{"data.max_tokens", "64"},
                                            {"model.layers", "1"},
                                            {"model.width", "32"},
                                            {"model.heads", "2"},
                                            {"model.feed_forward", "64"}})
        values.set(name, value);
    for (const auto &[name, value] : options)
        values.set(name, value);
    form->options()->setValues(values);
}

// Fails the test unless the run is done after so many steps.
inline void startAndAwait(TrainPanel &panel, int64_t steps)
{
    constexpr int patience = 90'000; // milliseconds; a busy machine loads LibTorch slowly
    auto *start = panel.findChild<QPushButton *>("train.start");
    QVERIFY(start->isEnabled());
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_VERIFY(panel.shownRun());
    QTRY_VERIFY_WITH_TIMEOUT(!panel.shownRun()->isActive(), patience);
    const auto &messages = panel.band()->messages();
    QVERIFY2(panel.shownRun()->state() == RunState::Done,
             messages.empty() ? "" : qPrintable(messages.back().text + messages.back().details));
    QTRY_COMPARE(panel.shownRun()->step(), steps);
}

} // namespace helicase::test
