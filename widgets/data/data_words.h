// What the window says about data sets in words and icons. GUI thread only.
#pragma once

#include "widgets/common/theme.h"
#include "widgets/data/loaded_data.h"

namespace helicase {

// "1 row", "6,130 rows"; of FASTA and FASTQ "1 sequence".
QString rowsText(int64_t rows, DataKind kind = DataKind::Labelled);
// "6,130 rows, 2 labels: train 4,904, dev 613, test 613".
QString headlineOf(const LoadedData &data);
// What is no good, errors in full: "Doubtful: duplicates within a split (59 rows)."; else empty.
QString doubtsOf(const LoadedData &data);
// "labelled sequences".
QString kindText(DataKind kind);
// "good", for tables; with icon and colour beside it.
QString verdictText(CheckVerdict verdict);
QString verdictIcon(CheckVerdict verdict);
ColorRole verdictColor(CheckVerdict verdict);

} // namespace helicase
