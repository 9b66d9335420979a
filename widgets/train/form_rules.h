// What the fields of a run's form have to do with each other: which are without effect beside
// others, and mistakes that concern several. GUI thread only.
#pragma once

namespace helicase {

class OptionForm;

// For every task; a rule whose options the form has not does nothing. Reads names of files in a
// folder, no contents.
void applyFormRules(OptionForm &form);

} // namespace helicase
