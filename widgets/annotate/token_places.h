// Where tokens and runs of an annotation lie in a text that was edited since: those behind the edits
// move along, those that are touched become empty. All edits count as one, from the first changed
// character to the last, so that an edit costs nothing however long the text is. GUI thread only.
#pragma once

#include "widgets/annotate/annotation.h"

#include <optional>

namespace helicase {

class TokenPlaces {
public:
    TokenPlaces() = default;
    explicit TokenPlaces(std::shared_ptr<const Annotation> annotation);

    void edit(int32_t position, int32_t removed, int32_t inserted);
    // The text is no longer the one that was annotated.
    bool isMoved() const { return isMoved_; }

    int64_t count() const { return annotation_ ? std::ssize(annotation_->tokens) : 0; }
    AnnotatedToken token(int64_t index) const;
    // The token that covers the position; -1 without one.
    int64_t tokenAt(int32_t position) const;
    // The first token that begins at the position or behind it; count() without one.
    int64_t firstFrom(int32_t position) const;

    // A run that is edited inside stays a run and grows or shrinks.
    DnaRun run(int64_t index) const;
    // The run whose bases or tags hold the position.
    std::optional<DnaRun> runAt(int32_t position) const;
    // The first run that opens behind the position.
    std::optional<DnaRun> runAfter(int32_t position) const;

private:
    int64_t runCount() const { return annotation_ ? std::ssize(annotation_->runs) : 0; }
    int64_t firstRunAfter(int32_t position) const;

    std::shared_ptr<const Annotation> annotation_;
    bool isMoved_ = false;
    // [begin_, oldEnd_) of the annotated text is [begin_, newEnd_) now.
    int32_t begin_ = 0;
    int32_t oldEnd_ = 0;
    int32_t newEnd_ = 0;
};

} // namespace helicase
