// A command of WASI that says what it sees of its host. Arguments: how it ends.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *error(void) { return errno == 0 ? "no error" : strerror(errno); }

static const char *folders[] = {".", "data", "/", "/data", "sub", "..", "data/..", "data/sub/../.."};
static const char *files[] = {
    "in.txt", "data/in.txt", "/data/in.txt", "data/none", "data/../secret.txt", "data/link", "data/sub/up",
    "data/out", "data/absolute", "/etc/passwd", "data/sub/deep.txt", "data/folder/deep.txt",
};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static void list(const char *path) {
  DIR *dir = opendir(path);
  if (dir == NULL) {
    printf("folder %s: %s\n", path, error());
    return;
  }
  char *names[64];
  int count = 0;
  struct dirent *entry;
  while ((entry = readdir(dir)) != NULL && count < 64) {
    // Hosts need not list these.
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
      names[count++] = strdup(entry->d_name);
    }
  }
  closedir(dir);
  qsort(names, count, sizeof *names, by_name);
  printf("folder %s:", path);
  for (int i = 0; i < count; i++) printf(" %s", names[i]);
  puts("");
}

static void read_file(const char *path) {
  char text[100];
  struct stat st;
  FILE *file = fopen(path, "r");
  if (file == NULL) printf("open %s: %s\n", path, error());
  else {
    size_t count = fread(text, 1, sizeof text, file);
    printf("read %s: %.*s\n", path, (int)count, text);
    fclose(file);
  }
  if (stat(path, &st) != 0) printf("stat %s: %s\n", path, error());
  else printf("stat %s: %lld bytes, mode %o, time %lld\n", path, (long long)st.st_size, st.st_mode, (long long)st.st_mtime);
  if (lstat(path, &st) != 0) printf("lstat %s: %s\n", path, error());
  else printf("lstat %s: mode %o\n", path, st.st_mode);
}

static void write_files(void) {
  char line[100];
  FILE *file = fopen("data/out.txt", "w");
  if (file == NULL) {
    printf("write: %s\n", error());
    return;
  }
  fprintf(file, "hello %d\n", 1);
  fseek(file, 0, SEEK_SET);
  fputs("J", file);
  fclose(file);
  file = fopen("data/out.txt", "a+");
  fputs("more\n", file);
  rewind(file);
  while (fgets(line, sizeof line, file) != NULL) printf("back: %s", line);
  fclose(file);
#define TRY(action) (errno = 0, printf("%s: %d %s\n", #action, (int)(action), error()))
  TRY(mkdir("data/new", 0755));
  TRY(mkdir("data/new", 0755));
  TRY(rename("data/out.txt", "data/new/a"));
  TRY(rmdir("data/new"));
  TRY(link("data/new/a", "data/new/b"));
  TRY(symlink("a", "data/new/c"));
  TRY(symlink("/etc/passwd", "data/new/d"));
  TRY(truncate("data/new/a", 3));
  TRY(unlink("data/new/a"));
  TRY(unlink("data/new/b"));
  TRY(unlink("data/new/c"));
  TRY(unlink("data/new"));
  TRY(rmdir("data/new"));
  TRY(unlink("data/none"));
  TRY(open("data/in.txt", O_RDONLY | O_DIRECTORY));
  TRY(open("data/in.txt", O_WRONLY | O_CREAT | O_EXCL, 0644));
  int fd = open("data/in.txt", O_RDONLY);
  TRY(write(fd, "x", 1));
  TRY(lseek(fd, -5, SEEK_END));
  TRY(lseek(fd, -50, SEEK_SET));
  TRY(pread(fd, line, 4, 2));
  TRY(close(fd));
  TRY(close(fd));
}

int main(int argc, char **argv) {
  char line[256];
  for (int i = 0; i < argc; i++) printf("argument %d: [%s]\n", i, argv[i]);
  for (char **variable = environ; *variable != NULL; variable++) printf("variable %s\n", *variable);
  while (fgets(line, sizeof line, stdin) != NULL) printf("input: %s", line);
  printf("\n%d %5.3f %s %c %lld %x\n", 42, 3.14159, "text", 'c', -1234567890123LL, 0xbeef);
  fprintf(stderr, "an error\n");
  for (unsigned i = 0; i < COUNT(folders); i++) list(folders[i]);
  for (unsigned i = 0; i < COUNT(files); i++) read_file(files[i]);
  write_files();
  TRY(close(-1));
  TRY(read(99, line, 1));
  TRY(fcntl(-1, F_GETFL));
  TRY(isatty(1));
  TRY(usleep(1000));
  unsigned char bytes[32];
  TRY(getentropy(bytes, sizeof bytes));
  struct timespec now;
  TRY(clock_gettime(CLOCK_REALTIME, &now) == 0 && now.tv_sec > 1600000000);
  TRY(clock_gettime(CLOCK_MONOTONIC, &now));
  printf("working directory %s\n", getcwd(line, sizeof line));
  fflush(stdout);
  const char *how = argc > 1 ? argv[1] : "0";
  if (strcmp(how, "trap") == 0) __builtin_trap();
  if (strcmp(how, "abort") == 0) abort();
  if (strcmp(how, "outside") == 0) *(volatile int *)0xfffffff0 = 1;
  if (strcmp(how, "exit") == 0) exit(atoi(argv[2]));
  return atoi(how);
}
