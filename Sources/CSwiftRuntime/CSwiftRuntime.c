#define _GNU_SOURCE
#include "CSwiftRuntime.h"
#include <link.h>

struct listing {
  weft_segment *segments;
  size_t capacity;
  size_t count;
  uint32_t images;
};

static int add_image(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  struct listing *listing = context;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    if (header->p_type != PT_LOAD && header->p_type != PT_NOTE)
      continue;
    if (listing->count < listing->capacity) {
      weft_segment *segment = &listing->segments[listing->count];
      segment->path = info->dlpi_name ? info->dlpi_name : "";
      segment->bias = info->dlpi_addr;
      segment->start = info->dlpi_addr + header->p_vaddr;
      segment->end = segment->start + header->p_memsz;
      segment->image = listing->images;
      segment->readable = (header->p_flags & PF_R) != 0;
      segment->writable = (header->p_flags & PF_W) != 0;
      segment->executable = (header->p_flags & PF_X) != 0;
      segment->note = header->p_type == PT_NOTE;
    }
    listing->count++;
  }
  listing->images++;
  return 0;
}

size_t weft_loaded_segments(weft_segment *segments, size_t capacity) {
  struct listing listing = {segments, capacity, 0, 0};
  dl_iterate_phdr(add_image, &listing);
  return listing.count;
}
