/* Asks for the functions of libm that every glibc since the first of its CPU has, when Python is built with glibc 2.29
   or newer: those have a second version of each, without the error handling of System V, which a library linked there
   would need. Included before each source file by scripts/package-base.sh. */
#ifndef __ASSEMBLER__
#if defined __x86_64__
#define FIRST "GLIBC_2.2.5"
#elif defined __aarch64__
#define FIRST "GLIBC_2.17"
#else
#error "packaging/linux/older-glibc.h: which version of glibc was the first for this CPU?"
#endif
__asm__(".symver exp,exp@" FIRST);
__asm__(".symver exp2,exp2@" FIRST);
__asm__(".symver log,log@" FIRST);
__asm__(".symver log2,log2@" FIRST);
__asm__(".symver pow,pow@" FIRST);
#undef FIRST
#endif
