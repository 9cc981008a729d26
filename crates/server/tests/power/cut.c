/* A disk that loses power: loaded before the executable (LD_PRELOAD), it remembers what the data files held before each
 * write that was not yet synced. At the chosen write it puts a random part of those writes back, as a disk would that
 * had not written them, torn at sectors, and ends the process.
 *
 * CUT_FOLDER  the folder whose *.db and *.db-wal files are on that disk
 * CUT_AT      at which call, counted from the first; 0 is never
 * CUT_SEED    what is lost
 * CUT_FAULT   if set, that call fails with EIO instead, and all others work
 * CUT_LIES    "": every sync counts. "wal": syncs of the log do not, as if commits were not synced. "all": no sync does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 64
#define SECTOR 512

struct undo { struct undo *earlier; int file; off_t at; size_t held; size_t length; char bytes[]; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char names[FILES][512];
static struct undo *undos;
static long calls, cut_at;
static uint64_t noise;
static const char *folder, *lies, *fault;

static uint64_t chance(void) {
  noise ^= noise << 13; noise ^= noise >> 7; noise ^= noise << 17;
  return noise;
}

__attribute__((constructor)) static void begin(void) {
  folder = getenv("CUT_FOLDER");
  lies = getenv("CUT_LIES") ? getenv("CUT_LIES") : "";
  fault = getenv("CUT_FAULT");
  cut_at = getenv("CUT_AT") ? atol(getenv("CUT_AT")) : 0;
  noise = (getenv("CUT_SEED") ? strtoull(getenv("CUT_SEED"), 0, 10) : 1) * 2654435761u + 88172645463325252ull;
}

/* The number of the data file behind a descriptor, or -1. */
static int file_of(int fd) {
  char link[64], path[512];
  if (!folder) return -1;
  char *end = link + strlen(strcpy(link, "/proc/self/fd/"));
  char digits[16]; int count = 0, number = fd;
  do digits[count++] = '0' + number % 10; while (number /= 10);
  while (count) *end++ = digits[--count];
  *end = 0;
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return -1;
  path[length] = 0;
  if (strncmp(path, folder, strlen(folder))) return -1;
  if (!(length > 3 && !strcmp(path + length - 3, ".db")) && !(length > 7 && !strcmp(path + length - 7, ".db-wal"))) return -1;
  for (int i = 0; i < FILES; i++) {
    if (!names[i][0]) strcpy(names[i], path);
    if (!strcmp(names[i], path)) return i;
  }
  return -1;
}

static void cut(void) {
  for (struct undo *one = undos; one; one = one->earlier) {
    int fd = open(names[one->file], O_RDWR);
    if (fd < 0) continue;
    static ssize_t (*write_at)(int, const void *, size_t, off_t);
    write_at = dlsym(RTLD_NEXT, "pwrite64");
    int fate = chance() % 4; /* kept, lost, or torn */
    if (fate) {
      for (size_t at = 0; at < one->length; at += SECTOR) {
        if (fate == 2 && chance() % 2) continue;
        size_t end = at + SECTOR < one->length ? at + SECTOR : one->length;
        size_t held = one->held < end ? one->held : end;
        if (held > at) write_at(fd, one->bytes + at, held - at, one->at + at);
        static const char zeros[SECTOR];
        if (held < end) { size_t from = held > at ? held : at; write_at(fd, zeros, end - from, one->at + from); }
      }
    }
    close(fd);
  }
  kill(getpid(), SIGKILL);
}

/* Counts a call; whether it must fail. */
static int tick(void) {
  if (!cut_at || ++calls < cut_at) return 0;
  if (!fault) cut();
  return calls == cut_at;
}

static void remember(int fd, int file, off_t at, size_t length) {
  struct undo *one = malloc(sizeof *one + length);
  if (!one) return;
  static ssize_t (*read_at)(int, void *, size_t, off_t);
  if (!read_at) read_at = dlsym(RTLD_NEXT, "pread64");
  ssize_t held = read_at(fd, one->bytes, length, at);
  *one = (struct undo){ .earlier = undos, .file = file, .at = at, .held = held > 0 ? held : 0, .length = length };
  undos = one;
}

static void synced(int file) {
  struct undo **place = &undos;
  while (*place) {
    struct undo *one = *place;
    if (one->file == file) { *place = one->earlier; free(one); } else place = &one->earlier;
  }
}

ssize_t write(int fd, const void *bytes, size_t length) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  int file = file_of(fd);
  if (file < 0) return real(fd, bytes, length);
  pthread_mutex_lock(&lock);
  remember(fd, file, lseek(fd, 0, SEEK_CUR), length);
  ssize_t done = real(fd, bytes, length);
  int fails = tick();
  pthread_mutex_unlock(&lock);
  if (fails) errno = EIO;
  return fails ? -1 : done;
}

static ssize_t write_at(const char *name, int fd, const void *bytes, size_t length, off_t at) {
  ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, name);
  int file = file_of(fd);
  if (file < 0) return real(fd, bytes, length, at);
  pthread_mutex_lock(&lock);
  remember(fd, file, at, length);
  ssize_t done = real(fd, bytes, length, at);
  int fails = tick();
  pthread_mutex_unlock(&lock);
  if (fails) errno = EIO;
  return fails ? -1 : done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return write_at("pwrite", fd, bytes, length, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) { return write_at("pwrite64", fd, bytes, length, at); }

/* Whether a sync of this file keeps its promise. */
static int counts(int file) {
  if (!strcmp(lies, "all")) return 0;
  if (strcmp(lies, "wal")) return 1;
  size_t length = strlen(names[file]);
  return length < 4 || strcmp(names[file] + length - 4, "-wal");
}

static int sync_file(const char *name, int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  int file = file_of(fd);
  if (file < 0) return real(fd);
  pthread_mutex_lock(&lock);
  int fails = tick();
  if (!fails && counts(file)) synced(file);
  pthread_mutex_unlock(&lock);
  if (fails) errno = EIO;
  return fails ? -1 : 0;
}

int fsync(int fd) { return sync_file("fsync", fd); }
int fdatasync(int fd) { return sync_file("fdatasync", fd); }
