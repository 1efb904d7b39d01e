// Run-time declarations that Swift itself can't spell: entry points of the Swift runtime with their calling convention,
// and the list of loaded images.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Entry points of the Swift runtime, part of its stable ABI.
extern const void *swift_getTypeByMangledNameInContext(const char *name, size_t length, const void *context,
                                                       const void *const *arguments) __attribute__((swiftcall));
extern const void *swift_getTypeByMangledNameInEnvironment(const char *name, size_t length, const void *environment,
                                                           const void *const *arguments) __attribute__((swiftcall));
extern void *swift_allocObject(const void *metadata, size_t size, size_t alignmentMask);
extern void swift_deallocUninitializedObject(void *object, size_t size, size_t alignmentMask);
extern const void *swift_conformsToProtocol(const void *type, const void *protocol);

// The type that a mangled name (symbolic references allowed) means, or null.
static inline const void *weft_type_by_mangled_name(const void *name, size_t length) {
  return swift_getTypeByMangledNameInContext((const char *)name, length, 0, 0);
}

// The type that a mangled name means in the generic context of a nominal type's descriptor and its arguments, or null.
static inline const void *weft_type_in_context(const void *name, size_t length, const void *descriptor,
                                               const void *arguments) {
  return swift_getTypeByMangledNameInContext((const char *)name, length, descriptor, (const void *const *)arguments);
}

// The type that a mangled name means where generic parameters stand for `arguments`, or null. The environment says how
// many parameters there are at each level, in the layout of the runtime's GenericEnvironment.
static inline const void *weft_type_in_environment(const void *name, size_t length, const void *environment,
                                                   const void *arguments) {
  return swift_getTypeByMangledNameInEnvironment((const char *)name, length, environment,
                                                 (const void *const *)arguments);
}

// A new object with reference count one; its fields are not initialised.
static inline void *weft_allocate_object(const void *metadata, size_t size, size_t alignmentMask) {
  return swift_allocObject(metadata, size, alignmentMask);
}

// Gives back an object of `weft_allocate_object` whose fields were never initialised.
static inline void weft_free_object(void *object, size_t size, size_t alignmentMask) {
  swift_deallocUninitializedObject(object, size, alignmentMask);
}

// The witness table of a type's conformance to a protocol, or null.
static inline const void *weft_witness_table(const void *type, const void *protocol) {
  return swift_conformsToProtocol(type, protocol);
}

// One loadable or note segment of an image (the executable or a shared library) of this process.
typedef struct {
  const char *path;    // as the loader names it, empty for the main executable
  uintptr_t bias;      // what the loader added to the file's addresses
  uintptr_t start;     // first address
  uintptr_t end;       // one past the last address
  uint32_t image;      // counts images in the loader's order
  uint32_t readable;   // each 0 or 1
  uint32_t writable;
  uint32_t executable;
  uint32_t note;       // 1 for a note segment, 0 for a loadable one
} weft_segment;

// Writes at most `capacity` segments and returns how many there are.
size_t weft_loaded_segments(weft_segment *segments, size_t capacity);
