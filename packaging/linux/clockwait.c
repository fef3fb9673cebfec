/* pthread_cond_clockwait for a glibc before 2.30, which Qt for AArch64 asks for (ADR 66; packaging/older_glibc.py). A glibc
   that has it is asked. Before, the time that is left counts by the clock of the condition variable's default, as
   std::condition_variable of GCC did it then: its callers look at their own clock again. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <time.h>

#define SECOND 1000000000L

typedef int waiting(pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *);

static struct timespec by_default_clock(clockid_t clock, const struct timespec *until) {
    struct timespec now, then;
    clock_gettime(clock, &now);
    clock_gettime(CLOCK_REALTIME, &then);
    then.tv_sec += until->tv_sec - now.tv_sec;
    then.tv_nsec += until->tv_nsec - now.tv_nsec;
    if (then.tv_nsec >= SECOND) {
        then.tv_nsec -= SECOND;
        then.tv_sec += 1;
    } else if (then.tv_nsec < 0) {
        then.tv_nsec += SECOND;
        then.tv_sec -= 1;
    }
    if (then.tv_sec < 0) /* long over; a negative time would be an error */
        then.tv_sec = then.tv_nsec = 0;
    return then;
}

int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                           const struct timespec *until) {
    waiting *of_system = (waiting *)dlvsym(RTLD_NEXT, "pthread_cond_clockwait", "GLIBC_2.30");
    if (of_system)
        return of_system(condition, mutex, clock, until);
    struct timespec then = by_default_clock(clock, until);
    return pthread_cond_timedwait(condition, mutex, &then);
}
