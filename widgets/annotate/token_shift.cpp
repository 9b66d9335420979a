#include "widgets/annotate/token_shift.h"

namespace helicase {

void shiftTokens(std::vector<AnnotatedToken> &tokens, int32_t position, int32_t removed,
                 int32_t inserted)
{
    const int32_t end = position + removed;
    std::erase_if(tokens, [&](const AnnotatedToken &token) {
        return token.begin < end && token.end > position;
    });
    for (AnnotatedToken &token : tokens) {
        if (token.begin < end || token.end <= position)
            continue;
        token.begin += inserted - removed;
        token.end += inserted - removed;
    }
}

void shiftRuns(std::vector<DnaRun> &runs, int32_t position, int32_t removed, int32_t inserted)
{
    const int32_t editEnd = position + removed;
    const int32_t by = inserted - removed;
    std::erase_if(runs, [&](const DnaRun &run) {
        const bool isOutside = run.close <= position || run.open >= editEnd;
        const bool isInside = position >= run.begin && editEnd <= run.end;
        return !isOutside && !isInside;
    });
    for (DnaRun &run : runs) {
        if (run.close <= position)
            continue;
        if (run.open >= editEnd) {
            run.open += by;
            run.begin += by;
        }
        run.end += by;
        run.close += by;
    }
}

} // namespace helicase
