// Loaded before a program (LD_PRELOAD): its first thread takes 20 ms from the decision to set the terminal's modes until they are set.
// Any other thread takes 40 ms until it goes on.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <termios.h>
#include <unistd.h>

int tcsetattr(int descriptor, int when, const struct termios *modes) {
    static int (*set)(int, int, const struct termios *);
    if (!set) *(void **)&set = dlsym(RTLD_NEXT, "tcsetattr");
    int is_first = gettid() == getpid();
    if (is_first) usleep(20000);
    int result = set(descriptor, when, modes);
    if (!is_first) usleep(40000);
    return result;
}
