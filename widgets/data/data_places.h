// What a path on the disk is to the Data panel, by what lies there. Any thread.
#pragma once

#include "widgets/data/data_tree.h"

namespace helicase {

bool holdsTokenizer(const QString &path);
// A folder with a train split.
bool holdsSplits(const QString &path);
// What a tokenizer's folder is called; "tokenizer" alone says nothing.
QString tokenizerName(const QString &folder);
// That of the embedded demo; empty in an installation without it.
QString demoTokenizer();
// The group of a data set that is not read yet, by its name.
DataGroup likelyGroup(const QString &path);

} // namespace helicase
