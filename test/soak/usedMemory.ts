/** What is alive in this thread's heap, and what that holds outside it (buffers), in bytes. Node runs with --expose-gc. */
export function usedMemory(): number {
  // What is freed when an object is finalized is gone after the next.
  for (let times = 3; times > 0; times--) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
