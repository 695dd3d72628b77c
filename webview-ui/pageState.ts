/** What VS Code keeps for the page while that is out of sight, and across a reload of the window. */
export interface PageState {
  /** Id of the selected socket. */
  readonly selected: string | undefined;
  /** Pixels. */
  readonly scrollTop: number;
}

/** `kept` is what some earlier version left behind. */
export function pageStateFrom(kept: unknown): PageState {
  const { selected, scrollTop } = Object(kept) as Readonly<Record<string, unknown>>;
  return {
    selected: typeof selected === 'string' ? selected : undefined,
    scrollTop: typeof scrollTop === 'number' && scrollTop > 0 ? scrollTop : 0,
  };
}
