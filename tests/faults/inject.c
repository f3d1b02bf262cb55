/* Makes the disk under one folder misbehave: preloaded before the C library, it numbers the file calls on paths under that
   folder and lets the N-th fail, tear, lie or kill; or it writes them to a log from which power cuts are replayed.
   Driven by tests/faults/inject.py, which also builds it:  cc -shared -fPIC -O2 -o inject.so inject.c -ldl

   Kinds of calls: o open to read, W open to write, O make a file, r read, w write, s sync, t truncate, n rename, u unlink or
   rmdir, m mkdir, l link, a chmod or times, c close, q question (stat, access, opendir). */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { OFF, COUNT, FAIL, KILL, TEAR, SHORT, FLIP, ZERO, LOSE, LOG };
enum { HANDLES = 65536, CALLS = 1 << 20 };

static char folder[4096], kinds[32], seen[CALLS];
static size_t folder_length;
static long at, calls, fired;
static int mode, error, lasting, log_handle = -1;
static char *path_of[HANDLES]; /* of what was opened under the folder */
static char mounts[4096];      /* what is read instead of the system's list of mounts */

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

void inject_arm(const char *under, long number, int how, int code, int stays, const char *which) {
    snprintf(folder, sizeof folder, "%s", under);
    snprintf(kinds, sizeof kinds, "%s", which);
    folder_length = strlen(folder);
    at = number, mode = how, error = code, lasting = stays, calls = fired = 0;
}
void inject_off(void) { mode = OFF; }
long inject_fired(void) { return fired; }
long inject_calls(char *into, long room) { /* the kinds of the calls there were, one letter each */
    long n = calls < CALLS ? calls : CALLS;
    memcpy(into, seen, n < room ? n : room);
    return n;
}

/* What the call of this kind has to do: OFF as asked, FAIL with errno set, or TEAR, SHORT, FLIP, ZERO, LOSE of a write. */
static int hit(char kind) {
    if (mode == OFF || mode == LOG) return OFF;
    long number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST); /* several threads may copy files */
    if (number <= CALLS) seen[number - 1] = kind;
    if (mode == COUNT || number < at || (fired && !lasting) || !strchr(kinds, kind)) return OFF;
    fired++;
    if (mode == KILL) {
        kill(getpid(), SIGKILL);
        pause();
    }
    errno = error;
    return mode;
}

static int under(const char *path) {
    return mode && path && folder_length && !strncmp(path, folder, folder_length) &&
           (!path[folder_length] || path[folder_length] == '/');
}
static const char *whole(int at_folder, const char *path, char *room, size_t size) { /* a path beside an open folder */
    if (!mode || !path || path[0] == '/' || at_folder < 0 || at_folder >= HANDLES || !path_of[at_folder]) return path;
    snprintf(room, size, "%s/%s", path_of[at_folder], path);
    return room;
}
static int ours(int handle) { return mode && handle >= 0 && handle < HANDLES && path_of[handle]; }
static void remember(int handle, const char *path) {
    if (handle < 0 || handle >= HANDLES) return;
    free(path_of[handle]);
    path_of[handle] = path ? strdup(path) : NULL;
}

/* The log: "C inode path" made, "W inode offset length" and the bytes, "T inode length" cut to, "S inode" synced,
   "D path" folder synced, "R old<tab>new", "U path", "M path", "L inode path", "A text" acknowledged by the program. */
static pthread_mutex_t one_entry = PTHREAD_MUTEX_INITIALIZER;
static void put(const void *bytes, size_t length) {
    REAL(write);
    for (size_t done = 0; done < length;) {
        ssize_t more = real(log_handle, (const char *)bytes + done, length - done);
        if (more <= 0) abort();
        done += more;
    }
}
static void note_with(const void *bytes, size_t length, const char *format, ...) {
    char line[9000];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    pthread_mutex_lock(&one_entry);
    put(line, written);
    put(bytes, length);
    pthread_mutex_unlock(&one_entry);
}
#define note(...) note_with("", 0, __VA_ARGS__)
static unsigned long inode(int handle) {
    struct stat what;
    return fstat(handle, &what) ? 0 : what.st_ino;
}
void inject_log(const char *what, int handle) {
    inject_arm(what, 0, handle < 0 ? OFF : LOG, 0, 0, "");
    log_handle = handle;
}
void inject_acknowledge(const char *text) {
    if (mode == LOG) note("A %s\n", text);
}

void inject_mounts(const char *list) { snprintf(mounts, sizeof mounts, "%s", list); }
static const char *meant(const char *path) {
    return *mounts && path && !strcmp(path, "/proc/self/mountinfo") ? mounts : path;
}
static int opened(int handle, const char *path, int flags, int mine, int existed) {
    remember(handle, mine ? path : NULL);
    if (mine && handle >= 0 && mode == LOG && !(flags & O_DIRECTORY)) {
        if ((flags & O_CREAT) && !existed) note("C %lu %s\n", inode(handle), path);
        else if (flags & O_TRUNC) note("T %lu 0\n", inode(handle));
    }
    return handle;
}
static int is_there(const char *path) {
    REAL(access);
    return !real(path, F_OK);
}
#define OPENED(path, flags, real_call) \
    int mine = under(path), existed = mine && is_there(path); \
    if (mine && hit((flags) & O_CREAT && !existed ? 'O' : (flags) & (O_WRONLY | O_RDWR | O_TRUNC) ? 'W' : 'o')) return -1; \
    return opened(real_call, path, flags, mine, existed)
