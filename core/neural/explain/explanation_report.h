// An explanation as a page for people. No LibTorch type; function without state.
#pragma once

#include "core/neural/explain/explanation_files.h"
#include "core/report/report_page.h"

namespace helicase {

ReportPage explanationReport(const ExplainedWindow &window, const BindingExplanation &explanation,
                             std::span<const Motif> motifs, std::span<const MotifMatch> matches);

// "T4A": the reference's letter, the position from 1, the other letter; empty without one.
std::string strongestText(const ExplainedWindow &window, const MotifMatch &match);

} // namespace helicase
