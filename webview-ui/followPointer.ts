/** Follows one pointer from where it was pressed until it is let go (`true`) or taken away (`false`). */
export function followPointer(
  target: HTMLElement,
  { pointerId }: PointerEvent,
  moved: (event: PointerEvent) => void,
  ended: (letGo: boolean) => void,
): void {
  const over = new AbortController();
  const { signal } = over;
  const end = (letGo: boolean): void => {
    over.abort();
    ended(letGo);
  };
  target.setPointerCapture(pointerId);
  target.addEventListener('pointermove', moved, { signal });
  target.addEventListener('pointerup', () => end(true), { signal });
  target.addEventListener('pointercancel', () => end(false), { signal });
}