#define RIGHTS \
    mode_t rights = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        rights = va_arg(more, mode_t); \
        va_end(more); \
    }
#define OPEN(NAME) \
    int NAME(const char *path, int flags, ...) { \
        RIGHTS REAL(NAME); \
        path = meant(path); \
        OPENED(path, flags, real(path, flags, rights)); \
    }
OPEN(open)
OPEN(open64)
#define OPENAT(NAME) \
    int NAME(int beside, const char *name, int flags, ...) { \
        RIGHTS REAL(NAME); \
        char room[4096]; \
        const char *path = whole(beside, name, room, sizeof room); \
        OPENED(path, flags, real(beside, name, flags, rights)); \
    }
OPENAT(openat)
OPENAT(openat64)
int __open_2(const char *path, int flags) { return open(path, flags); }
int __open64_2(const char *path, int flags) { return open64(path, flags); }

typedef ssize_t writer(int, const void *, size_t, off64_t);
static ssize_t plain_write(int handle, const void *bytes, size_t length, off64_t offset) {
    REAL(write);
    (void)offset;
    return real(handle, bytes, length);
}
static ssize_t write_there(int handle, const void *bytes, size_t length, off64_t offset) {
    REAL(pwrite64);
    return real(handle, bytes, length, offset);
}
static ssize_t written(writer *really, int handle, const void *bytes, size_t length, off64_t offset) {
    if (!ours(handle)) return really(handle, bytes, length, offset);
    if (mode == LOG) {
        off64_t start = offset < 0 ? lseek64(handle, 0, SEEK_CUR) : offset;
        ssize_t done = really(handle, bytes, length, offset);
        if (done > 0) note_with(bytes, done, "W %lu %lld %zd\n", inode(handle), (long long)start, done);
        return done;
    }
    int how = hit('w'), code = errno;
    if (how == OFF) return really(handle, bytes, length, offset);
    if (how == FAIL) return -1;
    if (how == TEAR || (how == SHORT && length > 1)) {
        ssize_t half = really(handle, bytes, length / 2, offset);
        errno = code;
        return how == TEAR ? -1 : half;
    }
    if (how == LOSE) {
        if (offset < 0) lseek64(handle, length, SEEK_CUR);
        return length;
    }
    char *other = calloc(1, length + 1);
    if (how != ZERO) memcpy(other, bytes, length);
    if (how == FLIP && length) other[length / 2] ^= 0x10;
    ssize_t done = really(handle, other, length, offset);
    free(other);
    return done;
}
ssize_t write(int handle, const void *bytes, size_t length) { return written(plain_write, handle, bytes, length, -1); }
ssize_t pwrite64(int handle, const void *bytes, size_t length, off64_t offset) {
    return written(write_there, handle, bytes, length, offset);
}
ssize_t pwrite(int handle, const void *bytes, size_t length, off_t offset) {
    return written(write_there, handle, bytes, length, offset);
}
static ssize_t sent(int to, int from, off64_t *offset, size_t length) {
    REAL(sendfile64);
    if (ours(to) && mode == LOG) { /* the log needs the bytes: let the caller copy them by hand */
        errno = EINVAL;
        return -1;
    }
    if (ours(from) && hit('r')) return -1;
    if (!ours(to)) return real(to, from, offset, length);
    int how = hit('w'), code = errno;
    if (how == FAIL) return -1;
    if (how == TEAR || how == SHORT) {
        ssize_t part = real(to, from, offset, length < 1000 ? length : 1000);
        errno = code;
        return how == TEAR ? -1 : part;
    }
    if (how != OFF) { /* a lie about bytes that never pass through here: they are lost */
        lseek64(to, length < 4096 ? length : 4096, SEEK_CUR);
        return lseek64(from, length < 4096 ? length : 4096, SEEK_CUR), length < 4096 ? length : 4096;
    }
    return real(to, from, offset, length);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) { return sent(to, from, offset, length); }
ssize_t sendfile(int to, int from, off_t *offset, size_t length) { return sent(to, from, offset, length); }
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t length, unsigned flags) {
    REAL(copy_file_range);
    if (ours(to) || ours(from)) {
        errno = EXDEV; /* as between two disks: the caller falls back on what is counted here */
        return -1;
    }
    return real(from, a, to, b, length, flags);
}

