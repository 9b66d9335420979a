// The panels that this build has, in the order of the activity bar.
#pragma once

#include "widgets/common/panel.h"

#include <functional>
#include <vector>

namespace helicase {

struct PanelEntry {
    QString id;    // "embeddings"; the bar's button is "panel.embeddings"
    QString label; // in the bar
    QString icon;
    bool startsGroup; // a line above it
    std::function<Panel *(PanelContext &, QWidget *)> create;
};

const std::vector<PanelEntry> &availablePanels();

} // namespace helicase
