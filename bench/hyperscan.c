// Counts whole words of NAMES (one a line) in TEXT (one item a line), in any case, and prints the best time of five in
// ms. Names are plain literals and word edges are looked at in the callback: the least work that Hyperscan can have.
#include <ctype.h>
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct page { const char *text; size_t length; size_t *lengths; unsigned long found; };

static char *read_file(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file) { perror(path); exit(1); }
  fseek(file, 0, SEEK_END);
  *length = (size_t)ftell(file);
  rewind(file);
  char *text = malloc(*length + 1);
  if (!text || fread(text, 1, *length, file) != *length) exit(1);
  text[*length] = 0;
  fclose(file);
  return text;
}

static int is_word(unsigned char c) { return isalnum(c) || c >= 0x80; }

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context) {
  (void)from; (void)flags;
  struct page *page = context;
  size_t start = to - page->lengths[id];
  if ((start == 0 || !is_word((unsigned char)page->text[start - 1])) &&
      (to == page->length || !is_word((unsigned char)page->text[to])))
    page->found += 1;
  return 0;
}

int main(int count, char **args) {
  if (count != 3) return 2;
  size_t names_length, text_length, many = 0;
  char *names = read_file(args[1], &names_length), *text = read_file(args[2], &text_length);
  for (size_t at = 0; at < names_length; at++) many += names[at] == '\n';
  const char **list = malloc(many * sizeof *list);
  size_t *lengths = malloc(many * sizeof *lengths);
  unsigned *ids = malloc(many * sizeof *ids), *flags = malloc(many * sizeof *flags);
  char *at = names;
  for (size_t i = 0; i < many; i++) {
    char *end = strchr(at, '\n');
    *end = 0;
    list[i] = at; lengths[i] = (size_t)(end - at); ids[i] = (unsigned)i; flags[i] = HS_FLAG_CASELESS;
    at = end + 1;
  }
  hs_database_t *database;
  hs_compile_error_t *error;
  if (hs_compile_lit_multi(list, flags, ids, lengths, (unsigned)many, HS_MODE_BLOCK, NULL, &database, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  hs_scratch_t *scratch = NULL;
  hs_alloc_scratch(database, &scratch);
  double best = 1e9;
  struct page page = {0};
  page.lengths = lengths;
  for (int run = 0; run < 5; run++) {
    struct timespec a, b;
    page.found = 0;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (char *line = text; line < text + text_length;) {
      char *end = memchr(line, '\n', (size_t)(text + text_length - line));
      if (!end) end = text + text_length;
      page.text = line;
      page.length = (size_t)(end - line);
      hs_scan(database, line, (unsigned)page.length, 0, scratch, on_match, &page);
      line = end + 1;
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    double ms = (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6;
    if (ms < best) best = ms;
  }
  printf("%f %lu\n", best, page.found);
  return 0;
}
