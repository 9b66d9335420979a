// For inner loops: a function that carries HELICASE_CLONES is compiled for several instruction
// sets, and the one that the processor has is taken when the program is loaded. What it calls must
// be HELICASE_INLINE to be compiled along. Under the thread sanitizer there is one version: the
// choice would run before the sanitizer does.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define HELICASE_CLONES                                                                            \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define HELICASE_CLONES
#endif
#define HELICASE_INLINE [[gnu::always_inline]] inline
