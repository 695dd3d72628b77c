/** A key, without what it is about. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export interface Step {
  /** The index of the line to go to. */
  readonly to: number;
  /** What becomes of the selection: that line alone; all from where it began; as it is. */
  readonly select: 'one' | 'range' | 'none';
}

/** Where a key leads from a line among `count`; `page`: as many as fit. `undefined`: the key does not walk. */
export function walk(
  { key, shiftKey, ctrlKey, metaKey }: KeyPress,
  from: number,
  count: number,
  page: number,
): Step | undefined {
  const steps: Readonly<Partial<Record<string, number>>> = {
    ArrowUp: from - 1,
    ArrowDown: from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: count - 1,
  };
  const to = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (to === undefined || count === 0) return undefined;
  const select = shiftKey ? 'range' : ctrlKey || metaKey ? 'none' : 'one';
  return { to: Math.min(Math.max(to, 0), count - 1), select };
}
