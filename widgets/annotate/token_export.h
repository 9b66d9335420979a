// Tokens of a document as text for files and the clipboard. Pure functions, for worker threads.
#pragma once

#include "widgets/annotate/annotation.h"

#include <QByteArray>

namespace helicase {

enum class TokenFormat { JsonLines, TabSeparated };

// JSON lines: one record as `helicase tokenize --format jsonl` writes it. Tab-separated: a line per
// token below a header. Places are code points of the text, from 0, the end excluded.
// Throws Stopped.
QByteArray tokensAsText(const AnnotationRequest &request, const QString &documentName,
                        TokenFormat format, const std::stop_token &stop);

} // namespace helicase
