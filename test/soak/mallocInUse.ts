import koffi, { type KoffiFunc } from 'koffi';

// <malloc.h> of glibc 2.33 and later, mallinfo(3): of all arenas and all threads; all in bytes but for the counts of chunks.
const mallinfo2 = koffi.struct('mallinfo2', {
  arena: 'size_t',
  ordblks: 'size_t',
  smblks: 'size_t',
  hblks: 'size_t',
  hblkhd: 'size_t',
  usmblks: 'size_t',
  fsmblks: 'size_t',
  uordblks: 'size_t',
  fordblks: 'size_t',
  keepcost: 'size_t',
});

const read = koffi.load(null).func('mallinfo2', mallinfo2, []) as KoffiFunc<
  () => { readonly uordblks: number; readonly hblkhd: number }
>;

/** What the process has allocated and not freed, without V8's heaps (those are mapped), in bytes. */
export function mallocInUse(): number {
  const { uordblks, hblkhd } = read();
  return uordblks + hblkhd;
}