ssize_t read(int handle, void *bytes, size_t length) {
    REAL(read);
    return ours(handle) && hit('r') ? -1 : real(handle, bytes, length);
}
ssize_t pread64(int handle, void *bytes, size_t length, off64_t offset) {
    REAL(pread64);
    return ours(handle) && hit('r') ? -1 : real(handle, bytes, length, offset);
}
ssize_t pread(int handle, void *bytes, size_t length, off_t offset) { return pread64(handle, bytes, length, offset); }

#define SYNC(NAME) \
    int NAME(int handle) { \
        REAL(NAME); \
        if (!ours(handle)) return real(handle); \
        if (mode == LOG) { \
            struct stat what; \
            if (!fstat(handle, &what) && S_ISDIR(what.st_mode)) note("D %s\n", path_of[handle]); \
            else note("S %lu\n", inode(handle)); \
        } \
        int how = hit('s'); \
        return how == OFF ? real(handle) : how == LOSE ? 0 : -1; \
    }
SYNC(fsync)
SYNC(fdatasync)
int close(int handle) {
    REAL(close);
    int mine = ours(handle), how = mine ? hit('c') : OFF, code = errno;
    if (handle >= 0 && handle < HANDLES) remember(handle, NULL);
    int done = real(handle);
    if (how == OFF) return done;
    errno = code;
    return -1;
}
int ftruncate64(int handle, off64_t length) {
    REAL(ftruncate64);
    if (!ours(handle)) return real(handle, length);
    if (hit('t')) return -1;
    int done = real(handle, length);
    if (mode == LOG && !done) note("T %lu %lld\n", inode(handle), (long long)length);
    return done;
}
int ftruncate(int handle, off_t length) { return ftruncate64(handle, length); }

static int renamed(int failed, const char *from, const char *to) {
    if (!failed && mode == LOG && under(to)) note("R %s\t%s\n", from, to);
    return failed;
}
int rename(const char *from, const char *to) {
    REAL(rename);
    if (!under(from) && !under(to)) return real(from, to);
    return hit('n') ? -1 : renamed(real(from, to), from, to);
}
int renameat(int a, const char *from, int b, const char *to) {
    REAL(renameat);
    char first[4096], second[4096];
    const char *one = whole(a, from, first, sizeof first), *two = whole(b, to, second, sizeof second);
    if (!under(one) && !under(two)) return real(a, from, b, to);
    return hit('n') ? -1 : renamed(real(a, from, b, to), one, two);
}
static int linked(int failed, const char *to) {
    struct stat what;
    if (!failed && mode == LOG && !stat(to, &what)) note("L %lu %s\n", (unsigned long)what.st_ino, to);
    return failed;
}
int link(const char *from, const char *to) {
    REAL(link);
    if (!under(to)) return real(from, to);
    return hit('l') ? -1 : linked(real(from, to), to);
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    REAL(linkat);
    char room[4096];
    const char *path = whole(b, to, room, sizeof room);
    if (!under(path)) return real(a, from, b, to, flags);
    return hit('l') ? -1 : linked(real(a, from, b, to, flags), path);
}
#define NAMED(kind, letter, path, real_call) \
    if (!under(path)) return real_call; \
    if (hit(kind)) return -1; \
    int failed = real_call; \
    if (!failed && mode == LOG) note(letter " %s\n", path); \
    return failed
int unlink(const char *path) {
    REAL(unlink);
    NAMED('u', "U", path, real(path));
}
int rmdir(const char *path) {
    REAL(rmdir);
    NAMED('u', "U", path, real(path));
}
int unlinkat(int beside, const char *name, int flags) {
    REAL(unlinkat);
    char room[4096];
    const char *path = whole(beside, name, room, sizeof room);
    NAMED('u', "U", path, real(beside, name, flags));
}
int mkdir(const char *path, mode_t rights) {
    REAL(mkdir);
    NAMED('m', "M", path, real(path, rights));
}

#define ASKED(kind, path, real_call) return under(path) && hit(kind) ? -1 : real_call
int chmod(const char *path, mode_t rights) {
    REAL(chmod);
    ASKED('a', path, real(path, rights));
}
int fchmod(int handle, mode_t rights) {
    REAL(fchmod);
    return ours(handle) && hit('a') ? -1 : real(handle, rights);
}
int utimensat(int beside, const char *path, const struct timespec times[2], int flags) {
    REAL(utimensat);
    ASKED('a', path, real(beside, path, times, flags));
}
int access(const char *path, int how) {
    REAL(access);
    ASKED('q', path, real(path, how));
}
DIR *opendir(const char *path) {
    REAL(opendir);
    return under(path) && hit('q') ? NULL : real(path);
}
int stat(const char *path, struct stat *what) {
    REAL(stat);
    ASKED('q', path, real(path, what));
}
int stat64(const char *path, struct stat64 *what) {
    REAL(stat64);
    ASKED('q', path, real(path, what));
}
int lstat(const char *path, struct stat *what) {
    REAL(lstat);
    ASKED('q', path, real(path, what));
}
int lstat64(const char *path, struct stat64 *what) {
    REAL(lstat64);
    ASKED('q', path, real(path, what));
}
